"""The end of a case's life: when its term of keeping is over, two people erase what is personal in it. The tombstone
stays, and with it every date and count, so that no figure changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.applications.actions.base import CaseAction
from gongkai.applications.enums import State
from gongkai.applications.kept_files import GONE
from gongkai.applications.models import Application, DecisionGround, Erasure, Inspection
from gongkai.applications.office_settings import office_of
from gongkai.applications.papers import ApprovalStep

ERASERS: list[Callable[[Application], int]] = []
"""What rooms above erase of theirs with a case: functions that say how many records."""
KEEPERS: list[Callable[[Application], str]] = []
"""What rooms above know against erasing: functions that give a sentence, or ""."""


def last_day_before(today: date, years: int) -> date:
    """Whoever was concluded on this day or before has been kept long enough."""
    try:
        return today.replace(year=today.year - years)
    except ValueError:  # 29 February
        return today.replace(year=today.year - years, day=28)


def term_ended(agency: Agency, today: date) -> QuerySet[Application]:
    """The agency's cases whose term of keeping is over and that are not erased, the oldest first."""
    before = last_day_before(today, office_of(agency).retention_years)
    over = Q(concluded_on__lte=before) | Q(state=State.VOID, arrived_on__lte=before)
    return Application.objects.filter(over, agency=agency, erased_at=None).order_by("concluded_on", "pk")


class AskErasure(CaseAction):
    """Ask that a case be erased; `ground` is the reason."""

    kind = "application.erasure_asked"
    act = "ask_erase"

    def refusals(self) -> list[str]:
        """Also before its term is over, without a reason, twice, and where something speaks against it."""
        if reasons := super().refusals():
            return reasons
        if self.application.erased_at:
            return ["这件申请已经清除。"]
        if not term_ended(self.application.agency, self.today).filter(pk=self.application.pk).exists():
            years = office_of(self.application.agency).retention_years
            return [f"保存期限（办结后{years}年）未满，不能清除。"]
        if waiting_erasure(self.application):
            return ["这件申请已经有人申请清除，正在等待他人同意。"]
        if kept := [sentence for keeper in KEEPERS if (sentence := keeper(self.application))]:
            return kept
        return [] if self.ground.strip() else ["申请清除须写明理由。"]

    def carry_out(self) -> None:
        """It waits for somebody else."""
        assert self.actor is not None
        Erasure.objects.create(application=self.application, ground=self.ground.strip()[:500], asked_by=self.actor)


class _AnswerErasure(CaseAction):
    """What both answers have in common: somebody asked, and it was somebody else."""

    act = "erase"

    def refusals(self) -> list[str]:
        """Also where nobody asked, and for whoever asked."""
        if reasons := super().refusals():
            return reasons
        asked = waiting_erasure(self.application)
        if asked is None:
            return ["没有人申请清除这件申请。"]
        if self.actor is None or self.actor.pk == asked.asked_by_id:
            return ["清除须由两人办理，申请的人不能自己同意。"]
        return []


class DeclineErasure(_AnswerErasure):
    """Do not agree; `ground` is the reason."""

    kind = "application.erasure_declined"

    def refusals(self) -> list[str]:
        """Also without a reason."""
        return super().refusals() or ([] if self.ground.strip() else ["不同意须写明理由。"])

    def carry_out(self) -> None:
        """The case stays."""
        Erasure.objects.filter(pk=_asked(self.application).pk).update(declined_reason=self.ground.strip()[:500])


class Erase(_AnswerErasure):
    """Agree: personal data, words and files are gone for good. Numbers, dates, states and outcomes stay."""

    kind = "application.erased"

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.erased: dict[str, int] = {}

    def refusals(self) -> list[str]:
        """Also where something has come up against it since."""
        return super().refusals() or [sentence for keeper in KEEPERS if (sentence := keeper(self.application))]

    def carry_out(self) -> None:
        """Erase, and leave the tombstone."""
        case = self.application
        now = timezone.now()
        self.erased = {
            "files": _erase_files(case),
            "people": _erase_people(case),
            "letters": case.letters.update(facts={}, template="", addressee=None),
            "notes": case.notes.all().delete()[0],
            "elsewhere": sum(eraser(case) for eraser in ERASERS),
        }
        case.events.update(ground="", tracking_no="")
        case.searches.update(keywords=GONE, found=GONE)
        case.tasks.update(asked="", answer="")
        case.suggestions.update(text=GONE, reply="")
        ApprovalStep.objects.filter(letter__application=case).update(reason="")
        DecisionGround.objects.filter(decision__application=case).update(part="", reason="")
        case.applicant_name, case.subject, case.description = "", GONE, ""
        case.applicant_digest = case.assistance = case.void_reason = case.query_digest = ""
        case.submission_key, case.erased_at = None, now
        asked = _asked(case)
        asked.agreed_by, asked.agreed_at, asked.erased = self.actor, now, self.erased
        asked.save(update_fields=["agreed_by", "agreed_at", "erased"])

    def payload(self, result: Application) -> dict[str, Any]:
        """How much of what."""
        return super().payload(result) | {"erased": self.erased}


def waiting_erasure(case: Application) -> Erasure | None:
    """The request that waits for somebody else's answer."""
    return case.erasures.filter(agreed_at=None, declined_reason="").first()


def _asked(case: Application) -> Erasure:
    return case.erasures.get(agreed_at=None, declined_reason="")


def _erase_people(case: Application) -> int:
    people = list(case.parties.all())
    for party in people:
        party.name = GONE
        for name in ("id_kind", "id_number", "id_digest", "representative", "contact_name", "phone", "phone_digest",
                     "email", "address", "postcode", "answer_digest"):  # fmt: skip
            setattr(party, name, "")
        party.save()
    return len(people)


def _erase_files(case: Application) -> int:
    """The records stay, with kind, size and digest; the files are deleted once everything else has held.

    What was made public from the case stays public: it was published without personal data.
    """
    public = set(case.public_answers.filter(withdrawn_at=None).values_list("materials", flat=True))
    files = [material for material in case.materials.filter(erased_at=None) if material.pk not in public]
    for material in files:
        material.blank()
        material.given_out = False
        material.save()
    Inspection.objects.filter(material__in=files).update(findings=[], reason="")
    return len(files)
