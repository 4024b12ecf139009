"""What the disclosure office keeps beside the cases: look-ups on the spot, and its own settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models import Q

from gongkai.agencies.action import NOT_YOURS, Action, reference_to
from gongkai.agencies.enums import Role
from gongkai.agencies.models import Agency
from gongkai.agencies.protected import keyed_digest
from gongkai.applications.models import DisclosureOffice, LookUp
from gongkai.applications.office_settings import CountsBy, office_of
from gongkai.applications.reckoning import reckon_anew
from gongkai.law.settings import Settings
from gongkai.ledger.actions import reference
from gongkai.publishing.guard.parts import Part
from gongkai.publishing.guard.words import against, line, office_telephone

if TYPE_CHECKING:
    from gongkai.agencies.models import User

SETTING_ROLES = (Role.REGISTRAR, Role.SUPERVISOR)
MOST_PEOPLE = 1000
GROUND = "公开工作机构设置变更"
_OWN_KEYS = frozenset({"id", "agency"})
_CALLED = frozenset({"phone", "fax", "counter", "hours"})
"""Where the office's own telephones stand, that of a counter among them."""
_SHOWN = _CALLED | {
    "name", "postal_address", "postcode", "email", "review_body", "review_choice", "review_online", "court",
}  # fmt: skip
"""What the guide and the form for applications show."""
_CLOCK_FIELDS = frozenset({"supplement_days", "practice"})


class RecordLookUp(Action[LookUp]):
    """Somebody looked files up on the spot (现场资料查询). Counted by itself; it is no application."""

    kind = "application.look_up"

    def __init__(
        self,
        actor: User | None,
        agency: Agency,
        *,
        on: date,
        subject: str,
        people: int = 1,
        result: str = "",
        today: date,
    ) -> None:
        super().__init__(actor)
        self.of, self.on, self.looked_up, self.people, self.result = agency, on, subject, people, result
        self.today = today

    def refusals(self) -> list[str]:
        """Not this person's, in the future, or without saying what."""
        if self.actor is not None and not self.actor.scope.may_act(self.of, Role.REGISTRAR):
            return [NOT_YOURS]
        reasons = []
        if self.on > self.today:
            reasons.append(f"查询日期（{self.on}）晚于今天（{self.today}）。")
        if not self.looked_up.strip():
            reasons.append("请写明查询内容。")
        if max(len(self.looked_up), len(self.result)) > 300:
            reasons.append("查询内容和结果各不超过300字。")
        if not 1 <= self.people <= MOST_PEOPLE:
            reasons.append(f"人次应为1至{MOST_PEOPLE}。")
        return reasons

    def change(self) -> LookUp:
        """Keep it."""
        return LookUp.objects.create(
            agency=self.of,
            on=self.on,
            subject=self.looked_up.strip(),
            people=self.people,
            result=self.result.strip(),
            recorded_by=self.actor,
        )

    def subject(self, result: LookUp) -> str:
        """The look-up by its running key: it has no public number."""
        return reference("applications.lookup", str(result.pk))

    def agency(self, result: LookUp) -> Agency | None:
        """Whose files they were."""
        return result.agency

    def payload(self, result: LookUp) -> dict[str, Any]:
        """The day and how many."""
        return {"on": result.on.isoformat(), "people": result.people}


class ChangeOffice(Action[DisclosureOffice]):
    """Change an agency's disclosure office: addresses, review body, practice where the law leaves it open.

    `values` by the fields of `DisclosureOffice`; `practice` by those of `law.settings.Settings`.
    """

    kind = "application.office_changed"

    def __init__(
        self, actor: User | None, agency: Agency, values: Mapping[str, Any], *, today: date, ground: str = ""
    ) -> None:
        super().__init__(actor, ground=ground)
        self.of, self.values, self.today = agency, dict(values), today
        self.office = office_of(agency)
        self.was = {name: getattr(self.office, name) for name in self.values if hasattr(self.office, name)}

    def refusals(self) -> list[str]:
        """Not this person's, an unknown field, a value that a field does not take, words that the public may not
        read."""
        if self.actor is not None and not self.actor.scope.may_act(self.of, *SETTING_ROLES):
            return [NOT_YOURS]
        known = {field.name for field in DisclosureOffice._meta.get_fields()} - _OWN_KEYS
        if set(self.values) - known:
            return ["没有这一项设置。"]
        if set(self.values.get("practice", {})) - {field.name for field in fields(Settings)}:
            return ["没有这一项做法。"]
        if "{n}" not in self.values.get("number_pattern", "{n}"):
            return ["文号格式中须有序号 {n}。"]
        for name, value in self.values.items():
            setattr(self.office, name, value)
        try:
            self.office.clean_fields(exclude=["agency"])
        except ValidationError as error:
            label = {field.name: str(field.verbose_name) for field in DisclosureOffice._meta.fields}
            return [
                f"“{label.get(name, name)}”：{''.join(sentences)}" for name, sentences in error.message_dict.items()
            ]
        return against(self.of, [_read(self.office, name) for name in self.values if name in _SHOWN])

    def change(self) -> DisclosureOffice:
        """Save it (it is made the first time), and reckon anew what the practice decides."""
        self.office.save()
        self.of.disclosure_office = self.office
        if self.was.get("counts_by") != self.office.counts_by and "counts_by" in self.was:
            reckon_anew(Q(agency=self.of, received_on__isnull=False), self.today, GROUND)
        elif any(self.was[name] != self.values[name] for name in _CLOCK_FIELDS & set(self.was)):
            reckon_anew(Q(agency=self.of, received_on__isnull=False, concluded_on__isnull=True), self.today, GROUND)
        return self.office

    def subject(self, result: DisclosureOffice) -> str:
        """The agency."""
        return reference_to(result.agency)

    def agency(self, result: DisclosureOffice) -> Agency | None:
        """The agency."""
        return result.agency

    def payload(self, result: DisclosureOffice) -> dict[str, Any]:
        """Old and new values of what changed; of texts, among which may be somebody's mailbox, digests."""
        return {
            "changed": {
                name: [_kept(was), _kept(self.values[name])]
                for name, was in self.was.items()
                if was != self.values[name]
            }
        }


def _read(office: DisclosureOffice, name: str) -> Part:
    label = str(DisclosureOffice._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    return (office_telephone if name in _CALLED else line)(label, getattr(office, name))


def _kept(value: Any) -> Any:
    return keyed_digest(value) if isinstance(value, str) and value not in CountsBy.values else value
