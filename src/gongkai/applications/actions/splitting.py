"""One letter, many matters (一事一申请): each becomes a case of its own; and the same application that came twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gongkai.agencies.action import reference_to
from gongkai.applications.actions.base import CaseAction
from gongkai.applications.actions.intake import LONGEST_TEXT, code_digest, query_code
from gongkai.applications.enums import State
from gongkai.applications.models import Application, CaseEvent, Party
from gongkai.applications.projection import project
from gongkai.ledger.actions import append

if TYPE_CHECKING:
    from gongkai.agencies.models import User

LONGEST_SUBJECT = 300
MOST_MATTERS = 100
_SAME_AS_PARENT = (
    "agency_id", "matter", "channel", "applicant_type", "applicant_name", "applicant_digest", "form_wanted",
    "way_wanted", "assistance", "region", "topic", "information_year", "submitted_at", "arrived_on", "signed_on",
    "confirmed_on", "received_on", "received_ground", "department_id", "handler_id",
)  # fmt: skip
_SAME_AS_PARTY = (
    "role", "number", "name", "id_kind", "id_number", "id_digest", "representative", "contact_name", "phone",
    "phone_digest", "email", "address", "postcode", "service_address",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SplitMatter:
    """One of the letter's matters."""

    subject: str
    description: str = ""


class Split(CaseAction):
    """Make each matter of a letter a case with the letter's receipt date; the letter itself stays as their parent.

    The parent is void from then on: each matter counts once, the letter not. Its files stay with it, where every child
    finds them. The applicant's query code opens the children too.
    """

    kind = "application.split"
    act = "split"

    def __init__(
        self, actor: User | None, application: Application, matters: Sequence[SplitMatter], **more: Any
    ) -> None:
        super().__init__(actor, application, **more)
        self.matters = tuple(matters)
        self.made: list[Application] = []

    def refusals(self) -> list[str]:
        """Also for fewer than two matters, one without words, or a case in which more has happened than its receipt."""
        if reasons := super().refusals():
            return reasons
        if [event.kind for event in self.application.live_events()] != ["received"]:
            return ["这件申请已有办理事项，不能再拆分；请对新的事项另行登记。"]
        if self.application.parent_id:
            return ["由来件拆分出的申请不能再拆分。"]
        if not 2 <= len(self.matters) <= MOST_MATTERS:
            return [f"拆分须写明两件以上、{MOST_MATTERS}件以下的申请事项。"]
        if not all(matter.subject.strip() for matter in self.matters):
            return ["请写明拆分后每一件的申请事项。"]
        if any(len(it.subject) > LONGEST_SUBJECT or len(it.description) > LONGEST_TEXT for it in self.matters):
            return [f"每件的申请事项不超过{LONGEST_SUBJECT}字，所需信息的描述不超过{LONGEST_TEXT}字。"]
        return []

    def carry_out(self) -> None:
        """The children, each with its people, its receipt and its own entry in the ledger."""
        parent = self.application
        people, [received] = list(parent.parties.all()), parent.live_events()
        for number, matter in enumerate(self.matters, 1):
            self.made.append(self._child(matter, number, people, received))
        parent.state = State.VOID
        parent.void_reason = f"已拆分为{len(self.made)}件：{self.made[0].receipt_no}至{self.made[-1].receipt_no}。"

    def _child(self, matter: SplitMatter, number: int, people: list[Party], received: CaseEvent) -> Application:
        parent = self.application
        child = Application(
            parent=parent,
            receipt_no=f"{parent.receipt_no}-{number}",
            subject=matter.subject.strip(),
            description=matter.description.strip(),
            **{name: getattr(parent, name) for name in _SAME_AS_PARENT},
        )
        child.agency = parent.agency
        if parent.submission_key:
            child.query_digest = code_digest(child.receipt_no, query_code(parent.submission_key))
        child.save(force_insert=True)
        Party.objects.bulk_create(
            Party(application=child, **{name: getattr(person, name) for name in _SAME_AS_PARTY}) for person in people
        )
        CaseEvent.objects.create(
            application=child, number=1, kind="received", on=received.on, ground=received.ground, recorded_by=self.actor
        )
        project(child, self.today)
        child.save()
        append(
            "application.taken_in",
            actor=self.actor_label(),
            agency=parent.agency.code,
            subject=reference_to(child),
            payload={
                "receipt_no": child.receipt_no,
                "channel": child.channel,
                "arrived_on": child.arrived_on.isoformat(),
                "received_on": received.on.isoformat(),
                "parent": parent.public_id,
            },
        )
        return child

    def payload(self, result: Application) -> dict[str, Any]:
        """The children."""
        return super().payload(result) | {"children": [child.public_id for child in self.made]}


class LinkSame(CaseAction):
    """Say that this is the same application as an earlier one (by web and by post), or that it is not after all."""

    kind = "application.linked_same"
    act = "link_same"

    def __init__(self, actor: User | None, application: Application, other: Application | None, **more: Any) -> None:
        super().__init__(actor, application, **more)
        self.other = other

    def refusals(self) -> list[str]:
        """Also with itself, with another agency's case, or with one that is only linked itself."""
        if reasons := super().refusals():
            return reasons
        if self.other is None:
            return [] if self.application.same_as_id else ["这件申请没有关联其他申请。"]
        if self.other.pk == self.application.pk or self.other.agency_id != self.application.agency_id:
            return ["只能与本机关的另一件申请关联。"]
        self.other.refresh_from_db(fields=["same_as", "state"])
        if self.other.same_as_id or self.other.state == State.VOID:
            return [f"{self.other.receipt_no}本身已关联其他申请或者已作废，请选原来的一件。"]
        return []

    def carry_out(self) -> None:
        """Link them."""
        self.application.same_as = self.other

    def payload(self, result: Application) -> dict[str, Any]:
        """Which one."""
        return super().payload(result) | {"same_as": self.other.public_id if self.other else None}
