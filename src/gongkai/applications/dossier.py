"""The whole file of a case as one PDF and one ZIP, or what of it goes to a reconsideration body or a court: with a list
of contents or of evidence, page numbers, digests, and the case's chain of records."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils import timezone

from gongkai.agencies.events import kind_name
from gongkai.applications.casefile import CaseFile
from gongkai.applications.dossier_sections import Paper, Purpose, Section
from gongkai.documents.merging import count_pages_apart, merge_apart
from gongkai.documents.model import UnusableDocument
from gongkai.documents.official import TableCell
from gongkai.documents.official_pdf import OfficialPdf
from gongkai.law.articles import in_words
from gongkai.ledger.models import Entry

PURPOSES: dict[Purpose, str] = {
    "whole": "政府信息公开申请案卷",
    "review": "行政复议证据目录",
    "court": "行政诉讼证据目录",
}
_PAGED = frozenset({"pdf", "png", "jpeg", "gif", "tiff"})


@dataclass(frozen=True, slots=True)
class Chosen:
    """A file that goes in, of which section, and what it proves."""

    section: Section
    paper: Paper
    proves: str = ""


@dataclass(frozen=True, slots=True)
class _Item:
    """A line of the list of contents."""

    heading: str
    """Of its section; "" for the pages that are written about the case."""
    name: str
    proves: str
    pdf: bytes
    pages: int
    """0 for what cannot be put on pages: it is in the ZIP only."""


_Read = Sequence[tuple[Chosen, bytes]]


@dataclass(frozen=True, slots=True)
class Dossier:
    """What is handed out."""

    pdf: bytes
    zip: bytes


def entries_of(sections: Sequence[Section]) -> list[Entry]:
    """The ledger's entries of the case and of what belongs to it, the first first."""
    return list(Entry.objects.filter(subject__in=[section.subject for section in sections]).order_by("id"))


def build(file: CaseFile, purpose: Purpose, sections: Sequence[Section], chosen: Sequence[Chosen]) -> Dossier:
    """Put it together from what was chosen of the sections. Raises UnusableDocument where it is beyond the limits."""
    entries = entries_of(sections)
    read = [(each, each.paper.file.read()) for each in chosen]
    items = list(_items(file, purpose, sections, read, entries))
    front = _front(file, purpose, items, 1)
    front = _front(file, purpose, items, 1 + count_pages_apart(front))
    pdf = merge_apart([front, *(item.pdf for item in items if item.pages)])
    return Dossier(pdf, _zip(purpose, pdf, read, entries))


def _items(
    file: CaseFile, purpose: Purpose, sections: Sequence[Section], read: _Read, entries: Sequence[Entry]
) -> Iterator[_Item]:
    whole = purpose == "whole"
    if whole:
        yield _written("办理情况", _case(file))
    for number, section in enumerate(sections):
        if whole and section.about:
            yield _written("审理情况", section.about(), heading=section.heading)
        for chosen, data in read:
            if chosen.section is section:
                yield _filed(chosen, data)
        if number == 0 and file.why:
            yield _written("答复期限计算说明", _why(file), "本机关在法定期限内办理", section.heading)
    if whole:
        yield _written("存证记录", _chain(entries))


def _filed(chosen: Chosen, data: bytes) -> _Item:
    pages = 0
    if chosen.paper.file.format in _PAGED:
        try:
            pages = count_pages_apart(data)
        except UnusableDocument:
            pages = 0  # it is in the ZIP as it is, and the list says so
    return _Item(chosen.section.heading, chosen.paper.name, chosen.proves or chosen.paper.proves, data, pages)


def _written(name: str, document: OfficialPdf, proves: str = "", heading: str = "") -> _Item:
    data = document.to_bytes()
    return _Item(heading, name, proves, data, count_pages_apart(data))


# ---------------------------------------------------------------- pages of our own


def _front(file: CaseFile, purpose: Purpose, items: Sequence[_Item], first_page: int) -> bytes:
    case = file.case
    document = OfficialPdf(PURPOSES[purpose], case.agency.name)
    document.title(PURPOSES[purpose])
    document.table(
        _cells(
            [
                ("机关", case.agency.name),
                ("登记编号", case.receipt_no),
                ("申请人", case.applicant_name),
                ("申请事项", case.subject),
                ("收到日期", str(case.received_on or "")),
                ("办结日期", str(case.concluded_on or "")),
                ("办理结果", file.outcome),
            ]
        ),
        (22, 78),
    )
    document.space()
    rows: list[tuple[str, ...]] = [("序号", "名称", "证明内容", "页码")]
    at, under = first_page, ""
    # One heading over everything would say nothing.
    headed = len({item.heading for item in items if item.heading}) > 1
    for number, item in enumerate(items, 1):
        if headed and item.heading != under:
            under = item.heading
            rows.append((under or "案卷记录",))
        last = at + item.pages - 1
        where = "另附" if not item.pages else str(at) if last == at else f"{at}—{last}"
        rows.append((str(number), item.name, item.proves, where))
        at += item.pages
    document.table(_cells(rows, head=True), (10, 40, 36, 14), head_rows=1)
    document.paragraph("页码是本卷右上角方括号里的页码。注明“另附”的文件不便并入本卷，原件在压缩包里。")
    document.signature(case.agency.name, f"{file.today:%Y年}{file.today.month}月{file.today.day}日")
    return document.to_bytes()


def _case(file: CaseFile) -> OfficialPdf:
    case = file.case
    document = OfficialPdf("办理情况", case.agency.name)
    document.title("办理情况")
    document.heading("一、所需政府信息")
    document.paragraph(case.description or case.subject)
    document.heading("二、当事人")
    for party in case.parties.all():
        document.paragraph(f"{party.get_role_display()}：{party.name}　{party.id_kind}{party.masked_id}".rstrip())
    document.heading("三、办理经过")
    rows: list[tuple[str, ...]] = [("日期", "事项", "说明", "登记")]
    for event in case.events.all():
        state = "（已更正）" if event.replaced else ""
        said = "　".join(
            filter(None, (event.party.name if event.party else "", event.get_method_display(), event.ground))
        )
        recorded = f"{event.recorded_by or '系统'} {timezone.localtime(event.recorded_at):%Y-%m-%d %H:%M}"
        rows.append((str(event.on), event.get_kind_display() + state, said, recorded))
    document.table(_cells(rows, head=True), (16, 20, 40, 24), head_rows=1)
    if case.decisions.all():
        document.heading("四、答复决定")
        for decision in case.decisions.all():
            grounds = "、".join(in_words(ground.article) for ground in decision.grounds.all())
            document.paragraph(f"{decision.decided_on or '已更正'}　{decision.outcome_name}　{grounds}".rstrip())
    if case.searches.all():
        document.heading("五、检索记录")
        for search in case.searches.all():
            document.paragraph(
                f"{search.searched_on}，{search.searched_by}检索{search.place}，"
                f"关键词：{search.keywords}，结果：{search.found}。"
            )
    steps = [
        (letter, step) for letter in case.letters.all() for step in letter.steps.select_related("actor").all()
    ]  # fmt: skip
    if steps:
        document.heading("六、审签")
        rows = [("文书", "环节", "办理人", "意见", "时间")]
        rows += [
            (
                str(letter), step.get_stage_display(), str(step.actor or "系统"),
                ("同意" if step.passed else "退回或者作废") + (f"：{step.reason}" if step.reason else ""),
                f"{timezone.localtime(step.at):%Y-%m-%d %H:%M}",
            )
            for letter, step in steps
        ]  # fmt: skip
        document.table(_cells(rows, head=True), (26, 14, 16, 24, 20), head_rows=1)
    return document


def _why(file: CaseFile) -> OfficialPdf:
    document = OfficialPdf("答复期限计算说明", file.case.agency.name)
    document.title("答复期限计算说明")
    document.paragraph(file.headline)
    for line in file.why:
        document.paragraph(line)
    for sentence, article in file.defects:
        document.paragraph(f"{sentence}〔{article}〕")
    return document


def _chain(entries: Sequence[Entry]) -> OfficialPdf:
    document = OfficialPdf("存证记录")
    document.title("存证记录")
    document.paragraph("台账只增不改，每条记录带有前一条的摘要。完整的记录在压缩包的“存证记录.json”里。")
    rows: list[tuple[str, ...]] = [("台账序号", "时间", "事项", "摘要")]
    rows += [
        (f"{entry.chain} {entry.sequence}", f"{timezone.localtime(entry.at):%Y-%m-%d %H:%M:%S}",
         kind_name(entry.kind), entry.hash)
        for entry in entries
    ]  # fmt: skip
    document.table(_cells(rows, head=True), (16, 20, 18, 46), head_rows=1, size=9)
    return document


def _cells(rows: Sequence[tuple[str, ...]], head: bool = False) -> list[list[TableCell]]:
    """The rows as cells; a row of one text is a heading across all columns."""
    across = max(map(len, rows))
    return [
        [
            TableCell(
                text,
                row,
                column,
                colspan=across if len(texts) == 1 else 1,
                align="center" if head and row == 0 else "left",
                keep=(head and row == 0) or len(texts) == 1,
            )
            for column, text in enumerate(texts)
        ]
        for row, texts in enumerate(rows)
    ]


# ---------------------------------------------------------------- the archive


def _zip(purpose: Purpose, pdf: bytes, read: _Read, entries: Sequence[Entry]) -> bytes:
    contents = {f"{PURPOSES[purpose]}.pdf": pdf}
    numbers: Counter[str] = Counter()
    for chosen, data in read:
        folder = chosen.section.folder
        numbers[folder] += 1
        contents[f"{folder}/{numbers[folder]:02d}-{safe_name(chosen.paper.file.name)}"] = data
    if purpose == "whole":
        contents["存证记录.json"] = _entries_json(entries)
    digests = [f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in contents.items()]
    contents["摘要清单.txt"] = "".join(digests).encode()
    holder = io.BytesIO()
    with zipfile.ZipFile(holder, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in contents.items():
            archive.writestr(name, data)
    return holder.getvalue()


def safe_name(name: str) -> str:
    """A file's name without what a folder could be left by."""
    return re.sub(r'[\\/:*?"<>|\x00-\x1f]', "_", name).lstrip(".")[-120:] or "文件"


def _entries_json(entries: Sequence[Entry]) -> bytes:
    names = ("chain", "sequence", "actor", "kind", "subject", "ground", "payload", "previous", "hash")
    said = [{name: getattr(entry, name) for name in names} | {"at": entry.at.isoformat()} for entry in entries]
    return json.dumps(said, ensure_ascii=False, indent=1).encode()
