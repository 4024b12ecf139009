"""Word documents in the official look of GB/T 9704-2012: A4, 22 lines of 28 characters, 仿宋 3 号, page number —1—.

python-docx gives the package and its parts; paragraphs and tables are written as XML, because its own merging of
cells walks the whole table each time. Fonts are named as the standard wants them; a machine without them substitutes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from io import BytesIO
from xml.sax.saxutils import escape

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm

from gongkai.documents.official import Align, TableCell

BODY, TITLE, HEI, KAI, SONG = "仿宋", "方正小标宋简体", "黑体", "楷体", "宋体"
_LATIN = "Times New Roman"

# GB/T 9704-2012, 5.1 and 5.2: margins 37 mm (top), 35 (bottom), 28 (left), 26 (right); 22 lines a page.
_TOP, _BOTTOM, _LEFT, _RIGHT = 37, 35, 28, 26
_LINE = 580  # twentieths of a point: 225 mm / 22
_TEXT_WIDTH = 8845  # twentieths of a point: 156 mm
_FITTING = -5  # 28 characters of 16 pt are 2 mm wider than the line

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


class OfficialDocument:
    """An `OfficialWriter` of .docx. Texts may hold any characters; those that XML forbids are left out."""

    def __init__(self, title: str, author: str = "", landscape: bool = False) -> None:
        self._document = Document()
        self._body: list[str] = []
        properties = self._document.core_properties
        properties.title, properties.author = _clean(title)[:255], _clean(author)[:255]
        properties.language = "zh-CN"
        self._text_width = _TEXT_WIDTH
        self._set_page(landscape)
        self._set_styles()

    # ------------------------------------------------------------ what it consists of

    def title(self, text: str) -> None:
        properties = '<w:pStyle w:val="Title"/>'
        self._body.append(_paragraph(properties, _run(text, TITLE, 44)))

    def heading(self, text: str, new_page: bool = False) -> None:
        page = "<w:pageBreakBefore/>" if new_page else ""
        self._body.append(_paragraph(f'<w:pStyle w:val="Heading1"/>{page}', _run(text, HEI, 32)))

    def paragraph(self, text: str, lead: str = "") -> None:
        runs = (_run(lead, KAI, 32) if lead else "") + _run(text, BODY, 32)
        self._body.append(_paragraph("", runs))

    def note(self, text: str, align: Align = "left", size: float = 10.5) -> None:
        """A small line without indent, as above or beneath a table."""
        properties = (
            f'<w:spacing w:before="60" w:after="60" w:line="240" w:lineRule="auto"/>'
            f'<w:ind w:firstLine="0" w:firstLineChars="0"/><w:jc w:val="{align}"/>'
        )
        self._body.append(_paragraph(properties, _run(text, SONG, round(size * 2))))

    def signature(self, signer: str, signed: str) -> None:
        for text, right, before in ((signer, 200, _LINE), (signed, 400, 0)):
            if text:
                properties = (
                    f'<w:keepLines/><w:spacing w:before="{before}"/>'
                    f'<w:ind w:rightChars="{right}" w:firstLine="0" w:firstLineChars="0"/><w:jc w:val="right"/>'
                )
                self._body.append(_paragraph(properties, _run(text, BODY, 32)))

    def table(
        self,
        rows: Sequence[Sequence[TableCell]],
        widths: Sequence[float],
        head_rows: int = 0,
        size: float = 10.5,
        min_height: float = 7.0,
        caption: str = "",
    ) -> None:
        grid = [round(width * self._text_width) for width in widths]
        lines = [
            '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/>'
            f'<w:tblW w:w="{sum(grid)}" w:type="dxa"/><w:jc w:val="center"/>{_BORDERS}<w:tblLayout w:type="fixed"/>'
            '<w:tblCellMar><w:left w:w="40" w:type="dxa"/><w:right w:w="40" w:type="dxa"/></w:tblCellMar>'
            + (f'<w:tblCaption w:val="{_attribute(caption)}"/>' if caption else "")
            + "</w:tblPr><w:tblGrid>"
            + "".join(f'<w:gridCol w:w="{width}"/>' for width in grid)
            + "</w:tblGrid>"
        ]
        for number, row in enumerate(_with_hanging(rows)):
            head = "<w:tblHeader/>" if number < head_rows else ""
            height = round(min_height * 56.7)
            lines.append(f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{height}" w:hRule="atLeast"/>{head}</w:trPr>')
            lines.extend(_table_cell(cell, number, grid, size) for cell in row)
            lines.append("</w:tr>")
        lines.append("</w:tbl>")
        self._body.append("".join(lines))

    def space(self) -> None:
        self._body.append(_paragraph('<w:snapToGrid w:val="0"/><w:spacing w:line="240" w:lineRule="exact"/>', ""))

    def to_bytes(self) -> bytes:
        """The document as a .docx file."""
        body = self._document.element.body
        content = parse_xml(f"<w:body {nsdecls('w')}>{''.join(self._body)}</w:body>")
        for position, element in enumerate(list(content)):
            body.insert(position, element)
        out = BytesIO()
        self._document.save(out)
        return out.getvalue()

    # ------------------------------------------------------------ page and styles

    def _set_page(self, landscape: bool) -> None:
        section = self._document.sections[0]
        width, height = (297, 210) if landscape else (210, 297)
        section.page_width, section.page_height = Mm(width), Mm(height)
        if landscape:
            section.orientation = 1  # type: ignore[assignment]
            section.top_margin, section.bottom_margin = Mm(_LEFT), Mm(_RIGHT)
            section.left_margin, section.right_margin = Mm(25), Mm(25)
            self._text_width = round((297 - 50) * 56.7)
        else:
            section.top_margin, section.bottom_margin = Mm(_TOP), Mm(_BOTTOM)
            section.left_margin, section.right_margin = Mm(_LEFT), Mm(_RIGHT)
        section.footer_distance = Mm(25 if not landscape else 15)
        settings = section._sectPr
        for grid in settings.findall(qn("w:docGrid")):
            settings.remove(grid)
        settings.append(parse_xml(f'<w:docGrid {nsdecls("w")} w:type="lines" w:linePitch="{_LINE}"/>'))
        # 7.5: the page number stands outside, one character from the edge: right on odd pages, left on even ones.
        self._document.settings.odd_and_even_pages_header_footer = True
        for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
            footer.is_linked_to_previous = False
            element = footer._element
            for paragraph in list(element):
                element.remove(paragraph)
            element.append(parse_xml(_page_number(side)))

    def _set_styles(self) -> None:
        styles = self._document.styles
        for name, font, size, more in (
            ("Normal", BODY, 32, '<w:jc w:val="both"/><w:ind w:firstLineChars="200" w:firstLine="640"/>'),
            (
                "Heading 1",
                HEI,
                32,
                '<w:keepNext/><w:ind w:firstLineChars="200" w:firstLine="640"/><w:outlineLvl w:val="0"/>',
            ),
            ("Title", TITLE, 44, '<w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="center"/>'),
        ):
            element = styles[name].element
            for tag in ("w:pPr", "w:rPr"):
                for old in element.findall(qn(tag)):
                    element.remove(old)
            spacing = (
                '<w:spacing w:before="0" w:after="580" w:line="700" w:lineRule="exact"/>'
                if name == "Title"
                else f'<w:spacing w:before="0" w:after="0" w:line="{_LINE}" w:lineRule="exact"/>'
            )
            element.append(parse_xml(_ordered_properties(spacing + more)))
            fitting = f'<w:spacing w:val="{_FITTING}"/>' if name == "Normal" else '<w:spacing w:val="0"/>'
            element.append(
                parse_xml(
                    f'<w:rPr {nsdecls("w")}>{_fonts(font)}<w:b w:val="0"/><w:color w:val="000000"/>{fitting}'
                    f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr>'
                )
            )


_BORDERS = (
    "<w:tblBorders>"
    + "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + "</w:tblBorders>"
)

# The schema wants the parts of a paragraph's properties in this order.
_ORDER = ("pStyle", "keepNext", "keepLines", "snapToGrid", "spacing", "ind", "jc", "outlineLvl")


def _ordered_properties(properties: str) -> str:
    parts = re.findall(r"<w:(\w+)[^>]*/>", properties)
    found = dict(zip(parts, re.findall(r"<w:\w+[^>]*/>", properties), strict=True))
    return f"<w:pPr {nsdecls('w')}>{''.join(found[name] for name in _ORDER if name in found)}</w:pPr>"


def _fonts(east_asian: str) -> str:
    return f'<w:rFonts w:ascii="{_LATIN}" w:hAnsi="{_LATIN}" w:cs="{_LATIN}" w:eastAsia="{east_asian}"/>'


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("", text)


def _attribute(text: str) -> str:
    return escape(_clean(text), {'"': "&quot;"})


def _run(text: str, font: str, half_points: int, bold: bool = False) -> str:
    lines = _clean(text).split("\n")
    content = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in lines)
    weight = "<w:b/>" if bold else ""
    return (
        f'<w:r><w:rPr>{_fonts(font)}{weight}<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/></w:rPr>'
        f"{content}</w:r>"
    )


def _paragraph(properties: str, runs: str) -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def _page_number(side: str) -> str:
    indent = f'<w:ind w:firstLine="0" w:firstLineChars="0" w:{side}Chars="100"/>'
    field = (
        '<w:r><w:rPr>{f}</w:rPr><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:rPr>{f}</w:rPr><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        '<w:r><w:rPr>{f}</w:rPr><w:fldChar w:fldCharType="separate"/></w:r>'
        '<w:r><w:rPr>{f}</w:rPr><w:t>1</w:t></w:r><w:r><w:rPr>{f}</w:rPr><w:fldChar w:fldCharType="end"/></w:r>'
    ).format(f=f'{_fonts(SONG)}<w:sz w:val="28"/>')
    dash = _run("—", SONG, 28)
    return (
        f'<w:p {nsdecls("w")}><w:pPr>{indent}<w:jc w:val="{side}"/></w:pPr>{dash}'
        f'<w:r><w:t xml:space="preserve"> </w:t></w:r>{field}<w:r><w:t xml:space="preserve"> </w:t></w:r>{dash}</w:p>'
    )


def _with_hanging(rows: Sequence[Sequence[TableCell]]) -> Iterable[list[TableCell]]:
    """Each row with the cells that hang down into it from above, left to right, as Word wants them."""
    hanging: list[TableCell] = []
    for number, row in enumerate(rows):
        hanging = [cell for cell in hanging if cell.row + cell.rowspan > number]
        yield sorted((*hanging, *row), key=lambda cell: cell.column)
        hanging.extend(cell for cell in row if cell.rowspan > 1)


def _table_cell(cell: TableCell, row: int, grid: Sequence[int], size: float) -> str:
    width = sum(grid[cell.column : cell.column + cell.colspan])
    span = f'<w:gridSpan w:val="{cell.colspan}"/>' if cell.colspan > 1 else ""
    first = row == cell.row
    merge = (f'<w:vMerge w:val="{"restart" if first else "continue"}"/>') if cell.rowspan > 1 else ""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{cell.shade}"/>' if cell.shade else ""
    line = round(size * 26)  # 1.3 lines, in twentieths of a point
    keep = "<w:keepNext/>" if cell.keep else ""
    properties = (
        f'{keep}<w:snapToGrid w:val="0"/><w:spacing w:line="{line}" w:lineRule="atLeast"/>'
        f'<w:ind w:firstLine="0" w:firstLineChars="0"/><w:jc w:val="{cell.align}"/>'
    )
    run = _run(cell.text, SONG, round(size * 2), cell.bold) if first and cell.text else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}{shade}<w:vAlign w:val="center"/></w:tcPr>'
        f"{_paragraph(properties, run)}</w:tc>"
    )
