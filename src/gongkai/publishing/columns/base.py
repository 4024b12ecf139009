"""What the changes of pages have in common: whose they are, what they tell, what they refuse."""

from __future__ import annotations

from abc import ABC
from datetime import date
from typing import Any

from gongkai.agencies.action import NOT_YOURS, Action, reference_to
from gongkai.agencies.models import Agency, User
from gongkai.publishing.columns.rights import may_edit
from gongkai.publishing.models import BasePage, ColumnPage
from gongkai.publishing.signals import column_changed


def told(page: BasePage) -> None:
    """Tell the rooms that show it that a page has changed."""
    column_changed.send(sender=type(page), page=page)


def plain(value: Any) -> Any:
    """A field's value as the ledger can keep it: days as text, records by their name."""
    if value is None or isinstance(value, str | bool | int):
        return value
    return f"{value}"


class PageAction(Action[ColumnPage], ABC):
    """A change of one column that exists."""

    def __init__(self, actor: User | None, column: ColumnPage, *, ground: str = "") -> None:
        super().__init__(actor, ground=ground)
        self.column = column

    def refusals(self) -> list[str]:
        """Only who keeps the agency's columns. The column is read anew: the screen may have waited long."""
        self.column = ColumnPage.objects.select_related("issuer").get(pk=self.column.pk)
        return [] if may_edit(self.actor, self.column.issuer) else [NOT_YOURS]

    def subject(self, result: ColumnPage) -> str:
        """The column."""
        return reference_to(result)

    def agency(self, result: ColumnPage) -> Agency | None:
        """The column's agency."""
        return result.issuer


class StatusAction(PageAction, ABC):
    """A change of a column's status, on a day: done at once, or by the nightly turn when the day has come."""

    def __init__(
        self, actor: User | None, column: ColumnPage, *, on: date, today: date, ground: str = ""
    ) -> None:  # fmt: skip
        super().__init__(actor, column, ground=ground)
        self.on, self.today = on, today

    @property
    def due(self) -> bool:
        """Whether the day has come."""
        return self.on <= self.today

    def payload(self, result: ColumnPage) -> dict[str, Any]:
        """The day."""
        return {"on": f"{self.on}"}
