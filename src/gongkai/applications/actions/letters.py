"""A letter's way: drafted, edited, sent for approval, passed on or back, signed with its number and date, or void.

Nobody passes on what he wrote himself, and nobody passes a letter on twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone

from gongkai.agencies.action import NOT_YOURS
from gongkai.applications.actions.base import OVERTAKEN, CaseAction
from gongkai.applications.actions.materials import keep
from gongkai.applications.actions.public import OpenAnswerLink, answer_path
from gongkai.applications.actions.steps import Decide, Ground, missing_grounds
from gongkai.applications.actions.templates import next_number
from gongkai.applications.enums import MaterialKind, State
from gongkai.applications.kept_files import Upload
from gongkai.applications.letter_facts import facts_of, kind_of, template_text, written
from gongkai.applications.letters.examination import Finding, examine_letter
from gongkai.applications.letters.kinds import LetterKind, letter_kinds, shortcomings
from gongkai.applications.letters.template import TemplateError, parse_template
from gongkai.applications.letters.writing import MEDIA_TYPES, look_for, write_letter
from gongkai.applications.models import Application, DocumentNumber, Letter, Party
from gongkai.applications.papers import ApprovalStep, Stage
from gongkai.applications.procedure import stage_moves
from gongkai.applications.release import inspection_of, note_decision
from gongkai.documents.disclosure.personal import find_personal

if TYPE_CHECKING:
    from gongkai.agencies.models import User

OWN_WORK = "起草人不能审核、审查或者签发自己起草的文书。"
ALREADY_PASSED = "您已经在前面的环节同意过这份文书，下一环节须由他人办理。"


class DraftLetter(CaseAction):
    """Begin a letter from its template."""

    kind = "application.letter_drafted"
    act = "draft_letter"

    def __init__(
        self,
        actor: User | None,
        application: Application,
        letter_kind: str,
        *,
        addressee: Party | None = None,
        outcome: str = "",
        **more: Any,
    ) -> None:
        super().__init__(actor, application, **more)
        self.letter_kind, self.addressee, self.outcome = letter_kind, addressee, outcome
        self.letter: Letter | None = None

    def refusals(self) -> list[str]:
        """Also an unknown kind, an outcome that the letter does not state, or somebody of another case."""
        if reasons := super().refusals():
            return reasons
        known = letter_kinds().get(self.letter_kind)
        if known is None:
            return ["请选择文书种类。"]
        if known.outcomes and self.outcome and self.outcome not in known.outcomes:
            return [f"“{known.name}”不用于所选的办理结果。"]
        if self.addressee and self.addressee.application_id != self.application.pk:
            return [NOT_YOURS]
        if known.to in ("third_party", "agency") and self.addressee is None:
            return [f"“{known.name}”须先登记收件的当事人。"]
        return []

    def carry_out(self) -> None:
        """Keep the draft."""
        kind = letter_kinds()[self.letter_kind]
        outcome = kind.outcome_of(self.outcome)
        self.letter = Letter.objects.create(
            application=self.application,
            kind=kind.id,
            addressee=self.addressee,
            template=template_text(self.application, kind),
            facts={"outcome": outcome} if outcome else {},
            needs_secrecy=kind.group == "answer",
            drafted_by=self.actor,
        )
        if self.addressee and kind.step == "consultation_sent":
            self._open_link(self.letter, self.addressee)

    def _open_link(self, letter: Letter, party: Party) -> None:
        """Whoever is consulted can answer on line, by the address that his letter names."""
        OpenAnswerLink(self.actor, self.application, party, today=self.today).perform()
        self.application.refresh_from_db()
        letter.facts |= {"query_address": settings.PUBLIC_URL + answer_path(party)}
        letter.save(update_fields=["facts"])

    def payload(self, result: Application) -> dict[str, Any]:
        """Which letter."""
        assert self.letter is not None
        return {"letter": self.letter.public_id, "kind": self.letter.kind}


class LetterAction(CaseAction):
    """Something done with one letter of the case. `letter_version` is that which the person saw."""

    act = "draft_letter"

    def __init__(
        self, actor: User | None, application: Application, letter: Letter, *, letter_version: int | None = None,
        **more: Any,
    ) -> None:  # fmt: skip
        super().__init__(actor, application, **more)
        self.letter, self.letter_version = letter, letter_version

    def refusals(self) -> list[str]:
        """Also for a letter of another case, or one that somebody else has changed since."""
        if reasons := super().refusals():
            return reasons
        held = Letter.objects.select_for_update().filter(pk=self.letter.pk, application=self.application).first()
        if held is None:
            return [NOT_YOURS]
        self.letter = held
        self.letter.application = self.application
        if self.letter_version is not None and self.letter_version != held.version:
            return [OVERTAKEN]
        return []

    def save_letter(self) -> None:
        """Save the letter as its next version."""
        self.letter.version += 1
        self.letter.save()

    def payload(self, result: Application) -> dict[str, Any]:
        """Which letter, and how far it is."""
        return {"letter": self.letter.public_id, "stage": self.letter.stage}


class EditLetter(LetterAction):
    """Change a draft: what is filled in, and the wording."""

    kind = "application.letter_edited"

    def __init__(
        self,
        actor: User | None,
        application: Application,
        letter: Letter,
        *,
        facts: dict[str, Any],
        template: str | None = None,
        needs_secrecy: bool | None = None,
        **more: Any,
    ) -> None:
        super().__init__(actor, application, letter, **more)
        self.facts, self.template, self.needs_secrecy = facts, template, needs_secrecy

    def refusals(self) -> list[str]:
        """Also once it is out of the drafter's hands, or where the wording is no template."""
        if reasons := super().refusals():
            return reasons
        if self.letter.stage != Stage.DRAFT:
            return [f"{self.letter.get_stage_display()}的文书不能修改；需要修改的，请先退回。"]
        if self.template is None:
            return []
        try:
            return list(shortcomings(kind_of(self.letter), parse_template(self.template)))
        except TemplateError as error:
            return [str(problem) for problem in error.problems]

    def carry_out(self) -> None:
        """Keep the new wording and facts; the outcome stays what it is."""
        outcome = self.letter.facts.get("outcome")
        self.letter.facts = self.facts | ({"outcome": outcome} if outcome else {})
        if self.template is not None:
            self.letter.template = self.template
        if self.needs_secrecy is not None:
            self.letter.needs_secrecy = self.needs_secrecy
        self.save_letter()


class MoveLetter(LetterAction):
    """One step toward the signature, or back (`procedure.stage_moves`); `ground` is the opinion."""

    kind = "application.letter_moved"

    def __init__(self, actor: User | None, application: Application, letter: Letter, move: str, **more: Any) -> None:
        super().__init__(actor, application, letter, **more)
        self.move = move

    def not_allowed(self) -> str:
        """The letter's own table decides who moves it."""
        move = stage_moves()[self.move]
        if self.actor is not None and not self.actor.scope.may_act(self.application.agency, *move.roles):
            return NOT_YOURS
        return ""

    def refusals(self) -> list[str]:
        """Also out of its stage, one's own work, a return without a reason, or while something is missing."""
        if reasons := super().refusals():
            return reasons
        move = stage_moves()[self.move]
        if self.letter.stage not in move.stages:
            return [f"{self.letter.get_stage_display()}的文书不能{move.name}。"]
        if self.move in ("return", "void") and not self.ground.strip():
            return [f"{move.name}须写明理由。"]
        if self.move in ("review", "secrecy", "sign") and self.actor is not None:
            if self.letter.drafted_by_id == self.actor.pk:
                return [OWN_WORK]
            if self._passed_since_draft(self.actor):
                return [ALREADY_PASSED]
        return self.unfinished() if self.move == "send" else []

    def _passed_since_draft(self, actor: User) -> bool:
        """Whether the person has agreed since the letter last left its draft."""
        for step in self.letter.steps.order_by("-number"):
            if not step.passed:
                return False
            if step.actor_id == actor.pk and step.stage != Stage.DRAFT:
                return True
        return False

    def unfinished(self) -> list[str]:
        """What the letter still lacks besides its number."""
        missing = [name for name in written(self.letter, self.today).missing if name != "文号"]
        return [f"文书还缺：{'、'.join(missing)}。"] if missing else []

    def carry_out(self) -> None:
        """Note the opinion and move on."""
        stage = self.letter.stage
        ApprovalStep.objects.create(
            letter=self.letter,
            number=self.letter.steps.count() + 1,
            stage=stage,
            actor=self.actor,
            passed=self.move not in ("return", "void"),
            reason=self.ground[:500],
        )
        self.letter.stage = self.next_stage()
        self.save_letter()
        if self.move == "void":
            self.letter.numbers.filter(void_reason="").update(void_reason=self.ground[:300])

    def next_stage(self) -> Stage:
        """Where it goes: after the review to the secrecy review where it needs one."""
        leads_to = stage_moves()[self.move].leads_to
        if self.move == "review":
            return Stage.SECRECY if self.letter.needs_secrecy else Stage.SIGNING
        return Stage(next(iter(leads_to)))


class SignLetter(MoveLetter):
    """Sign: the letter gets its number and date and is written as Word and PDF; an answer becomes the decision."""

    kind = "application.letter_signed"

    def __init__(
        self,
        actor: User | None,
        application: Application,
        letter: Letter,
        *,
        dated: date,
        number: str = "",
        grounds: Sequence[Ground] = (),
        despite: str = "",
        **more: Any,
    ) -> None:
        super().__init__(actor, application, letter, "sign", **more)
        self.dated, self.number, self.grounds, self.despite = dated, number.strip(), tuple(grounds), despite.strip()

    def refusals(self) -> list[str]:
        """Also with gaps, with a number that is taken, with errors of the check unless a reason is given."""
        if reasons := super().refusals():
            return reasons
        if self.dated > self.today:
            return [f"落款日期（{self.dated}）晚于今天（{self.today}）。"]
        if self.application.received_on and self.dated < self.application.received_on:
            return [f"落款日期（{self.dated}）早于收到申请的日期（{self.application.received_on}）。"]
        taken = DocumentNumber.objects.filter(agency=self.application.agency, text=self.number)
        if self.number and taken.exclude(letter=self.letter).exclude(letter=None, void_reason="").exists():
            return [f"文号“{self.number}”已经用过。"]
        self.letter.dated = self.dated
        self.letter.document_number = self.number or self.letter.document_number
        if reasons := self.unfinished():
            return reasons
        if self.outcome and (reasons := missing_grounds(self.outcome, self.all_grounds(), self.application)):
            return reasons
        errors = [found.message for found in examination_of(self.letter, self.today) if found.level == "error"]
        return [] if self.despite else [f"答复书体检：{message}" for message in errors]

    @property
    def outcome(self) -> str:
        """The outcome that the letter states, "" for a notice."""
        return str(self.letter.facts.get("outcome") or "")

    def all_grounds(self) -> tuple[Ground, ...]:
        """The grounds given, else those that the letter cites, with its reasons."""
        if self.grounds:
            return self.grounds
        facts = facts_of(self.letter, self.today)
        reason = facts.reasons or ""
        part = facts.withheld or facts.not_provided or ""
        cited = facts.grounds or kind_of(self.letter).cited(self.outcome)
        return tuple(Ground(article, part, reason) for article in cited)

    def carry_out(self) -> None:
        """Number, date, files; then the decision."""
        kind = kind_of(self.letter)
        if kind.numbered:
            self.letter.document_number = self._number()
        self.letter.dated = self.dated
        self.letter.signed_by, self.letter.signed_at = self.actor, timezone.now()
        super().carry_out()
        letter = written(self.letter, self.today)
        name = " ".join(filter(None, (kind.name, self.letter.document_number)))
        for format in MEDIA_TYPES:
            data = write_letter(letter, format, look_for(kind))
            upload = Upload(f"{name}.{format}", data, MaterialKind.LETTER)
            inspection = inspection_of(keep(self.application, upload, self.actor, letter=self.letter))
            if self.despite and inspection.holds_back:
                note_decision(inspection.material, self.actor, self.despite)
        # An answer in a case that was answered and served is given anew on the order of a review body or a court: it
        # goes out like the first, and the case keeps the outcome that the annual report has counted.
        if self.outcome and kind.outcomes and self.application.state != State.SERVED:
            self._decide(kind)

    def _decide(self, kind: LetterKind) -> None:
        Decide(
            self.actor,
            self.application,
            on=self.dated,
            outcome=self.outcome,
            grounds=self.all_grounds(),
            letter=self.letter,
            today=self.today,
            ground=self.letter.document_number,
        ).perform()
        self.application.refresh_from_db()

    def _number(self) -> str:
        """The number typed, else the next one of the agency's series; kept in the register either way."""
        agency, year = self.application.agency, self.dated.year
        number = self.number or self.letter.document_number or next_number(agency, year)
        kept, _ = DocumentNumber.objects.get_or_create(agency=agency, text=number, defaults={"year": year})
        kept.letter = self.letter
        kept.save(update_fields=["letter"])
        return number

    def payload(self, result: Application) -> dict[str, Any]:
        """The number, and the reason for signing against the check."""
        return super().payload(result) | {
            "number": self.letter.document_number,
            "despite": bool(self.despite),
            "files": [material.sha256 for material in self.letter.materials.all()],
        }


def examination_of(letter: Letter, today: date) -> list[Finding]:
    """答复书体检: what the check finds in the letter as it stands. A number that is yet to be drawn is no finding."""
    kind = kind_of(letter)
    found = examine_letter(written(letter, today), kind, facts_of(letter, today), today, find_personal=find_personal)
    if letter.document_number:
        return found
    return [each for each in found if each.rule != "letter.number" and "“文号”" not in each.message]
