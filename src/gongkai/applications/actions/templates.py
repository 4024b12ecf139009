"""An agency's own wording of its letters, and the register of its document numbers."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from gongkai.agencies.action import NOT_YOURS, Action, reference_to
from gongkai.agencies.enums import Role
from gongkai.agencies.models import Agency
from gongkai.agencies.numbers import draw_number
from gongkai.applications.letters.kinds import LetterKind, letter_kinds, shortcomings
from gongkai.applications.letters.template import TemplateError, parse_template
from gongkai.applications.models import DocumentNumber, LetterTemplate
from gongkai.applications.office_settings import office_of
from gongkai.applications.papers import Stage

if TYPE_CHECKING:
    from gongkai.agencies.models import User

EDITING_ROLES = (Role.REGISTRAR, Role.SIGNER)
NUMBERS = "document_number"


class _ForAgency(Action[Any]):
    """Something that the desk keeps for a whole agency."""

    def __init__(self, actor: User | None, agency: Agency, *, ground: str = "") -> None:
        super().__init__(actor, ground=ground)
        self.of = agency

    def refusals(self) -> list[str]:
        """Only registrar and signer."""
        allowed = self.actor is None or self.actor.scope.may_act(self.of, *EDITING_ROLES)
        return [] if allowed else [NOT_YOURS]

    def subject(self, result: Any) -> str:
        """The agency."""
        return reference_to(self.of)

    def agency(self, result: Any) -> Agency | None:
        """Its chain."""
        return self.of


class ChangeTemplate(_ForAgency):
    """Give a kind of letter the agency's own wording. Drafts that are under way keep theirs."""

    kind = "application.letter_template_changed"

    def __init__(self, actor: User | None, agency: Agency, letter_kind: str, text: str, *, ground: str = "") -> None:
        super().__init__(actor, agency, ground=ground)
        self.letter_kind, self.text = letter_kind, text

    def refusals(self) -> list[str]:
        """Also what is no template, or none for this kind."""
        if reasons := super().refusals():
            return reasons
        known = letter_kinds().get(self.letter_kind)
        return template_problems(known, self.text) if known else ["没有这种文书。"]

    def change(self) -> LetterTemplate:
        """Keep it."""
        defaults = {"text": self.text, "edited_by": self.actor}
        return LetterTemplate.objects.update_or_create(agency=self.of, kind=self.letter_kind, defaults=defaults)[0]

    def payload(self, result: Any) -> dict[str, Any]:
        """Which, and the digest of its text."""
        return {"kind": self.letter_kind, "sha256": hashlib.sha256(self.text.encode()).hexdigest()}


class DropTemplate(_ForAgency):
    """Go back to the packaged wording."""

    kind = "application.letter_template_dropped"

    def __init__(self, actor: User | None, agency: Agency, letter_kind: str, *, ground: str = "") -> None:
        super().__init__(actor, agency, ground=ground)
        self.letter_kind = letter_kind

    def refusals(self) -> list[str]:
        """Also where the agency has no wording of its own."""
        own = LetterTemplate.objects.filter(agency=self.of, kind=self.letter_kind)
        return super().refusals() or ([] if own.exists() else ["这种文书用的就是平台自带的模板。"])

    def change(self) -> None:
        """Gone; letters that were written with it stay as they are."""
        LetterTemplate.objects.filter(agency=self.of, kind=self.letter_kind).delete()

    def payload(self, result: Any) -> dict[str, Any]:
        """Which."""
        return {"kind": self.letter_kind}


def template_problems(kind: LetterKind, text: str) -> list[str]:
    """What is wrong with a template's text, a sentence each with its line and column; what it lacks for its kind."""
    try:
        return list(shortcomings(kind, parse_template(text)))
    except TemplateError as error:
        return [str(problem) for problem in error.problems]


class DrawNumber(_ForAgency):
    """Draw the next number of the agency's series for a letter that is written elsewhere. It is never drawn again."""

    kind = "application.number_drawn"

    def __init__(self, actor: User | None, agency: Agency, year: int) -> None:
        super().__init__(actor, agency)
        self.year = year

    def change(self) -> DocumentNumber:
        """The next one that nobody has typed already."""
        return DocumentNumber.objects.create(agency=self.of, text=next_number(self.of, self.year), year=self.year)

    def payload(self, result: Any) -> dict[str, Any]:
        """The number."""
        return {"number": result.text}


class VoidNumber(_ForAgency):
    """Void a number that stands on no letter; it stays in the register with the reason."""

    kind = "application.number_voided"

    def __init__(self, actor: User | None, number: DocumentNumber, *, ground: str) -> None:
        super().__init__(actor, number.agency, ground=ground)
        self.number = number

    def refusals(self) -> list[str]:
        """Also one in use or void already, and without a reason."""
        if reasons := super().refusals():
            return reasons
        if self.number.void_reason:
            return ["这个文号已经作废。"]
        if self.number.letter and self.number.letter.stage != Stage.VOID:
            return ["这个文号正在文书上使用；需要作废的，请先作废文书。"]
        return [] if self.ground.strip() else ["作废文号须写明理由。"]

    def change(self) -> DocumentNumber:
        """Keep the reason."""
        self.number.void_reason = self.ground.strip()[:300]
        self.number.save(update_fields=["void_reason"])
        return self.number

    def payload(self, result: Any) -> dict[str, Any]:
        """The number."""
        return {"number": self.number.text}


def next_number(agency: Agency, year: int) -> str:
    """The next document number of the agency's series that stands on nothing yet."""
    pattern = office_of(agency).number_pattern
    while True:
        drawn = pattern.format(year=year, n=draw_number(agency, NUMBERS, year))
        if not DocumentNumber.objects.filter(agency=agency, text=drawn).exists():
            return drawn
