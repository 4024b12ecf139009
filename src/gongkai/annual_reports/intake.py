"""Taking in uploaded files one by one: known ones are found again, new ones read, and their agency told by its name."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from gongkai.agencies.queries import AgencyMatch, match_agency
from gongkai.annual_reports import permissions
from gongkai.annual_reports.actions import TakeInReport, Upload
from gongkai.annual_reports.models import AnnualReport, UploadBatch, UploadItem
from gongkai.reports.isolated import read_and_check

if TYPE_CHECKING:
    from gongkai.agencies.models import User


def take_in(actor: User, batch: UploadBatch, name: str, data: bytes) -> UploadItem:
    """Take in one file of a batch and say what became of it. Doing it again gives the same answer.

    Raises Refused for somebody who prepares no reports.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    known = AnnualReport.objects.for_user(actor).filter(sha256=sha256).first()
    if known is not None:
        defaults = {"report": known, "repeated": known.batch_id != batch.pk}
        return record_item(batch, name, sha256, **defaults)
    # Read before any transaction begins: it takes a second or two, and a transaction would keep all others waiting.
    reading = read_and_check(data, name)
    if "error" in reading:
        return record_item(batch, name, sha256, error=reading["error"][:500])
    match = suggested_agency(reading.get("agency"))
    agency = match.agency if match and match.agency and permissions.may_prepare_for(actor, match.agency) else None
    report = TakeInReport(actor, Upload(name, data, reading), agency=agency, batch=batch).perform()
    return record_item(batch, name, sha256, report=report)


def contradictions(report: AnnualReport, match: AgencyMatch | None) -> list[str]:
    """Where the agency and year that were set differ from what the document prints: a sentence each.

    `match` is the agency that the printed name means, as `suggested_agency` gives it.
    """
    sentences = []
    printed = report.reading.get("agency")
    if printed and report.agency and (match is None or match.agency != report.agency):
        sentences.append(f"文中印的机关是“{printed}”，认定的是“{report.agency.name}”。")
    year = report.reading.get("year")
    if year and report.year and year != report.year:
        sentences.append(f"文中报告的年度是 {year} 年，认定的是 {report.year} 年。")
    return sentences


def suggested_agency(printed: str | None) -> AgencyMatch | None:
    """The agency that the printed name means, and by which of its names; None where no name is printed."""
    return match_agency(printed) if printed else None


def record_item(batch: UploadBatch, name: str, sha256: str, **fields: object) -> UploadItem:
    """Keep what became of a file, once for each file of a batch."""
    item, _ = UploadItem.objects.update_or_create(batch=batch, sha256=sha256, file_name=name[:200], defaults=fields)
    return item
