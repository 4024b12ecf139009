"""How an agency keeps and counts its documents, changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from gongkai.agencies.action import NOT_YOURS, Action, reference_to
from gongkai.agencies.models import Agency
from gongkai.library.actions.base import unfit
from gongkai.library.actions.entering import written
from gongkai.library.document_models import Document, LibraryOffice, library_office_of
from gongkai.library.projection import project_all
from gongkai.library.rights import may_apply

if TYPE_CHECKING:
    from gongkai.agencies.models import User

FIELDS = ("registration_pattern", "made_on", "expired_as_repealed", "pending_in_force")
_TRIED = 2026
"""A year to try a pattern with."""


class ChangeOffice(Action[LibraryOffice]):
    """Change the agency's settings; what hangs on the day of making is made anew."""

    kind = "library.office_changed"

    def __init__(
        self, actor: User | None, agency: Agency, values: Mapping[str, Any], *, today: date, ground: str = ""
    ) -> None:
        super().__init__(actor, ground=ground.strip())
        self.of, self.values, self.today = agency, values, today
        self.office = library_office_of(agency)
        self.was = {name: getattr(self.office, name) for name in FIELDS}

    def refusals(self) -> list[str]:
        """For who answers for the figures; the reason is to be said, the pattern must give numbers that differ."""
        if not may_apply(self.actor, self.of):
            return [NOT_YOURS]
        for name in FIELDS:
            setattr(self.office, name, self.values.get(name, self.was[name]))
        reasons = [] if self.ground else ["请写明修改的理由。"]
        reasons += unfit(self.office, FIELDS)
        pattern = self.office.registration_pattern
        try:
            differ = len({written(pattern, self.of, _TRIED + year, number) for year in (0, 1) for number in (1, 2)})
        except ValueError:
            differ = 0
        if differ != 4:
            reasons.append("登记号格式须含有 {year} 和 {number}，例如 {code}DR-{year}-{number:05}。")
        return reasons

    def change(self) -> LibraryOffice:
        """Keep them."""
        self.office.save()
        if self.office.made_on != self.was["made_on"]:
            documents = Document.objects.filter(agency=self.of).select_related("record", "agency__library_office")
            project_all(documents.order_by("pk"), self.today)
        return self.office

    def subject(self, result: LibraryOffice) -> str:
        """The agency."""
        return reference_to(self.of)

    def agency(self, result: LibraryOffice) -> Agency | None:
        """The agency."""
        return self.of

    def payload(self, result: LibraryOffice) -> dict[str, Any]:
        """What is another value now."""
        return {name: getattr(result, name) for name in FIELDS if getattr(result, name) != self.was[name]}
