"""What all acts in disputes have in common: who may, on what state of it, with days in their order."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models, transaction

from gongkai.agencies.action import NOT_YOURS, Action, reference_to
from gongkai.agencies.enums import Role
from gongkai.agencies.models import Agency
from gongkai.disputes.models import Dispute, Instance
from gongkai.law.calendar import FIRST_YEAR

if TYPE_CHECKING:
    from gongkai.agencies.models import User

ROLES = (Role.REGISTRAR, Role.HANDLER)
OVERTAKEN = "这件复议、诉讼刚刚由他人登记过，请刷新页面，看过最新情况后再办。"
VOID = "这件登记已经作废。"
NAMES = {
    "filed_on": "提出日期",
    "accepted_on": "受理、立案日期",
    "copy_received_on": "收到副本日期",
    "replied_on": "答复、答辩日期",
    "hearing_on": "听证、开庭日期",
    "decided_on": "决定、裁判日期",
    "served_on": "收到裁决日期",
    "effective_on": "生效日期",
}
# Which day is not before which. A reply may come late, a hearing lies ahead: nothing more is said of these.
_ORDER = (
    ("filed_on", "accepted_on"),
    ("accepted_on", "copy_received_on"),
    ("filed_on", "copy_received_on"),
    ("copy_received_on", "replied_on"),
    ("accepted_on", "hearing_on"),
    ("filed_on", "decided_on"),
    ("accepted_on", "decided_on"),
    ("copy_received_on", "decided_on"),
    ("decided_on", "served_on"),
    ("decided_on", "effective_on"),
)


def may_register(user: User, agency: Agency) -> bool:
    """Whether the person registers disputes of this agency."""
    return user.scope.may_act(agency, *ROLES)


def wrong_days(instance: Instance, today: date) -> list[str]:
    """What is wrong with an instance's days: in the future, before the working-day calendar, out of their order."""
    days: dict[str, date | None] = {name: getattr(instance, name) for name in NAMES}
    reasons = []
    for name, day in days.items():
        if day and day > today and name not in ("hearing_on", "effective_on"):
            reasons.append(f"{NAMES[name]}（{day}）晚于今天（{today}）。")
        if day and day.year < FIRST_YEAR:
            reasons.append(f"{NAMES[name]}（{day}）早于{FIRST_YEAR}年，请核对。")
    for earlier, later in _ORDER:
        first, second = days[earlier], days[later]
        if first and second and second < first:
            reasons.append(f"{NAMES[later]}（{second}）早于{NAMES[earlier]}（{first}）。")
    return reasons


def unfit(record: models.Model, names: Iterable[str]) -> list[str]:
    """What the record's own fields say against these values, a sentence each."""
    names = set(names)
    fields = {field.name: str(getattr(field, "verbose_name", field.name)) for field in record._meta.get_fields()}
    try:
        record.clean_fields(exclude=set(fields) - names)
    except ValidationError as error:
        return [f"“{fields[name]}”：{''.join(sentences)}" for name, sentences in error.message_dict.items()]
    return []


class DisputeAction(Action[Dispute]):
    """An act in one dispute. A subclass refuses more in `problems`, and changes instances in `carry_out`.

    `version` is that of the dispute as the person saw it: another's act in between is not overwritten. `roles` do it.
    """

    roles: ClassVar[tuple[str, ...]] = ROLES

    def __init__(
        self, actor: User | None, dispute: Dispute, *, today: date, version: int | None = None, ground: str = ""
    ) -> None:
        super().__init__(actor, ground=ground.strip())
        self.dispute, self.today, self.version = dispute, today, version

    def perform(self) -> Dispute:
        """Hold the dispute's row for the whole of the act."""
        with transaction.atomic():
            held = Dispute.objects.select_for_update(of=("self",)).select_related("agency", "application", "previous")
            self.dispute = held.get(pk=self.dispute.pk)
            self.instances = list(self.dispute.instances.order_by("position"))
            return super().perform()

    @property
    def last(self) -> Instance:
        """The instance that is under way, or was the last."""
        return self.instances[-1]

    def refusals(self) -> list[str]:
        """Not this person's, void, overtaken, or what the act itself has against it."""
        if not self.may():
            return [NOT_YOURS]
        if self.dispute.void_reason:
            return [VOID]
        if self.version is not None and self.version != self.dispute.version:
            return [OVERTAKEN]
        return self.problems()

    def may(self) -> bool:
        """Whether it is this person's to do."""
        return self.actor is None or self.actor.scope.may_act(self.dispute.agency, *self.roles)

    def problems(self) -> list[str]:
        """Why the act itself cannot be done."""
        return []

    def change(self) -> Dispute:
        """Do it, then fill the dispute's columns anew and count its version on."""
        self.carry_out()
        self.dispute.project()
        self.dispute.version += 1
        self.dispute.save()
        return self.dispute

    def carry_out(self) -> None:
        """What the act changes besides the dispute's own columns."""

    def subject(self, result: Dispute) -> str:
        """The dispute."""
        return reference_to(result)

    def agency(self, result: Dispute) -> Agency | None:
        """The dispute's agency."""
        return result.agency

    def payload(self, result: Dispute) -> dict[str, Any]:
        """What counts of it now."""
        return {
            "kind": result.kind,
            "result": result.result or None,
            "concluded_on": result.concluded_on.isoformat() if result.concluded_on else None,
            "version": result.version,
        }
