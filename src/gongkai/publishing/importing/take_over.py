"""Articles of an existing site into records. What was public there is public here, with its number and its day.

Each article is found again by its origin, so that a run that was broken off, or a newer export, adds what is missing
and changes what has changed. What the guard would block is kept back as a draft, for people to decide on.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from time import sleep
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.utils import timezone

from gongkai.agencies.action import NOT_YOURS, Action, Refused
from gongkai.agencies.models import Agency
from gongkai.ledger.actions import reference
from gongkai.publishing import document_numbers, index_numbers, release, rich_text
from gongkai.publishing.actions.attachments import AddAttachment
from gongkai.publishing.actions.drafting import CreateRecord, DraftFile
from gongkai.publishing.base_models import Attachment
from gongkai.publishing.column_models import ColumnPage
from gongkai.publishing.drafts import HOLDING
from gongkai.publishing.enums import EventKind, RecordState, Stage
from gongkai.publishing.guard.looking import Questions, look, questions_of
from gongkai.publishing.importing.articles import Article, FileRef
from gongkai.publishing.importing.files import FileMissing, FileSource
from gongkai.publishing.live_gate import opened
from gongkai.publishing.record_models import Record, RecordFile
from gongkai.publishing.signals import record_changed

if TYPE_CHECKING:
    from gongkai.agencies.models import User

AT_ONCE = 20
"""Articles in one transaction: some seconds at most, since on SQLite everybody else's writing waits for it."""
BREATH_SECONDS = 0.12
"""Between two of them on SQLite. Who waits there asks again every tenth of a second and would else never be let in."""
_LEVELS = re.compile(r"\s*[>/＞→»\\|]\s*")
_ADDRESS_IN = re.compile(r"""(?P<before><(?:img|a)\b[^>]*?\s(?:src|href)\s*=\s*["'])(?P<place>[^"']+)(?P<after>["'])""")
_FILE_NAME = re.compile(
    r"\.(?:pdf|docx?|xlsx?|wps|et|pptx?|ofd|zip|rar|csv|txt|png|jpe?g|gif|bmp|webp|mp3|m4a|wav|ogg|mp4|webm|vtt|srt)$",
    re.I,
)
_COPIED = ("title", "summary", "body", "document_number", "formed_on", "signed_on", "published_at", "theme", "genre",
           "keywords", "source", "responsible", "map_number", "column_id")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one article."""

    where: str
    title: str
    what: str
    """new, changed, unchanged, held or refused."""
    remarks: tuple[str, ...] = ()
    public_id: str = ""


@dataclass
class Columns:
    """The agency's columns by the names that a file uses."""

    by_path: dict[tuple[str, ...], ColumnPage]
    default: ColumnPage | None = None

    @classmethod
    def of(cls, agency: Agency, default: ColumnPage | None = None) -> Columns:
        """All columns of the agency in which records can be."""
        titles: dict[str, str] = {}
        found: dict[tuple[str, ...], ColumnPage] = {}
        for column in ColumnPage.objects.filter(issuer=agency).select_related("issuer").order_by("path"):
            titles[column.path] = column.title
            if column.view not in HOLDING:
                continue
            above = [column.path[:end] for end in range(len(column.path), 0, -column.steplen)]
            names = [titles[path] for path in above if path in titles][::-1]
            for start in range(len(names)):
                # The shortest name counts for the first that bears it; a whole path is always exact.
                found.setdefault(tuple(names[start:]), column)
        return cls(found, default)

    def named(self, path: str) -> ColumnPage | None:
        """The column of that name or path; the default where there is none."""
        names = [name for name in _LEVELS.split(path.strip()) if name and name != "首页"]
        for start in range(len(names)):
            if column := self.by_path.get(tuple(names[start:])):
                return column
        return self.default


@dataclass
class TakeOver:
    """One run of an import: what it is asked to do, and what it has done."""

    agency: Agency
    files: FileSource
    today: date
    columns: Columns
    dry_run: bool = False
    outcomes: list[Outcome] = field(default_factory=list)

    def batch(self, articles: Sequence[Article]) -> list[Outcome]:
        """Take these over, all in one transaction with one ledger entry. Returns what became of each.

        What is far away is fetched before the transaction: a slow site keeps nobody else waiting.
        """
        self.files.fetch_ahead(place for article in articles for place in _places(article))
        if self.outcomes and connection.vendor == "sqlite":
            sleep(BREATH_SECONDS)
        try:
            with transaction.atomic():
                done = TakeOverArticles(None, self, articles).perform()
                if self.dry_run:
                    transaction.set_rollback(True)
        except Refused as refused:
            done = [Outcome(each.where, each.title, "refused", tuple(refused.reasons)) for each in articles]
        self.outcomes += done
        return done


class TakeOverArticles(Action[list[Outcome]]):
    """A batch of articles. At the command line only: what was public elsewhere goes round the review here."""

    kind = "records.taken_over"

    def __init__(self, actor: User | None, run: TakeOver, articles: Sequence[Article]) -> None:
        super().__init__(actor)
        self.run, self.articles = run, articles

    def refusals(self) -> list[str]:
        """Only the operator of the machine."""
        return [] if self.actor is None else [NOT_YOURS]

    def change(self) -> list[Outcome]:
        """Each article in turn; one that cannot be taken over does not stop the rest."""
        questions = questions_of(self.run.agency, self.run.today)
        return [_one(article, self.run, questions) for article in self.articles]

    def subject(self, result: list[Outcome]) -> str:
        """The agency, of which many records are concerned."""
        return reference("agencies.agency", self.run.agency.code)

    def agency(self, result: list[Outcome]) -> Agency | None:
        """Whose records they are."""
        return self.run.agency

    def payload(self, result: list[Outcome]) -> dict[str, Any]:
        """How many of what, and a digest of the list."""
        counts = {what: sum(each.what == what for each in result) for what in {each.what for each in result}}
        listed = "\n".join(f"{each.public_id} {each.what}" for each in result)
        return {"counts": counts, "list": hashlib.sha256(listed.encode()).hexdigest()}


def _one(article: Article, run: TakeOver, questions: Questions) -> Outcome:
    remarks = list(article.remarks)

    def became(what: str, record: Record | None = None, *more: str) -> Outcome:
        return Outcome(article.where, article.title, what, (*remarks, *more), record.public_id if record else "")

    if article.problems:
        return became("refused", None, *article.problems)
    column = run.columns.named(article.column)
    if column is None:
        return became("refused", None, f"没有栏目“{article.column}”；请先建立，或者用 --column 指定收录的栏目。")
    there = Record.objects.filter(agency=run.agency, origin=article.origin).first()
    if there is None and article.index_number:
        there = Record.objects.filter(index_number=article.index_number).first()
    if there is not None:
        if there.agency_id != run.agency.pk:
            return became("refused", there, f"索引号{article.index_number}已属于另一机关的信息。")
        if there.state != RecordState.PUBLISHED:
            return became("unchanged", there, "平台上的这条信息未公开或者已撤回，未改动。")
        if there.latest_revision_id != there.live_revision_id:
            return became("unchanged", there, "平台上的这条信息正在修改，未改动。")
    files, bodied = _with_files(article, run, there, remarks)
    record = _filled(there or Record(agency=run.agency, origin=article.origin), article, column, remarks)
    record.body = rich_text.clean(bodied, [file.file.public_id for file in files])
    if there is not None and _same(there, record, files):
        return became("unchanged", there)
    record.files = [RecordFile(file=each.file, title=each.title, sort_order=at) for at, each in enumerate(files)]
    blocks = [each.finding.name for each in look(record, questions) if each.finding.level == "block"]
    if blocks:
        said = f"发布前检查发现{'、'.join(dict.fromkeys(blocks))}"
        if there is not None:
            return became("refused", there, f"{said}，未改动。")
        return became("held", _as_draft(record, files, column), f"{said}，已存为草稿，待处理后公开。")
    if there is None:
        _number(record, article, remarks)
    _make_public(record, run, new=there is None)
    return became("new" if there is None else "changed", record)


def _filled(record: Record, article: Article, column: ColumnPage, remarks: list[str]) -> Record:
    """A record with what the article says; the row of a known one is read anew, to be compared with."""
    filled = Record.objects.get(pk=record.pk) if record.pk else record
    assert article.published_at is not None  # else it has a problem
    filled.column = column
    filled.title, filled.published_at = article.title, article.published_at
    filled.formed_on = article.formed_on or article.signed_on or timezone.localdate(article.published_at)
    filled.signed_on, filled.theme, filled.genre = article.signed_on, article.theme, article.genre
    for name, text in article.texts.items():
        longest = Record._meta.get_field(name).max_length
        if longest and len(text) > longest:
            remarks.append(f"“{Record._meta.get_field(name).verbose_name}”过长，已截短。")
        setattr(filled, name, text[:longest])
    filled.document_number = document_numbers.tidied(filled.document_number)
    if sentence := document_numbers.fault(filled.document_number):
        remarks.append(sentence)
    return filled


def _same(there: Record, filled: Record, files: Sequence[DraftFile]) -> bool:
    held = [(each.file.sha256, each.title) for each in there.files.select_related("file")]
    return held == [(each.file.sha256, each.title) for each in files] and all(
        getattr(there, name) == getattr(filled, name) for name in _COPIED
    )


def _with_files(
    article: Article, run: TakeOver, there: Record | None, remarks: list[str]
) -> tuple[list[DraftFile], str]:
    """The article's attachments as files of ours, and its text with their addresses; what is not to be had is said.

    A file that the record has already is taken again, so that a second run stores nothing twice.
    """
    held = {each.file.sha256: each.file for each in there.files.select_related("file")} if there else {}
    taken: dict[str, DraftFile | None] = {}

    def take(ref: FileRef) -> DraftFile | None:
        if ref.place not in taken:
            taken[ref.place] = None
            try:
                data = run.files.read(ref.place)
                file = held.get(hashlib.sha256(data).hexdigest()) or _stored(run, ref, data)
                taken[ref.place] = DraftFile(file, (ref.title or file.title)[:200])
            except FileMissing as error:
                remarks.append(str(error))
            except Refused as refused:
                remarks.extend(refused.reasons)
        return taken[ref.place]

    def ours(found: re.Match[str]) -> str:
        place = found["place"].strip()
        file = take(FileRef(place)) if _is_file(found) else None
        address = f"/fj/{file.file.public_id}/{file.file.filename}" if file else place
        return f"{found['before']}{address}{found['after']}"

    for ref in article.files:
        take(ref)
    body = _ADDRESS_IN.sub(ours, article.body)
    return [file for file in taken.values() if file], body


def _is_file(found: re.Match[str]) -> bool:
    """Whether an address in a text is a picture's or another file's, which is to be had here too."""
    place = found["place"].strip()
    wanted = found["before"].lower().startswith("<img") or _FILE_NAME.search(place.partition("?")[0])
    return bool(wanted) and not place.startswith(("data:", "#", "mailto:"))


def _places(article: Article) -> Iterator[str]:
    """Where the files of an article are: those that it names, and those in its text."""
    yield from (ref.place for ref in article.files)
    yield from (found["place"].strip() for found in _ADDRESS_IN.finditer(article.body) if _is_file(found))


def _stored(run: TakeOver, ref: FileRef, data: bytes) -> Attachment:
    return AddAttachment(None, run.agency, run.files.name_of(ref.place), data, title=ref.title).perform()


def _as_draft(record: Record, files: Sequence[DraftFile], column: ColumnPage) -> Record:
    values = {name: getattr(record, name) for name in _COPIED if name not in ("published_at", "column_id")}
    values["document_number"] = "" if document_numbers.fault(record.document_number) else record.document_number
    return CreateRecord(None, record.agency, column, values, files, origin=record.origin).perform()


def _make_public(record: Record, run: TakeOver, *, new: bool) -> None:
    """The row as the public reads it, its place in the column, and the event on the day on which it was published."""
    assert record.published_at is not None
    moment = record.published_at if new else timezone.make_aware(datetime.combine(run.today, time()))
    record.live, record.state, record.stage = True, RecordState.PUBLISHED, Stage.DONE
    record.first_published_at = record.first_published_at or record.published_at
    record.last_published_at = moment
    record.version += not new
    with opened():
        record.save()
        release.place(record)
    kind = EventKind.PUBLISHED if new else EventKind.CHANGED
    release.log_events(record, kind, None, moment)
    record_changed.send(sender=Record, record=record, kind=kind)


def _number(record: Record, article: Article, remarks: list[str]) -> None:
    """The number it brings along, kept, and marked where it is odd; else the next of the agency's own."""
    assert record.formed_on is not None
    if article.index_number:
        record.index_number = article.index_number
        record.index_odd = index_numbers.take_over(record.agency, article.index_number)
        if record.index_odd:
            remarks.append(f"索引号“{article.index_number}”不合规则，照录并作标记。")
    elif sentence := index_numbers.obstacle(record.agency):
        remarks.append(sentence)
    else:
        record.index_number = index_numbers.draw(record.agency, record.formed_on)
