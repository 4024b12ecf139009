"""Everything that an outgoing file gives away, in one list: its text, what stands beside it, and what it hides."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass, field, replace

from gongkai.documents import archives, read_document
from gongkai.documents.apart import run_apart
from gongkai.documents.disclosure.boxes import compact
from gongkai.documents.disclosure.finding import Finding, found
from gongkai.documents.disclosure.hidden import find_hidden, old_excel, texts_beside
from gongkai.documents.disclosure.hidden.picture import is_picture
from gongkai.documents.disclosure.hidden.slides import slide_texts
from gongkai.documents.disclosure.maps import caption_lines, find_maps
from gongkai.documents.disclosure.ocr import read_pictures
from gongkai.documents.disclosure.publication import Publication
from gongkai.documents.disclosure.scan import scan_document, scan_text
from gongkai.documents.disclosure.wording import Entry
from gongkai.documents.file_types import RECORDINGS, has_macros, kind_of
from gongkai.documents.limits import DEFAULT_LIMITS, Limits
from gongkai.documents.model import Document, Grid, GridCell, Paragraph, UnusableDocument
from gongkai.documents.package import Package
from gongkai.documents.pdf import SCAN
from gongkai.documents.sheets import sheets


@dataclass(slots=True)
class _Pictured:
    """What was read in a file's pictures."""

    findings: list[Finding] = field(default_factory=list)
    text: str = ""
    count: int = 0


def inspect_file(
    data: bytes,
    name: str,
    allowed: Collection[str] = (),
    limits: Limits = DEFAULT_LIMITS,
    publication: Publication | None = None,
) -> list[Finding]:
    """What a file gives away: personal data and marks in what it shows and in what it hides, and what it hides.

    `allowed` are telephones and e-mail addresses that may stand in it. Where it is to be published (`publication`), its
    writing is looked at too, its pictures are read where that is installed, and a map must have its number.
    What cannot be looked into (a scan, an older format, a damaged file) is a finding `unchecked` that says why: silence
    means that everything was looked at. Of an archive it is what its members give away, each named.
    """
    kind = kind_of(data, name)
    if kind == "zip":
        return list(_in_archive(data, _Budget(limits), allowed, publication, depth=1))
    if kind in RECORDINGS:
        return _besides(data, [], allowed, limits)
    findings: list[Finding] = []
    document: Document | None = None
    unusable = ""
    try:
        document = shown_document(data, name, kind, limits)
        findings += scan_document(document, allowed, None if publication is None else publication.words)
    except UnusableDocument as error:
        unusable = str(error)
    if publication is not None:
        pictured = _pictured(data, allowed, limits)
        findings += pictured.findings
        if pictured.count and (is_picture(data) or unusable == SCAN):
            unusable = ""  # all of it are pictures, and of each it is said whether it was read
        findings += _as_map(name, data, document, pictured.text, publication)
    if unusable:
        findings.append(found("unchecked", "", "正文", note=unusable))
    return _besides(data, findings, allowed, limits)


def shown_document(data: bytes, name: str, kind: str, limits: Limits) -> Document:
    """What a file shows, as paragraphs and grids: of the formats that `read_document` knows, and of spreadsheets and
    presentations that are no reports. Raises UnusableDocument."""
    if kind == "csv":
        return _table(data, limits)
    if kind == "xls":
        return old_excel.read(data, limits)
    if kind == "pptx":
        return Document("text", [Paragraph(text, place) for place, text in slide_texts(Package.open(data, limits))])
    return read_document(data, "subtitles.txt" if kind in ("vtt", "srt") else name, limits)


def _table(data: bytes, limits: Limits) -> Document:
    grid = Grid([], "表格")
    for sheet in sheets(data, "table.csv", limits):
        for at, line in enumerate(sheet.lines):
            cells = [
                GridCell(text, at, column, place=f"line {line.number} column {column + 1}")
                for column, text in enumerate(line.texts)
                if text
            ]
            grid.rows.append(cells)
    return Document("text", [grid])


def _besides(data: bytes, findings: list[Finding], allowed: Collection[str], limits: Limits) -> list[Finding]:
    """The findings in what a file shows, with those in what stands beside it and in what it hides."""
    try:
        known = {(finding.kind, compact(finding.text)) for finding in findings}
        for place, text in texts_beside(data, limits):
            beside = scan_text(text, place, allowed)
            findings += [finding for finding in beside if (finding.kind, compact(finding.text)) not in known]
        for hidden in find_hidden(data, limits):
            findings.append(hidden)
            findings += [_inside(hidden, finding) for finding in scan_text(hidden.text, hidden.source, allowed)]
    except UnusableDocument as error:
        findings.append(found("unchecked", "", "隐藏内容", note=str(error)))
    return findings


@dataclass(slots=True)
class _Budget:
    """What is left of the limits for an archive and all archives inside it."""

    limits: Limits

    def spend(self, size: int) -> None:
        self.limits = replace(
            self.limits, inflated=max(self.limits.inflated - size, 0), members=max(self.limits.members - 1, 0)
        )


def _in_archive(
    data: bytes, budget: _Budget, allowed: Collection[str], publication: Publication | None, depth: int
) -> Iterator[Finding]:
    """What an archive's members give away by their names and their contents, archives among them opened in turn."""
    try:
        for member in archives.members(data, budget.limits):
            budget.spend(len(member.data))
            place = f"压缩包内“{member.name}”"
            yield from scan_text(member.name, f"{place}的文件名", allowed)
            if member.unread:
                yield found("unchecked", "", place, note=member.unread)
                continue
            if not member.data:
                continue
            kind = kind_of(member.data, member.name)
            if kind == "zip" and depth < archives.DEEPEST:
                inside = _in_archive(member.data, budget, allowed, publication, depth + 1)
            elif kind == "zip":
                inside = iter([found("unchecked", "", "整个文件", note="压缩包层层嵌套，最里面的没有检查。")])
            else:
                inside = iter(inspect_file(member.data, member.name, allowed, budget.limits, publication))
            if has_macros(member.data):
                yield found("macro", "", place)
            for finding in inside:
                yield replace(finding, source=f"{place}{finding.place}", span=None)
    except UnusableDocument as error:
        yield found("unchecked", "", "整个压缩包", note=str(error))


def inspect_file_apart(
    data: bytes,
    name: str,
    allowed: Collection[str] = (),
    limits: Limits = DEFAULT_LIMITS,
    publication: Publication | None = None,
) -> list[Finding]:
    """The same in a process of its own, held to `limits.memory` and `limits.seconds`: for files from the web."""
    try:
        answer = run_apart(["inspect"], _packed(data, name, allowed, publication), limits)
    except UnusableDocument as error:
        return [found("unchecked", "", "整个文件", note=str(error))]
    return [
        Finding(**{**entry, "span": tuple(entry["span"]) if entry["span"] else None}) for entry in json.loads(answer)
    ]


def answer_apart(packed: bytes, limits: Limits) -> bytes:
    """What that process says: the findings as JSON."""
    data, name, allowed, publication = _unpacked(packed)
    return json.dumps([asdict(finding) for finding in inspect_file(data, name, allowed, limits, publication)]).encode()


_HEAD = 8
"""Bytes that say how long the questions before the file are; a word list is too long for a command line."""


def _packed(data: bytes, name: str, allowed: Collection[str], publication: Publication | None) -> bytes:
    questions = {
        "name": name,
        "allowed": list(allowed),
        "publication": None if publication is None else asdict(publication),
    }
    head = json.dumps(questions, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return len(head).to_bytes(_HEAD, "big") + head + data


def _unpacked(packed: bytes) -> tuple[bytes, str, list[str], Publication | None]:
    end = _HEAD + int.from_bytes(packed[:_HEAD], "big")
    questions = json.loads(packed[_HEAD:end].decode("utf-8", "surrogatepass"))
    asked = questions["publication"]
    publication = None
    if asked is not None:
        words = tuple(Entry(**{**entry, "unless": tuple(entry["unless"])}) for entry in asked["words"])
        publication = Publication(words, asked["map_number"], tuple(asked["names"]))
    return packed[end:], questions["name"], questions["allowed"], publication


def _pictured(data: bytes, allowed: Collection[str], limits: Limits) -> _Pictured:
    """What is found in the file's pictures, and what of them could not be read."""
    read = _Pictured()
    try:
        for picture in read_pictures(data, limits):
            read.count += 1
            if picture.unread:
                read.findings.append(found("unchecked", "", picture.place, note=picture.unread))
                continue
            note = "从图片中识别的文字，可能有误，请对照原图。"
            read.findings += [
                replace(finding, span=None, note="；".join(filter(None, (note, finding.note))))
                for finding in scan_text(picture.text, picture.place, allowed)
            ]
            read.text += picture.text + "\n"
    except UnusableDocument as error:
        read.findings.append(found("unchecked", "", "图片", note=str(error)))
    return read


def _as_map(
    name: str, data: bytes, document: Document | None, pictured: str, publication: Publication
) -> list[Finding]:
    """Whether the file is a map without its number: by its names, its title, or what its pictures say of themselves."""
    called = [(each, "文件名称") for each in dict.fromkeys((name, *publication.names)) if each]
    if document is not None and document.title:
        called.append((document.title, "文件标题"))
    called += [(line, "图片") for _, line in caption_lines(pictured)]
    beside = pictured
    if document is not None:
        beside += "\n".join(paragraph.text for paragraph in document.paragraphs())
    findings = find_maps(called, publication.map_number, beside)
    drawn = is_picture(data) or b"%PDF-" in data[:1024]
    # A text may speak of a map in its name; a picture is what it is called.
    return [finding if drawn else replace(finding, level="warn") for finding in findings[:1]]


def _inside(hidden: Finding, finding: Finding) -> Finding:
    return replace(finding, note="；".join(filter(None, (f"在{hidden.name}里", finding.note))))
