"""Findings chosen by people carried out on a whole file: masked, cleared, written new, and looked through again."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass

from lxml import etree

from gongkai.documents.apart import run_apart
from gongkai.documents.disclosure.boxes import compact
from gongkai.documents.disclosure.finding import KINDS, Finding
from gongkai.documents.disclosure.hidden.office import PROPERTIES, PROPERTY_PARTS, local_name
from gongkai.documents.disclosure.inspection import inspect_file
from gongkai.documents.disclosure.masking import NotMasked
from gongkai.documents.disclosure.rewriting.excel import clear_excel, replace_in_cells, tidy_numbers
from gongkai.documents.disclosure.rewriting.parts import Parts
from gongkai.documents.disclosure.rewriting.picture import clear_picture
from gongkai.documents.disclosure.rewriting.strands import replace_in, replaced
from gongkai.documents.disclosure.rewriting.word import clear_word
from gongkai.documents.encoding import decode
from gongkai.documents.file_types import kind_of
from gongkai.documents.limits import DEFAULT_LIMITS, Limits
from gongkai.documents.model import UnusableDocument
from gongkai.documents.package import Package

TEXTS = frozenset({"text", "csv", "vtt", "srt"})
PICTURES = frozenset({"jpeg", "png"})
MASKABLE = frozenset({"docx", "xlsx"}) | TEXTS
"""Kinds of files (`file_types`) that can be written without words that were found in them."""
CLEARABLE = frozenset({"docx", "xlsx"}) | PICTURES
"""Kinds of files that can be written without what they hide."""
CLEARED = frozenset({
    "comment", "insertion", "deletion", "hidden_text", "invisible_text", "hidden_row", "hidden_column", "hidden_sheet",
    "property", "thumbnail", "old_revision",
})  # fmt: skip
"""Kinds of findings that clearing takes out of a Word file or a workbook."""
CLEARED_PICTURE = frozenset({"location", "picture_data", "thumbnail"})
"""The same of a picture."""
NOT_THIS_KIND = "只有 Word（DOCX）、Excel（XLSX）和文本文件可以在这里改写；其他格式请在原文件中改正，另行上传。"
NOTHING_THERE = "在文件的文字里没有找到这一项（可能在图片里），不能自动遮盖；请在原文件中改正，另行上传。"
IN_SHEET_NAME = "工作表的名称里有要遮盖的内容，不能自动遮盖；请在原文件中改名，另行上传。"


@dataclass(frozen=True, slots=True)
class Choice:
    """Findings to be masked, as they are kept: their kind, and how they are shown."""

    kind: str
    masked: str


def mask_file(
    data: bytes,
    name: str,
    choices: Collection[Choice],
    *,
    clear: bool = False,
    allowed: Collection[str] = (),
    limits: Limits = DEFAULT_LIMITS,
) -> bytes:
    """The file without the chosen findings, wherever their words stand: in runs, headers, notes, comments, properties,
    numbers, links. With `clear` also without comments, changes, hidden content and what names people; a picture
    can be cleared only.

    What was written is looked through like any file. Raises NotMasked where anything of it is still there, or where
    there was nothing, and UnusableDocument where the file is damaged, encrypted or beyond the limits.
    """
    kind = kind_of(data, name)
    if kind not in (CLEARABLE if clear else MASKABLE) or (choices and kind not in MASKABLE):
        raise NotMasked(NOT_THIS_KIND)
    wanted = {(each.kind, each.masked) for each in choices}
    chosen = [
        each
        for each in inspect_file(data, name, allowed, limits)
        if each.masked and compact(each.text) and (each.kind, each.masked) in wanted
    ]
    if choices and not chosen:
        raise NotMasked(NOTHING_THERE)
    words = {compact(each.text): each.masked for each in chosen}
    if kind in PICTURES:
        written = clear_picture(data)
    else:
        written = _text_without(data, words) if kind in TEXTS else _office_without(data, kind, words, clear, limits)
    cleared = CLEARED_PICTURE if kind in PICTURES else CLEARED
    left = inspect_file(written, name, allowed, limits)
    _require_gone(left, chosen, cleared if clear else frozenset())
    # What a picture shows is as unread as before; its pixels were not touched.
    if kind not in PICTURES and any(each.kind == "unchecked" and each.source == "正文" for each in left):
        raise NotMasked("改写以后的文件不能正常读取，没有输出；请在原文件中改正，另行上传。")
    return written


def mask_file_apart(
    data: bytes,
    name: str,
    choices: Sequence[Choice],
    *,
    clear: bool = False,
    allowed: Collection[str] = (),
    limits: Limits = DEFAULT_LIMITS,
) -> bytes:
    """The same in a process of its own. Raises UnusableDocument, also where it cannot be carried out."""
    asked = {"choices": [asdict(each) for each in choices], "clear": clear, "allowed": list(allowed)}
    return run_apart(["rewrite", name, json.dumps(asked, ensure_ascii=False)], data, limits)


def answer_apart(task: Sequence[str], data: bytes, limits: Limits) -> bytes:
    """What that process says: the new file."""
    asked = json.loads(task[2])
    choices = [Choice(**each) for each in asked["choices"]]
    try:
        return mask_file(data, task[1], choices, clear=asked["clear"], allowed=asked["allowed"], limits=limits)
    except NotMasked as error:
        raise UnusableDocument(str(error)) from None


def _text_without(data: bytes, words: dict[str, str]) -> bytes:
    decoded = decode(data)
    if decoded.misfits:
        raise NotMasked("文件的文字编码有误，不能自动遮盖；请另存为 UTF-8 后再上传。")
    text, count = replaced(decoded.text, words)
    if not count:
        raise NotMasked(NOTHING_THERE)
    return text.encode("utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else "utf-8")


def _office_without(data: bytes, kind: str, words: dict[str, str], clear: bool, limits: Limits) -> bytes:
    package = Package.open(data, limits)
    parts = Parts(package)
    if clear:
        _clear(parts, package, kind, limits)
    count = 0
    if words:
        if kind == "xlsx":
            _require_plain_names(parts, words)
            count += replace_in_cells(parts, package, words, limits)
        count += sum(replace_in(root, words) for _, root in parts.trees())
        if kind == "xlsx":
            tidy_numbers(parts)
        if not count and not clear:
            raise NotMasked(NOTHING_THERE)
    parts.drop("origin")  # a signature of what the file was
    return parts.written()


def _clear(parts: Parts, package: Package, kind: str, limits: Limits) -> None:
    if kind == "docx":
        clear_word(parts, package)
    else:
        clear_excel(parts, package, limits)
    for name in PROPERTY_PARTS:
        root = parts.xml(name)
        for each in [] if root is None else list(root.iterchildren(etree.Element)):
            if local_name(each) in (*PROPERTIES, "TitlesOfParts", "HeadingPairs"):
                each.getparent().remove(each)
    parts.drop("custom-properties", "thumbnail")


def _require_plain_names(parts: Parts, words: dict[str, str]) -> None:
    root = parts.xml("xl/workbook.xml")
    sheets = [] if root is None else list(root.iter("{*}sheet"))
    if any(replaced(sheet.get("name", ""), words)[1] for sheet in sheets):
        raise NotMasked(IN_SHEET_NAME)


def _require_gone(left: list[Finding], chosen: list[Finding], cleared: frozenset[str]) -> None:
    """Look at what was written with the eyes that found it."""
    words = {(each.kind, compact(each.text)) for each in chosen}
    still = {each.kind for each in left if (each.kind, compact(each.text)) in words}
    still |= {each.kind for each in left if each.kind in cleared}
    if still:
        names = "、".join(sorted(KINDS[kind].name for kind in still))
        raise NotMasked(f"改写以后文件里仍有{names}，没有输出；请在原文件中改正，另行上传。")
