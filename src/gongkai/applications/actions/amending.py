"""Putting right what was registered: the application's words and its people. Days are put right by `CorrectStep`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from gongkai.agencies.protected import keyed_digest
from gongkai.applications.actions.base import CaseAction
from gongkai.applications.actions.intake import LONGEST_TEXT
from gongkai.applications.enums import PartyRole
from gongkai.applications.models import Application, Party

if TYPE_CHECKING:
    from gongkai.agencies.models import User

CONTENT_FIELDS = (
    "applicant_type", "subject", "description", "form_wanted", "way_wanted", "assistance", "region", "topic",
    "information_year",
)  # fmt: skip
PARTY_FIELDS = (
    "name", "id_kind", "id_number", "representative", "contact_name", "phone", "email", "address", "postcode",
)  # fmt: skip


class Amend(CaseAction):
    """Change the registered contents and people of a case, with the reason.

    `contents` has new values by field (CONTENT_FIELDS), `people` those of its parties by their public id
    (PARTY_FIELDS). The ledger keeps which fields changed, with keyed digests of what they were and are.
    """

    kind = "application.amended"
    act = "amend"

    def __init__(
        self,
        actor: User | None,
        application: Application,
        contents: Mapping[str, Any],
        people: Mapping[str, Mapping[str, str]] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(actor, application, **more)
        self.contents, self.people = contents, people or {}
        self.changed: dict[str, list[str]] = {}

    def refusals(self) -> list[str]:
        """Also without a reason or a change, with a value that no field takes, or for somebody of another case."""
        if reasons := super().refusals():
            return reasons
        if not self.ground.strip():
            return ["更正登记内容须写明理由。"]
        if set(self.contents) - set(CONTENT_FIELDS) or any(set(it) - set(PARTY_FIELDS) for it in self.people.values()):
            return ["这一栏不能在这里更正。"]
        self._parties = {party.public_id: party for party in self.application.parties.all()}
        if set(self.people) - set(self._parties):
            return ["所选的人不是本件的当事人。"]
        return self._bad_values() or ([] if self._changes() else ["登记内容没有变化。"])

    def _bad_values(self) -> list[str]:
        reasons = []
        for name, value in self.contents.items():
            field = Application._meta.get_field(name)
            if name == "subject" and not value.strip():
                reasons.append("请写明申请事项。")
            longest = LONGEST_TEXT if name == "description" else getattr(field, "max_length", None)
            if longest and isinstance(value, str) and len(value) > longest:
                reasons.append(f"“{field.verbose_name}”不超过{longest}字。")  # type: ignore[union-attr]
        for values in self.people.values():
            if "name" in values and not values["name"].strip():
                reasons.append("请填写姓名或者名称。")
            for name, value in values.items():
                field = Party._meta.get_field(name)
                if (longest := getattr(field, "max_length", None)) and len(value) > longest:
                    reasons.append(f"“{field.verbose_name}”不超过{longest}字。")  # type: ignore[union-attr]
        return reasons

    def _changes(self) -> dict[str, list[str]]:
        """By field, the digests of what it was and what it becomes."""
        said = {name: (getattr(self.application, name), value) for name, value in self.contents.items()}
        for public_id, values in self.people.items():
            party = self._parties[public_id]
            said |= {f"{public_id}.{name}": (getattr(party, name), value) for name, value in values.items()}
        return {
            name: [keyed_digest(_text(was)), keyed_digest(_text(now))]
            for name, (was, now) in said.items()
            if _text(was) != _text(now)
        }

    def carry_out(self) -> None:
        """Fill in the new values; what finds a person again follows."""
        self.changed = self._changes()
        case = self.application
        for name, value in self.contents.items():
            setattr(case, name, value.strip() if isinstance(value, str) else value)
        for public_id, values in self.people.items():
            party = self._parties[public_id]
            for name, value in values.items():
                setattr(party, name, value.strip())
            party.fill_digests()
            party.save()
            if party.role == PartyRole.APPLICANT and party.number == 1:
                case.applicant_name = party.name

    def payload(self, result: Application) -> dict[str, Any]:
        """Fields and digests, no text."""
        return super().payload(result) | {"changed": self.changed}


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip()
