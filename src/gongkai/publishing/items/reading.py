"""A list of items as a spreadsheet has it: 基层政务公开标准目录, or an agency's own. No database.

Such lists have a title above, a heading in one row or two (公开对象 over 全社会 and 特定群体), headings of items in
merged cells that stand only in the first line, and ticks for what applies. What was understood is shown before it is
taken in.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from gongkai.documents.cell_values import is_nothing, text_of
from gongkai.documents.model import UnusableDocument
from gongkai.documents.sheets import UNCALCULATED, Line, Sheet

HEADING_WITHIN = 30
"""A heading stands among the first lines; titles and notes may stand above it."""
MOST_ITEMS = 5_000
TOO_MANY = f"清单超过{MOST_ITEMS}行，请分成几个文件导入。"
_TICKS = frozenset("√✓✔☑■●是")
_MARKED = re.compile(r"[■☑✓✔√]\s*([^■□☑☐✓✔√\n]+)")
_UNMARKED = re.compile(r"[□☐]")
_DAYS = re.compile(r"(\d{1,3})\s*个?工作日")
_FRESH = (("每日", 1), ("每周", 7), ("每月", 31), ("每季", 92), ("每半年", 183), ("半年", 183), ("每年", 366))
_FOOTERS = ("注:", "备注", "说明", "填表", "审核人", "填报")


@dataclass(frozen=True)
class Field:
    """A column of the list: under which words it is found, and how long its text may be."""

    name: str
    label: str
    words: tuple[str, ...]
    most: int = 0
    width: int = 20


FIELDS = (
    Field("number", "编号", ("编号", "序号", "事项编号", "编码"), 20, 8),
    Field("heading", "一级事项", ("一级事项", "一级标题", "公开事项", "事项名称", "公开事项名称", "一级"), 100),
    Field("subheading", "二级事项", ("二级事项", "二级标题", "二级"), 100),
    Field("third", "三级事项", ("三级事项", "三级标题", "三级"), 100),
    Field("content", "公开内容（要素）", ("公开内容要素", "公开内容", "内容要素", "公开要素", "内容"), 0, 48),
    Field("basis", "公开依据", ("公开依据", "依据", "法律依据"), 0, 36),
    Field("term", "公开时限", ("公开时限", "时限", "公开期限", "公开时间"), 200),
    Field("fresh_days", "更新周期（天）", ("更新周期天", "更新周期"), 0, 12),
    Field("body", "公开主体", ("公开主体", "责任主体", "责任单位", "公开责任主体", "公开单位"), 100),
    Field("carrier", "公开渠道和载体", (
        "公开渠道和载体", "公开渠道", "公开载体", "公开形式", "渠道和载体", "公开形式渠道和载体",
    ), 200),
    Field("audience", "公开对象", ("公开对象", "公开范围"), 100, 14),
    Field("everybody", "全社会", ("公开对象全社会", "全社会")),
    Field("some", "特定群体", ("公开对象特定群体", "特定群体", "特定群体请写明", "特定对象")),
    Field("manner", "公开方式", ("公开方式", "公开属性"), 60, 14),
    Field("proactive", "主动", ("公开方式主动", "主动", "主动公开")),
    Field("asked", "依申请", ("公开方式依申请公开", "依申请公开", "依申请", "公开方式依申请")),
)  # fmt: skip
_KNOWN = {word: known.name for known in FIELDS for word in known.words}
EXPORTED = tuple(
    known for known in FIELDS if known.name not in ("third", "everybody", "some", "proactive", "asked")
)  # fmt: skip
"""The columns that an export writes: what it writes is read again as it was."""
_REQUIRED = ("heading", "content")


@dataclass
class ReadItem:
    """One item as read."""

    line: str
    heading: str
    content: str
    number: str = ""
    subheading: str = ""
    basis: str = ""
    term: str = ""
    term_days: int | None = None
    fresh_days: int | None = None
    body: str = ""
    carrier: str = ""
    audience: str = "全社会"
    manner: str = "主动公开"


@dataclass
class ReadList:
    """What a file holds. Nothing is taken in while there are problems."""

    items: list[ReadItem] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    understood: list[tuple[str, str]] = field(default_factory=list)
    """Each column of the file that was understood, with what it was taken for."""
    others: list[str] = field(default_factory=list)
    """Those that were left aside."""


def read_items(sheets: Iterable[Sheet]) -> ReadList:
    """The items of all tables with a heading. Raises UnusableDocument where no table has one."""
    found = ReadList()
    headed = False
    for sheet in sheets:
        headed |= _read_sheet(sheet, found)
    if not headed:
        raise UnusableDocument(f"没有找到表头：前{HEADING_WITHIN}行中应有一行写明各列，至少有“一级事项”和“公开内容”。")
    if not found.items and not found.problems:
        raise UnusableDocument("表头下面没有任何事项。")
    return found


def _read_sheet(sheet: Sheet, found: ReadList) -> bool:
    lines = (line for line in sheet.lines if any(text.strip("\0 ") for text in line.texts))
    first = list(itertools.islice(lines, HEADING_WITHIN))
    places, printed, begin = _heading(first)
    if not set(_REQUIRED) <= set(places):
        return False
    labels = {known.name: known.label for known in FIELDS}
    for name, place in places.items():
        pair = (printed[place], labels[name])
        if pair not in found.understood:
            found.understood.append(pair)
    found.others += [
        text for place, text in printed.items() if text and place not in places.values() and text not in found.others
    ]
    carried = {"heading": "", "subheading": ""}
    where = f"工作表“{sheet.name}”" if sheet.name else ""
    for line in itertools.chain(first[begin:], lines):
        texts = {name: _text(line, place) for name, place in places.items()}
        if not any(texts.values()) or _is_footer(line, texts):
            continue
        _read_line(texts, f"{where}第{line.number}行", carried, found)
    return True


def _heading(first: Sequence[Line]) -> tuple[dict[str, int], dict[int, str], int]:
    """The line, or two, that name most columns: where each stands, how the file calls it, and where the items begin."""
    best: tuple[dict[str, int], dict[int, str], int] = ({}, {}, 0)
    for number, line in enumerate(first):
        below = first[number + 1].texts if number + 1 < len(first) else []
        for lower, after in (([], 1), (below, 2)):
            places, printed = _places(line.texts, lower)
            if len(places) > len(best[0]):
                best = (places, printed, number + after)
    return best


def _places(upper: Sequence[str], lower: Sequence[str]) -> tuple[dict[str, int], dict[int, str]]:
    places: dict[str, int] = {}
    printed: dict[int, str] = {}
    above = ""
    for place in range(max(len(upper), len(lower))):
        top = upper[place].strip() if place < len(upper) else ""
        below = lower[place].strip() if place < len(lower) else ""
        above = top or (above if below else "")
        for words in dict.fromkeys((above + below if below else "", below, top)):
            name = _KNOWN.get(_folded(words))
            if name and name not in places:
                places[name] = place
                break
        if below or top:
            printed[place] = below or top
    return places, printed


def _folded(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text))


def _text(line: Line, place: int) -> str:
    text = line.texts[place] if place < len(line.texts) else ""
    return "" if text == UNCALCULATED or is_nothing(text) else text_of(text)


def _is_footer(line: Line, texts: dict[str, str]) -> bool:
    first = next((text.strip() for text in line.texts if text.strip()), "")
    named = [texts.get("content"), texts.get("basis"), texts.get("term")]
    return not any(named) and unicodedata.normalize("NFKC", first).startswith(_FOOTERS)


def _read_line(texts: dict[str, str], where: str, carried: dict[str, str], found: ReadList) -> None:
    if texts["heading"] and texts["heading"] != carried["heading"]:
        carried["subheading"] = ""
    carried["heading"] = heading = texts["heading"] or carried["heading"]
    carried["subheading"] = subheading = texts.get("subheading") or carried["subheading"]
    third = texts.get("third", "")
    item = ReadItem(
        where,
        heading,
        texts["content"],
        number=texts.get("number", ""),
        subheading="—".join(text for text in (subheading, third) if text),
        basis=texts.get("basis", ""),
        term=texts.get("term", ""),
        body=texts.get("body", ""),
        carrier=_marked(texts.get("carrier", "")),
        audience=_audience(texts),
        manner=_manner(texts),
    )
    if days := _DAYS.search(unicodedata.normalize("NFKC", item.term)):
        item.term_days = int(days[1])
    item.fresh_days = _fresh(texts.get("fresh_days", ""), item.term)
    if problems := list(_problems(item)):
        found.problems += problems
    else:
        found.items.append(item)


def _marked(text: str) -> str:
    """Of a list with ticked boxes, what is ticked; else the text."""
    ticked = [each.strip(" \t、；;,，") for each in _MARKED.findall(text)]
    if ticked:
        return "、".join(each for each in ticked if each)
    return _UNMARKED.sub("", text).strip()


def _ticked(text: str) -> bool:
    return bool(set(unicodedata.normalize("NFKC", text)) & _TICKS)


def _audience(texts: dict[str, str]) -> str:
    if said := texts.get("audience"):
        return said
    if _ticked(texts.get("everybody", "")):
        return "全社会"
    some = texts.get("some", "")
    return f"特定群体：{some}" if some and not _ticked(some) else "特定群体" if some else "全社会"


def _manner(texts: dict[str, str]) -> str:
    if said := texts.get("manner"):
        return said
    if texts.get("asked") and not texts.get("proactive"):
        return "依申请公开"
    return "主动公开"


def _fresh(said: str, term: str) -> int | None:
    if said.isascii() and said.isdecimal() and len(said) < 5:
        return int(said) or None
    return next((days for word, days in _FRESH if word in said or word in term), None)


def _problems(item: ReadItem) -> Iterator[str]:
    if not item.heading:
        yield f"{item.line}：没有一级事项。"
    if not item.content:
        yield f"{item.line}：没有公开内容。"
    for known in EXPORTED:
        if known.most and len(getattr(item, known.name)) > known.most:
            yield f"{item.line}“{known.label}”超过{known.most}字。"
