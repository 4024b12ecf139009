"""What is behind a hit, to be taken along: its facts, its text and its files, as the public may have them now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.files.base import File
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from gongkai.annual_reports.models import AnnualReport
from gongkai.annual_reports.queries import published_report
from gongkai.applications.models import PublicAnswer
from gongkai.applications.public import public_answer
from gongkai.portal.bodies import plain_text
from gongkai.portal.library_part import library_part
from gongkai.portal.record_facts import Fact, facts_of
from gongkai.portal.search_feed import ANSWERS, REPORTS, report_place, report_title
from gongkai.portal.search_kinds import RECORDS, url_of
from gongkai.portal.views.records import live_record
from gongkai.reports.writing.outline import chinese_date


@dataclass(frozen=True, slots=True)
class PaperFile:
    """A file of a paper, not opened yet."""

    name: str
    size: int
    url: str
    stored: File


@dataclass(frozen=True, slots=True)
class Paper:
    """One thing that the public can read."""

    title: str
    facts: Sequence[Fact]
    text: str
    files: Sequence[PaperFile]
    url: str

    def as_text(self, address: str) -> str:
        """Title, facts and text, to be kept as a file. `address` is where the page stands."""
        known = [*self.facts, ("网址", address), *(("附件", file.name) for file in self.files)]
        facts = "\n".join(f"{label}：{value}" for label, value in known)
        return "\n\n".join(part for part in (self.title, facts, self.text) if part) + "\n"


def paper_of(ref: str) -> Paper | None:
    """What the public reads at this moment under the name of an entry; None where it reads nothing (any more)."""
    label, _, public_id = ref.partition(":")
    try:
        if label == RECORDS:
            return _record(public_id, ref)
        if label == ANSWERS:
            return _answer(public_id, ref)
        if label == REPORTS:
            return _report(public_id, ref)
    except (Http404, PublicAnswer.DoesNotExist, AnnualReport.DoesNotExist):
        pass  # withdrawn since it was found
    return None


def _record(public_id: str, ref: str) -> Paper:
    shown = live_record(public_id)
    facts = facts_of(shown, library_part(shown, timezone.localdate()).facts())
    files = (
        (use.file.filename, use.file.file, reverse("portal:attachment", args=[use.file.public_id, use.file.filename]))
        for use in shown.shown_files
    )
    return Paper(shown.title, facts.pairs, plain_text(shown.body), _files(files), url_of(ref))


def _answer(public_id: str, ref: str) -> Paper:
    answer = public_answer(public_id)
    assert answer.published_on
    facts = [("发布机关", answer.agency.name), ("公开日期", chinese_date(answer.published_on))]
    files = (
        (file.name, file.file, reverse("portal:answer_file", args=[public_id, file.public_id]))
        for file in answer.materials.all()
    )
    return Paper(answer.title, facts, answer.text, _files(files), url_of(ref))


def _report(public_id: str, ref: str) -> Paper:
    place = report_place(public_id)
    report = published_report(*place)
    assert report.published_at
    published = chinese_date(timezone.localdate(report.published_at))
    facts = [("发布机关", str(report.agency)), ("年度", f"{report.year}年"), ("公布日期", published)]
    files = [(report.file_name, report.file, reverse("portal:report_original", args=place))]
    return Paper(report_title(report), facts, "\n\n".join(report.sections.values()), _files(files), url_of(ref))


def _files(found: Iterable[tuple[str, File, str]]) -> list[PaperFile]:
    return [PaperFile(name, _size(stored), url, stored) for name, stored, url in found]


def _size(stored: File) -> int:
    """In bytes; 0 for what is not on the disk."""
    try:
        return stored.size
    except OSError:
        return 0
