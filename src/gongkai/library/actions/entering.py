"""A record becomes a document of the library; its fields are put right; it gets its registration number (三统一)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from gongkai.agencies.action import NOT_YOURS, Action, reference_to
from gongkai.agencies.models import Agency
from gongkai.agencies.numbers import draw_number, leave_out
from gongkai.library.actions.base import DocumentAction, strange_days, unfit
from gongkai.library.document_models import Document, Issuer, library_office_of, made_on
from gongkai.library.downloads import make_soon
from gongkai.library.enums import DocumentClass
from gongkai.library.powers import NO_REGULATIONS, may_make_regulations
from gongkai.library.projection import project, project_all, touched_by
from gongkai.library.rights import may_keep
from gongkai.publishing.guard.words import against, line
from gongkai.publishing.models import Record

if TYPE_CHECKING:
    from gongkai.agencies.models import User

SERIES = "registration_number"
MOST_ISSUERS = 30
_OF_DOCUMENT = ("document_class", "registration_number", "published_on", "effective_on", "expires_on", "title_note")


@dataclass(frozen=True)
class Details:
    """What the library says of a document beside its record."""

    document_class: str
    issuers: tuple[str, ...] = ()
    """In their order; none for the record's agency alone."""
    published_on: date | None = None
    effective_on: date | None = None
    expires_on: date | None = None
    title_note: str = ""
    registration_number: str | None = None
    """One that the document brings along; None leaves it as it is."""

    def fill(self, document: Document) -> None:
        """Put the values into the row."""
        document.document_class = self.document_class
        document.published_on, document.effective_on = self.published_on, self.effective_on
        document.expires_on = self.expires_on
        document.title_note = "\n".join(line.strip() for line in self.title_note.splitlines() if line.strip())
        if self.registration_number is not None:
            document.registration_number = self.registration_number.strip()
            document.registration_odd = bool(document.registration_number) and not own_number(document)

    def problems(self, document: Document) -> list[str]:
        """What is wrong with the filled row."""
        reasons = unfit(document, _OF_DOCUMENT)
        said = {"题注": self.title_note, "登记号": self.registration_number, "发文机关": "\n".join(self.issuers)}
        reasons += against(document.agency, [line(name, text) for name, text in said.items()])
        if self.document_class == DocumentClass.REGULATION and not may_make_regulations(document.agency):
            reasons.append(NO_REGULATIONS)
        made = made_on(document, library_office_of(document.agency))
        if made and self.expires_on and self.expires_on < made:
            reasons.append(f"有效期（{self.expires_on}）早于制发日期（{made}）。")
        if made is None and document.record.state != "draft":
            reasons.append("请填写公布日期，或者先在信息中填写成文日期：没有日期无法判断效力。")
        if len(self.issuers) > MOST_ISSUERS:
            reasons.append(f"发文机关最多{MOST_ISSUERS}个。")
        reasons += [f"发文机关名称过长：{name[:20]}……" for name in self.issuers if len(name) > 100]
        days = (("公布日期", self.published_on), ("施行日期", self.effective_on), ("有效期", self.expires_on))
        return reasons + strange_days(days)

    def keep_issuers(self, document: Document) -> None:
        """The issuers in their order; those that are on the platform are linked by their full names."""
        names = [name.strip() for name in self.issuers if name.strip()] or [document.agency.name]
        known = {agency.name: agency for agency in Agency.objects.filter(name__in=names)}
        document.issuers.all().delete()
        Issuer.objects.bulk_create(
            Issuer(document=document, name=name, agency=known.get(name), position=position)
            for position, name in enumerate(dict.fromkeys(names))
        )


class EnterDocument(Action[Document]):
    """Enter a record, published or still a draft, as a document."""

    kind = "document.entered"

    def __init__(self, actor: User | None, record: Record, details: Details, *, today: date, ground: str = "") -> None:
        super().__init__(actor, ground=ground)
        self.record, self.details, self.today = record, details, today
        self.document = Document(record=record, agency=record.agency)

    def refusals(self) -> list[str]:
        """Not this person's, entered already, or something is wrong with the details."""
        if not may_keep(self.actor, self.record.agency):
            return [NOT_YOURS]
        if Document.objects.filter(record=self.record).exists():
            return ["这条信息已经在文件库中。"]
        if self.record.state == "purged":
            return ["这条信息已经清除。"]
        self.details.fill(self.document)
        return self.details.problems(self.document)

    def change(self) -> Document:
        """Keep it with its issuers, and say where it stands."""
        self.document.save()
        self.details.keep_issuers(self.document)
        _hold_number(self.document)
        project(self.document, self.today)
        make_soon(self.document)
        return self.document

    def subject(self, result: Document) -> str:
        """The new document."""
        return reference_to(result)

    def agency(self, result: Document) -> Agency | None:
        """The record's agency."""
        return result.agency

    def payload(self, result: Document) -> dict[str, Any]:
        """Its record and class."""
        return {"record": result.record.public_id, "class": result.document_class, "status": result.status}


class AmendDocument(DocumentAction):
    """Put right what the library says of a document."""

    kind = "document.amended"

    def __init__(self, actor: User | None, document: Document, details: Details, **more: Any) -> None:
        super().__init__(actor, document, **more)
        self.details = details

    def problems(self) -> list[str]:
        """No reason, or something is wrong with the details."""
        if not self.ground:
            return ["请写明修改的理由。"]
        self.details.fill(self.document)
        return self.details.problems(self.document)

    def carry_out(self) -> None:
        """The row is saved afterwards."""
        self.details.keep_issuers(self.document)
        _hold_number(self.document)

    def change(self) -> Document:
        """What it acts upon hangs on its name."""
        document = super().change()
        project_all(touched_by(document), self.today)
        make_soon(document)
        return document


class RegisterNumber(DocumentAction):
    """Draw the registration number: one after another for an agency and year, never twice (统一登记、统一编号)."""

    kind = "document.registered"

    def problems(self) -> list[str]:
        """Only normative documents, once, and with a day that gives the year."""
        if self.document.document_class != DocumentClass.NORMATIVE:
            return ["统一登记编号只用于行政规范性文件。"]
        if self.document.registration_number:
            return [f"已有登记号{self.document.registration_number}，登记号不再更换。"]
        return []

    def carry_out(self) -> None:
        """Draw and write it."""
        office = library_office_of(self.document.agency)
        year = (made_on(self.document, office) or self.today).year
        number = draw_number(self.document.agency, SERIES, year)
        self.document.registration_number = written(office.registration_pattern, self.document.agency, year, number)
        self.document.registration_odd = False

    def payload(self, result: Document) -> dict[str, Any]:
        """The number."""
        return super().payload(result) | {"number": result.registration_number}


def written(pattern: str, agency: Agency, year: int, number: int) -> str:
    """A registration number by the agency's pattern. Raises ValueError for a pattern that cannot be used."""
    try:
        return pattern.format(code=agency.code.upper(), year=year, number=number)
    except (KeyError, IndexError, AttributeError) as error:
        raise ValueError(pattern) from error


def own_number(document: Document) -> tuple[int, int] | None:
    """Year and running number of a registration number of the agency's own pattern; None for one of another form."""
    pattern = re.escape(library_office_of(document.agency).registration_pattern)
    pattern = pattern.replace(re.escape("{code}"), re.escape(document.agency.code.upper()))
    pattern = pattern.replace(re.escape("{year}"), r"(?P<year>\d{4})")
    pattern = re.sub(r"\\\{number(?::0?\d+)?\\\}", r"(?P<number>\\d+)", pattern)
    try:
        found = re.fullmatch(pattern, document.registration_number)
    except re.error:
        return None
    return (
        (int(found["year"]), int(found["number"])) if found and found.groupdict().keys() >= {"year", "number"} else None
    )


def _hold_number(document: Document) -> None:
    """A number of the agency's pattern that came along is not drawn again."""
    if document.registration_number and (own := own_number(document)):
        leave_out(document.agency, SERIES, *own)
