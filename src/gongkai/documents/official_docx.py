"""Word documents in the official look of GB/T 9704-2012: A4, 22 lines of 28 characters, 仿宋 3 号, page number —1—.

Paragraphs and tables are written as XML into a ready package (`official_template`): python-docx's own merging of cells
walks the whole table each time. Fonts are named as the standard wants them; a machine without them substitutes.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Sequence
from io import BytesIO
from xml.sax.saxutils import escape

from gongkai.documents.official import SEAL_LINES, Align, TableCell, mark_size, signature_insets
from gongkai.documents.official_template import (
    BODY,
    HEI,
    KAI,
    LINE,
    SONG,
    TITLE,
    blank_package,
    fonts_xml,
    text_width,
)

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


class OfficialDocument:
    """An `OfficialWriter` of .docx. Texts may hold any characters; those that XML forbids are left out."""

    def __init__(self, title: str, author: str = "", landscape: bool = False) -> None:
        self._title, self._author = title, author
        self._landscape = landscape
        self._body: list[str] = []

    # ------------------------------------------------------------ what it consists of

    def red_head(self, issuer: str, number: str = "") -> None:
        line = '<w:pBdr><w:bottom w:val="single" w:sz="18" w:space="10" w:color="FF0000"/></w:pBdr>'
        size = mark_size(issuer)
        pitch = f'w:line="{round(size * 24)}" w:lineRule="exact"'
        space = f'<w:spacing w:before="{_ABOVE_MARK}" w:after="{LINE}" {pitch}/>'
        mark = ("" if number else line) + space + _CENTRED
        self._body.append(_paragraph(mark, _run(issuer, TITLE, round(size * 2), color="FF0000")))
        if number:
            below = f'{line}<w:spacing w:after="{LINE}"/>{_CENTRED}'
            self._body.append(_paragraph(below, _run(number, BODY, 32)))

    def title(self, text: str, new_page: bool = False) -> None:
        page = "<w:pageBreakBefore/>" if new_page else ""
        self._body.append(_paragraph(f'<w:pStyle w:val="Title"/>{page}', _run(text, TITLE, 44)))

    def line(self, text: str, align: Align = "left") -> None:
        after = f'<w:spacing w:after="{LINE}"/>' if align == "center" else ""
        self._body.append(_paragraph(f'{after}{_FLUSH}<w:jc w:val="{align}"/>', _run(text, BODY, 32)))

    def heading(self, text: str, new_page: bool = False) -> None:
        page = "<w:pageBreakBefore/>" if new_page else ""
        self._body.append(_paragraph(f'<w:pStyle w:val="Heading1"/>{page}', _run(text, HEI, 32)))

    def paragraph(self, text: str, lead: str = "", keep: bool = False) -> None:
        runs = (_run(lead, KAI, 32) if lead else "") + _run(text, BODY, 32)
        self._body.append(_paragraph("<w:keepNext/>" if keep else "", runs))

    def note(self, text: str, align: Align = "left", size: float = 10.5) -> None:
        """A small line without indent, as above or beneath a table."""
        properties = (
            f'<w:spacing w:before="60" w:after="60" w:line="240" w:lineRule="auto"/>'
            f'<w:ind w:firstLine="0" w:firstLineChars="0"/><w:jc w:val="{align}"/>'
        )
        self._body.append(_paragraph(properties, _run(text, SONG, round(size * 2))))

    def attachments(self, lines: Sequence[str]) -> None:
        for number, text in enumerate(lines):
            lead, name = ("附件：", text.removeprefix("附件：")) if number == 0 else ("", text)
            # The names stand beneath one another, three characters behind the word 附件：.
            hanging = '<w:ind w:leftChars="500" w:left="1600" w:firstLine="0" w:firstLineChars="0"/>'
            if lead:
                hanging = '<w:ind w:leftChars="500" w:left="1600" w:hangingChars="300" w:hanging="960"/>'
            before = f'<w:spacing w:before="{LINE}"/>' if number == 0 else ""
            self._body.append(_paragraph(f"<w:keepNext/>{before}{hanging}", _run(lead + name, BODY, 32)))

    def signature(self, signer: str, signed: str, seal: bool = False, remark: str = "") -> None:
        insets = signature_insets(signer, signed, seal)
        before = LINE * SEAL_LINES if seal else LINE
        for text, inset, space, more in (
            (signer, insets[0], before, signed or remark),
            (signed, insets[1], 0, remark),
        ):
            if text:
                keep = "<w:keepNext/>" if more else ""
                properties = (
                    f'{keep}<w:keepLines/><w:spacing w:before="{space}"/>'
                    f'<w:ind w:rightChars="{round(inset * 100)}" w:right="{round(inset * 320)}"'
                    ' w:firstLine="0" w:firstLineChars="0"/><w:jc w:val="right"/>'
                )
                self._body.append(_paragraph(properties, _run(text, BODY, 32)))
        if remark:
            self._body.append(_paragraph(f'<w:spacing w:before="{LINE}"/>', _run(remark, BODY, 32)))

    def imprint(self, copy_to: str, printed_by: str, printed_on: str) -> None:
        width = text_width(self._landscape)
        thick, thin = (f'w:val="single" w:sz="{size}" w:space="1" w:color="000000"' for size in (8, 6))
        # One frame at the foot of the page, whatever stands above it.
        frame = (
            f'<w:framePr w:w="{width}" w:hSpace="0" w:wrap="around" w:vAnchor="margin" w:hAnchor="margin"'
            ' w:xAlign="center" w:yAlign="bottom"/>'
            f"<w:pBdr><w:top {thick}/><w:bottom {thick}/><w:between {thin}/></w:pBdr>"
            f'<w:tabs><w:tab w:val="right" w:pos="{width - 280}"/></w:tabs>'
            '<w:spacing w:line="480" w:lineRule="exact"/><w:ind w:leftChars="100" w:left="280" w:firstLine="0"'
            ' w:firstLineChars="0"/><w:jc w:val="left"/>'
        )
        for text in (f"抄送：{copy_to}。" if copy_to else "", "\t".join(filter(None, (printed_by, printed_on)))):
            if text:
                self._body.append(_paragraph(frame, _run(text, BODY, 28)))
        # What the frame is anchored to: a line of no height.
        self._body.append(_paragraph('<w:snapToGrid w:val="0"/><w:spacing w:line="20" w:lineRule="exact"/>', ""))

    def table(
        self,
        rows: Sequence[Sequence[TableCell]],
        widths: Sequence[float],
        head_rows: int = 0,
        size: float = 10.5,
        min_height: float = 7.0,
        caption: str = "",
    ) -> None:
        grid = [round(width * text_width(self._landscape)) for width in widths]
        lines = [
            '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/>'
            f'<w:tblW w:w="{sum(grid)}" w:type="dxa"/><w:jc w:val="center"/>{_BORDERS}<w:tblLayout w:type="fixed"/>'
            f"<w:tblCellMar>{_PADDING}</w:tblCellMar>"
            + (f'<w:tblCaption w:val="{_attribute(caption)}"/>' if caption else "")
            + "</w:tblPr><w:tblGrid>"
            + "".join(f'<w:gridCol w:w="{width}"/>' for width in grid)
            + "</w:tblGrid>"
        ]
        for number, row in enumerate(_with_hanging(rows)):
            head = "<w:tblHeader/>" if number < head_rows else ""
            height = round(max(min_height, *(cell.height for cell in row if cell.row == number), 0) * 56.7)
            lines.append(f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{height}" w:hRule="atLeast"/>{head}</w:trPr>')
            lines.extend(_table_cell(cell, number, grid, size) for cell in row)
            lines.append("</w:tr>")
        lines.append("</w:tbl>")
        self._body.append("".join(lines))

    def space(self) -> None:
        self._body.append(_paragraph('<w:snapToGrid w:val="0"/><w:spacing w:line="240" w:lineRule="exact"/>', ""))

    def to_bytes(self) -> bytes:
        """The document as a .docx file."""
        parts = dict(blank_package(self._landscape))
        page = parts["word/document.xml"].decode()
        start = page.index("<w:body>") + len("<w:body>")
        parts["word/document.xml"] = (page[:start] + "".join(self._body) + page[start:]).encode()
        core = parts["docProps/core.xml"].decode()
        for name, text in (("dc:title", self._title), ("dc:creator", self._author)):
            element = _element(name, text)
            core = re.sub(f"<{name}>.*?</{name}>|<{name}/>", element.replace("\\", r"\\"), core)
        parts["docProps/core.xml"] = core.encode()
        out = BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as package:
            for name, data in parts.items():
                # A fixed date: the same document is the same file.
                package.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
        return out.getvalue()


_ABOVE_MARK = round(25 * 56.7)
_FLUSH = '<w:ind w:firstLine="0" w:firstLineChars="0"/>'
_CENTRED = f'{_FLUSH}<w:jc w:val="center"/>'
_PADDING = "".join(
    f'<w:{side} w:w="{width}" w:type="dxa"/>'
    for side, width in (("top", 20), ("left", 40), ("bottom", 20), ("right", 40))
)
_BORDERS = (
    "<w:tblBorders>"
    + "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + "</w:tblBorders>"
)


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("", text)


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(_clean(text)[:255])}</{name}>"


def _attribute(text: str) -> str:
    return escape(_clean(text), {'"': "&quot;"})


def _run(text: str, font: str, half_points: int, bold: bool = False, color: str = "") -> str:
    lines = _clean(text).split("\n")
    content = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in lines)
    content = content.replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    weight = "<w:b/>" if bold else ""
    weight += f'<w:color w:val="{color}"/>' if color else ""
    return (
        f'<w:r><w:rPr>{fonts_xml(font)}{weight}<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/></w:rPr>'
        f"{content}</w:r>"
    )


def _paragraph(properties: str, runs: str) -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


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
