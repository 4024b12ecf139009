"""What a Word file hides: comments, tracked changes, hidden and white text, fields that reach outside."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from gongkai.documents.disclosure.finding import Finding, found
from gongkai.documents.docx import STRICT, TRANSITIONAL, is_on, main_part
from gongkai.documents.docx_numbers import VAL, W
from gongkai.documents.limits import Deadline
from gongkai.documents.package import Package, parse_xml

_SIDE = re.compile(r"word/(header|footer|footnotes|endnotes)(\d*)\.xml")
_SIDE_NAMES = {"header": "页眉", "footer": "页脚", "footnotes": "脚注", "endnotes": "尾注"}
_P, _R, _T, _DELETED = f"{W}p", f"{W}r", f"{W}t", f"{W}delText"
_RPR, _SHADE = f"{W}rPr", f"{W}shd"
_CHANGES = {
    f"{W}ins": "insertion", f"{W}moveTo": "insertion", f"{W}del": "deletion", f"{W}moveFrom": "deletion",
}  # fmt: skip
_ROW_CHANGES = {f"{W}trPr/{W}ins": "insertion", f"{W}trPr/{W}del": "deletion"}
_DDE = re.compile(r"\bDDE(?:AUTO)?\b", re.IGNORECASE)
_INCLUDE = re.compile(r"\bINCLUDE(?:TEXT|PICTURE)\b", re.IGNORECASE)
_WHITE = re.compile(r"(?i)f[8-f]f[8-f]f[8-f]")
_TINY = 4
"""Half points: nobody reads letters of two points."""


def find_in_word(package: Package) -> Iterator[Finding]:
    """What the file's parts hide. Raises UnusableDocument where one is damaged."""
    yield from _comments(package)
    styles = hidden_styles(package)
    deadline = Deadline(package.limits)
    for place, root in _parts(package):
        yield from _changes(root, place)
        yield from _fields(root, place)
        for paragraph in root.iter(_P):
            deadline.check()
            yield from _hidden_runs(paragraph, place, styles)
        for row in root.iter(f"{W}tr"):
            if is_on(row.find(f"{W}trPr/{W}hidden")):
                yield found("hidden_row", _text(row), f"{place}的表格")
    settings = package.xml("word/settings.xml")
    for variable in () if settings is None else settings.iter(f"{W}docVar"):
        yield found("property", variable.get(VAL, ""), f"文档变量“{variable.get(f'{W}name', '')}”")


def side_texts(package: Package) -> Iterator[tuple[str, str]]:
    """Place and text of what is shown beside the body, which the reader leaves out: headers, footers, notes."""
    for place, root in _parts(package):
        if place != "正文":
            for paragraph in root.iter(_P):
                if text := _text(paragraph).strip():
                    yield place, text


def _parts(package: Package) -> Iterator[tuple[str, etree._Element]]:
    main = main_part(package)
    places = [(main, "正文")]
    places += [(name, _SIDE_NAMES[match[1]]) for name in package.names if (match := _SIDE.fullmatch(name))]
    for name, place in places:
        if (root := _xml(package, name)) is not None:
            yield place, root


def _xml(package: Package, name: str) -> etree._Element | None:
    data = package.read(name)
    return None if data is None else parse_xml(data.replace(STRICT, TRANSITIONAL))


def _comments(package: Package) -> Iterator[Finding]:
    root = _xml(package, "word/comments.xml")
    for comment in () if root is None else root.iter(f"{W}comment"):
        yield found("comment", _text(comment), "批注", note=_who(comment))


def _changes(root: etree._Element, place: str) -> Iterator[Finding]:
    for change in root.iter(*_CHANGES):
        if text := _text(change):
            yield found(_CHANGES[change.tag], text, _near(change, place), note=_who(change))
    for row in root.iter(f"{W}tr"):
        for path, kind in _ROW_CHANGES.items():
            change = row.find(path)
            if change is not None:
                yield found(kind, _text(row), f"{place}的表格", note=_who(change))


def _fields(root: etree._Element, place: str) -> Iterator[Finding]:
    for paragraph in root.iter(_P):
        instructions = "".join(each.text or "" for each in paragraph.iter(f"{W}instrText"))
        instructions += " ".join(each.get(f"{W}instr", "") for each in paragraph.iter(f"{W}fldSimple"))
        if _DDE.search(instructions):
            yield found("dde", instructions.strip(), _near(paragraph, place))
        elif _INCLUDE.search(instructions):
            yield found("external_link", instructions.strip(), _near(paragraph, place))


def _hidden_runs(paragraph: etree._Element, place: str, hidden_styles: set[str]) -> Iterator[Finding]:
    """Stretches of text in a paragraph that Word does not show, or shows in white or too small to see."""
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    hidden_paragraph = style is not None and style.get(VAL) in hidden_styles
    stretches: list[tuple[str, str]] = []
    for run in paragraph.iter(_R):
        if next(run.iterancestors(_P), None) is not paragraph or not (text := _text(run)):
            continue  # a text box inside the paragraph has paragraphs of its own
        kind = hides(run, hidden_paragraph, hidden_styles)
        if stretches and stretches[-1][0] == kind:
            stretches[-1] = (kind, stretches[-1][1] + text)
        else:
            stretches.append((kind, text))
    for kind, text in stretches:
        if kind and text.strip():
            yield found(kind, text, _near(paragraph, place))


def hides(run: etree._Element, hidden_paragraph: bool, hidden_styles: set[str]) -> str:
    """Why nobody sees a run's text, as a kind of finding; "" where it is shown."""
    properties = run.find(_RPR)
    if properties is None:
        return "hidden_text" if hidden_paragraph else ""
    vanish = properties.find(f"{W}vanish")
    style = properties.find(f"{W}rStyle")
    by_style = hidden_paragraph or (style is not None and style.get(VAL) in hidden_styles)
    if is_on(vanish) or (vanish is None and by_style):
        return "hidden_text"
    color = properties.find(f"{W}color")
    if color is not None and _WHITE.fullmatch(color.get(VAL, "")) and not _is_shaded(run):
        return "invisible_text"
    size = properties.find(f"{W}sz")
    if size is not None and (given := size.get(VAL, "")).isdecimal() and int(given) <= _TINY:
        return "invisible_text"
    return ""


def _is_shaded(run: etree._Element) -> bool:
    """Whether something dark may stand behind a run: white text on it is meant to be read."""
    if run.find(f"{_RPR}/{W}highlight") is not None:
        return True
    for element in (run, *run.iterancestors()):
        for properties in ("rPr", "pPr", "tcPr", "tblPr"):
            shade = element.find(f"{W}{properties}/{_SHADE}")
            if shade is not None and not re.fullmatch(r"(?i)auto|f{6}|", shade.get(f"{W}fill", "")):
                return True
        if element.tag in (f"{W}txbxContent", f"{W}tblStylePr") or element.find(f"{W}tblPr/{W}tblStyle") is not None:
            return True  # a shape's or a table style's own colour is not looked up
    return False


def hidden_styles(package: Package) -> set[str]:
    """Styles by whose name text is hidden."""
    root = _xml(package, "word/styles.xml")
    return {
        style.get(f"{W}styleId", "")
        for style in (() if root is None else root.iter(f"{W}style"))
        if is_on(style.find(f"{_RPR}/{W}vanish"))
    }


def _text(element: etree._Element) -> str:
    return "".join(element.itertext(_T, _DELETED, with_tail=False))


def _near(element: etree._Element, place: str) -> str:
    """The place, with the first words of the paragraph that is shown there."""
    paragraph = element if element.tag == _P else next(element.iterancestors(_P), None)
    words = "" if paragraph is None else "".join(paragraph.itertext(_T, with_tail=False)).strip()
    return f"{place}，“{words[:15]}……”一段" if words else place


def _who(element: etree._Element) -> str:
    author = element.get(f"{W}author", "")
    day = element.get(f"{W}date", "")[:10]
    return "；".join(filter(None, (author and f"署名：{author}", day and f"日期：{day}")))
