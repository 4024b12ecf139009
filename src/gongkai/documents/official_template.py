"""The empty Word document of GB/T 9704-2012 as the parts of its package: page, styles, page numbers.

python-docx makes it, once a process; documents are then written into copies of its parts, which takes a tenth of the
time that python-docx needs to load and save a package.
"""

from __future__ import annotations

import re
import zipfile
from functools import cache
from io import BytesIO

from docx import Document
from docx.document import Document as Package
from docx.enum.section import WD_ORIENTATION
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm

BODY, TITLE, HEI, KAI, SONG = "仿宋", "方正小标宋简体", "黑体", "楷体", "宋体"
_LATIN = "Times New Roman"

LINE = 580
"""The pitch of lines in twentieths of a point: 225 mm / 22."""
_FITTING = -5  # twentieths of a point a character: 28 characters of 16 pt are 2 mm wider than the line

# 5.1 and 5.2: margins 37 mm (top), 35 (bottom), 28 (left), 26 (right). A page turned on its side has its own.
_UPRIGHT = (37, 35, 28, 26)
_TURNED = (22, 20, 22, 22)


@cache
def blank_package(landscape: bool = False) -> dict[str, bytes]:
    """The parts of the package by name. The body of word/document.xml holds nothing but the page's properties."""
    document = Document()
    document.core_properties.language = "zh-CN"
    document.core_properties.comments = ""
    _set_page(document, landscape)
    _set_styles(document)
    out = BytesIO()
    document.save(out)
    with zipfile.ZipFile(out) as package:
        # The picture of a first page that python-docx's template brings is not of ours.
        parts = {name: package.read(name) for name in package.namelist() if not name.startswith("docProps/thumbnail")}
    relations = parts["_rels/.rels"].decode()
    parts["_rels/.rels"] = re.sub(r"<Relationship [^>]*thumbnail[^>]*/>", "", relations).encode()
    core = parts["docProps/core.xml"].decode()
    parts["docProps/core.xml"] = re.sub(r"<dcterms:(created|modified).*?</dcterms:\1>", "", core).encode()
    return parts


def text_width(landscape: bool = False) -> int:
    """The width of the text in twentieths of a point."""
    _, _, left, right = _TURNED if landscape else _UPRIGHT
    return round(((297 if landscape else 210) - left - right) * 56.7)


def fonts_xml(east_asian: str) -> str:
    """The fonts of a run: the Chinese one named, Latin letters and figures in the usual face."""
    return f'<w:rFonts w:ascii="{_LATIN}" w:hAnsi="{_LATIN}" w:cs="{_LATIN}" w:eastAsia="{east_asian}"/>'


def _set_page(document: Package, landscape: bool) -> None:
    section = document.sections[0]
    width, height = (297, 210) if landscape else (210, 297)
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.orientation = WD_ORIENTATION.LANDSCAPE if landscape else WD_ORIENTATION.PORTRAIT
    top, bottom, left, right = _TURNED if landscape else _UPRIGHT
    section.top_margin, section.bottom_margin = Mm(top), Mm(bottom)
    section.left_margin, section.right_margin = Mm(left), Mm(right)
    section.footer_distance = Mm(10 if landscape else 25)
    properties = section._sectPr
    for grid in properties.findall(qn("w:docGrid")):
        properties.remove(grid)
    properties.append(parse_xml(f'<w:docGrid {nsdecls("w")} w:type="lines" w:linePitch="{LINE}"/>'))
    # 7.5: the page number stands outside, one character from the edge: right on odd pages, left on even ones.
    document.settings.odd_and_even_pages_header_footer = True
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        element = footer._element
        for paragraph in list(element):
            element.remove(paragraph)
        element.append(parse_xml(_page_number(side)))


def _page_number(side: str) -> str:
    look = f'<w:rPr>{fonts_xml(SONG)}<w:sz w:val="28"/></w:rPr>'
    runs = (
        "<w:t>—</w:t>",
        '<w:t xml:space="preserve"> </w:t>',
        '<w:fldChar w:fldCharType="begin"/>',
        '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>1</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
        '<w:t xml:space="preserve"> </w:t>',
        "<w:t>—</w:t>",
    )
    indent = f'<w:ind w:firstLine="0" w:firstLineChars="0" w:{side}Chars="100"/>'
    return (
        f'<w:p {nsdecls("w")}><w:pPr>{indent}<w:jc w:val="{side}"/></w:pPr>'
        + "".join(f"<w:r>{look}{run}</w:r>" for run in runs)
        + "</w:p>"
    )


def _set_styles(document: Package) -> None:
    indent = '<w:ind w:firstLine="640" w:firstLineChars="200"/>'
    spacing = f'<w:spacing w:before="0" w:after="0" w:line="{LINE}" w:lineRule="exact"/>'
    # A title's pitch is its own: on the grid of the text's lines it would take two of them for each.
    airy = f'<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="{LINE}" w:line="700" w:lineRule="exact"/>'
    # The schema wants the properties in this order.
    for name, font, half_points, fitting, properties in (
        ("Normal", BODY, 32, _FITTING, f'{spacing}{indent}<w:jc w:val="both"/>'),
        ("Heading 1", HEI, 32, 0, f'<w:keepNext/>{spacing}{indent}<w:outlineLvl w:val="0"/>'),
        ("Title", TITLE, 44, 0, f'{airy}<w:ind w:firstLine="0" w:firstLineChars="0"/><w:jc w:val="center"/>'),
    ):
        element = document.styles[name].element
        for tag in ("w:pPr", "w:rPr"):
            for old in element.findall(qn(tag)):
                element.remove(old)
        element.append(parse_xml(f"<w:pPr {nsdecls('w')}>{properties}</w:pPr>"))
        element.append(
            parse_xml(
                f'<w:rPr {nsdecls("w")}>{fonts_xml(font)}<w:b w:val="0"/><w:color w:val="000000"/>'
                f'<w:spacing w:val="{fitting}"/><w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'
                '<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr>'
            )
        )
