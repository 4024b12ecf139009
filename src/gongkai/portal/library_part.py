"""What the library adds to a record's page: a document's validity and relations, an interpretation's medium."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongkai.library.public import DocumentPage, InterpretationPage, document_page, interpretation_page
from gongkai.portal.record_facts import Fact
from gongkai.publishing.models import Record
from gongkai.reports.writing.outline import chinese_date


@dataclass(frozen=True)
class LibraryPart:
    """One of the two, or nothing."""

    document: DocumentPage | None = None
    interpretation: InterpretationPage | None = None

    def facts(self) -> list[Fact]:
        """What stands beside the text because it is a document."""
        if self.document is None:
            return []
        paper = self.document.document
        issuers = self.document.issuers if len(self.document.issuers) > 1 else ()
        known = [
            ("有效性", self.document.status_name),
            ("登记号", paper.registration_number),
            ("联合发文机关", "、".join(issuers)),
            ("施行日期", chinese_date(paper.effective_on) if paper.effective_on else ""),
            ("有效期至", chinese_date(paper.valid_until) if paper.valid_until else ""),
        ]
        return [(label, value) for label, value in known if value]


def library_part(record: Record, today: date) -> LibraryPart:
    """What the library has of a record that was read with `document` and `interpretation` beside it.

    Nothing is asked for a record that is neither.
    """
    if getattr(record, "document", None) is not None:
        return LibraryPart(document=document_page(record, today))
    if getattr(record, "interpretation", None) is not None:
        return LibraryPart(interpretation=interpretation_page(record))
    return LibraryPart()
