"""What the public site puts into the search itself: annual reports and answers made public.

Records and documents are put there by the rooms that own them. A report's entry is named by agency and year, as its
page is: of these there is one that the public reads, whichever file it came from.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from django.db.models.signals import post_delete, post_save
from django.utils import timezone

from gongkai.agencies.action import reference_to
from gongkai.annual_reports.models import AnnualReport, State
from gongkai.applications.models import PublicAnswer
from gongkai.applications.public import public_answers
from gongkai.publishing import search
from gongkai.publishing.search import Entry

REPORT = "report"
ANSWER = "answer"
REPORTS = AnnualReport._meta.label_lower
ANSWERS = PublicAnswer._meta.label_lower


def connect() -> None:
    """Name the two sources for rebuilding, and follow what changes; for `AppConfig.ready`."""
    search.register_source(REPORTS, _report_ids, report_entries)
    search.register_source(ANSWERS, _answer_ids, answer_entries)
    for signal in (post_save, post_delete):
        signal.connect(_report_changed, sender=AnnualReport, dispatch_uid="portal.search.report")
        signal.connect(_answer_changed, sender=PublicAnswer, dispatch_uid="portal.search.answer")


# ---------------------------------------------------------------- annual reports


def _report_id(code: str, year: int) -> str:
    return f"{code}-{year}"


def report_place(public_id: str) -> tuple[str, int]:
    """Agency code and year of a report's entry, for its address."""
    code, _, year = public_id.rpartition("-")
    return code, int(year)


def _report_ids() -> Iterator[str]:
    found = AnnualReport.objects.published().order_by("pk").values_list("agency__code", "year")
    return (_report_id(code, year) for code, year in found.iterator(2_000) if code and year)


def report_entries(public_ids: Collection[str]) -> list[Entry]:
    """What is found of those reports that are published: their title and the prose of their sections."""
    places = [report_place(public_id) for public_id in public_ids]
    found = (
        AnnualReport.objects.published()
        .filter(agency__code__in={code for code, _ in places}, year__in={year for _, year in places})
        .select_related("agency")
        .defer("source_blocks")
    )
    entries = []
    for report in found:
        # A published report has all three: the database holds it.
        assert report.agency
        assert report.year
        assert report.published_at
        if (public_id := _report_id(report.agency.code, report.year)) not in public_ids:
            continue
        entries.append(
            Entry(
                ref=f"{REPORTS}:{public_id}",
                kind=REPORT,
                title=report_title(report),
                body="\n".join(report.sections.values()),
                agency=report.agency.code,
                on=timezone.localdate(report.published_at),
            )
        )
    return entries


def report_title(report: AnnualReport) -> str:
    """The title as printed, else the usual one. Ask with `agency` selected."""
    return report.title.strip() or f"{report.agency}{report.year}年政府信息公开工作年度报告"


def _report_changed(instance: AnnualReport, **more: Any) -> None:
    # What was never out is not looked for: an upload of a thousand drafts costs nothing here.
    if instance.agency and instance.year and instance.state != State.DRAFT and not more.get("raw"):
        _follow(REPORTS, _report_id(instance.agency.code, instance.year), report_entries)


# ---------------------------------------------------------------- answers made public


def _answer_ids() -> Iterator[str]:
    return public_answers().order_by("pk").values_list("public_id", flat=True).iterator(2_000)


def answer_entries(public_ids: Collection[str]) -> list[Entry]:
    """What is found of those answers that are public."""
    entries = []
    for answer in public_answers().filter(public_id__in=public_ids):
        assert answer.published_on
        entries.append(
            Entry(
                ref=reference_to(answer),
                kind=ANSWER,
                title=answer.title,
                body=answer.text,
                agency=answer.agency.code,
                on=answer.published_on,
            )
        )
    return entries


def _answer_changed(instance: PublicAnswer, **more: Any) -> None:
    if instance.published_on and not more.get("raw"):
        _follow(ANSWERS, instance.public_id, answer_entries)


def _follow(label: str, public_id: str, entries: Callable[[Collection[str]], Iterable[Entry]]) -> None:
    """Have it found as it is now, in the transaction of its change, or no more."""
    if found := list(entries([public_id])):
        search.put(found)
    else:
        search.remove([f"{label}:{public_id}"])
