"""The application form on paper: blank fields to be filled in by hand, in the look of official documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gongkai.agencies.models import Agency
from gongkai.applications.enums import Matter
from gongkai.applications.letters.writing import MEDIA_TYPES as _MEDIA_TYPES
from gongkai.applications.office_settings import office_of
from gongkai.documents.official import OfficialWriter, TableCell
from gongkai.documents.official_docx import OfficialDocument
from gongkai.documents.official_pdf import OfficialPdf
from gongkai.portal.apply_form import FORMS, WAYS, type_choices

MEDIA_TYPES: Mapping[str, str] = {str(name): media for name, media in _MEDIA_TYPES.items()}
TITLES = {Matter.DISCLOSURE: "政府信息公开申请表", Matter.CORRECTION: "更正本人政府信息申请表"}
_BOX = "□ "
_WIDTHS = (13, 19, 34, 19, 35)
_LINE = 9.0


def blank_form(agency: Agency, matter: Matter, format: str) -> bytes:
    """The form of an agency as a `docx` or `pdf` file (Arts 29 and 41). Raises `official_pdf.NoFont` for a PDF."""
    title = TITLES[matter]
    document: OfficialWriter = OfficialDocument(title) if format == "docx" else OfficialPdf(title)
    document.title(title)
    document.line(f"受理机关：{agency.name}")
    document.table(_rows(matter), _WIDTHS, size=10.5, min_height=_LINE)
    document.space()
    for sentence in _notes(agency, matter):
        document.paragraph(sentence)
    return document.to_bytes()


def _rows(matter: Matter) -> list[list[TableCell]]:
    rows: list[list[TableCell]] = []
    types = [word for _, word in type_choices()]
    _block(
        rows,
        "申请人",
        [
            [("类别", 1), ("　".join(_BOX + word for word in types), 3)],
            [("姓名或者名称", 1), ("", 1), ("证件名称", 1), ("", 1)],
            [("证件号码", 1), ("", 1), ("法定代表人或者负责人", 1), ("", 1)],
            [("联系人", 1), ("", 1), ("联系电话", 1), ("", 1)],
            [("通信地址", 1), ("", 1), ("邮政编码", 1), ("", 1)],
            [("电子邮箱", 1), ("", 1), ("传真", 1), ("", 1)],
            [("需要的协助", 1), ("（阅读、视听有困难等情形，选填）", 3)],
        ],
    )
    _block(
        rows,
        "代理人",
        [
            [("姓名", 1), ("", 1), ("证件号码", 1), ("", 1)],
            [("联系电话", 1), ("", 1), ("授权委托书", 1), ("□ 附后", 1)],
        ],
    )
    if matter == Matter.CORRECTION:
        _block(
            rows,
            "更正的信息",
            [[("记录所在", 1), ("", 3)], [("不准确之处", 1), ("", 3)], [("更正为", 1), ("", 3)]],
            tall={0: 2, 1: 4, 2: 4},
        )
        _block(rows, "证据材料", [[("名称和份数", 1), ("", 3)]], tall={0: 3})
    else:
        _block(
            rows,
            "所需政府信息",
            [[("名称、文号或者便于查询的其他特征", 1), ("", 3)]],
            tall={0: 9},
        )
        _block(
            rows,
            "形式要求",
            [
                [("提供形式", 1), ("　".join(_BOX + word for word, _ in FORMS), 3)],
                [("获取途径", 1), ("　".join(_BOX + word for word, _ in WAYS), 3)],
            ],
        )
    _block(
        rows, "签名", [[("申请人签名或者盖章", 1), ("", 1), ("申请日期", 1), ("　　　年　　月　　日", 1)]], tall={0: 2}
    )
    return rows


def _block(
    rows: list[list[TableCell]],
    head: str,
    lines: Sequence[Sequence[tuple[str, int]]],
    tall: Mapping[int, int] = {},
) -> None:
    """Rows that stand together under one head at the left; `tall` gives a row's height in lines."""
    start = len(rows)
    for number, line in enumerate(lines):
        row = start + number
        cells = [TableCell(head, row, 0, rowspan=len(lines))] if number == 0 else []
        column = 1
        for place, (text, span) in enumerate(line):
            cells.append(
                TableCell(
                    text,
                    row,
                    column,
                    colspan=span,
                    align="center" if place % 2 == 0 else "left",
                    height=tall.get(number, 0) * _LINE,
                )
            )
            column += span
        rows.append(cells)


def _notes(agency: Agency, matter: Matter) -> list[str]:
    office = office_of(agency)
    notes = [
        "填表说明：申请人为自然人的附身份证明复印件，为法人或者其他组织的附登记证书复印件；有多名申请人的，另附名单。"
    ]
    if matter == Matter.DISCLOSURE:
        notes.append("描述所需信息应当具体，便于行政机关查找；申请获取政府信息，不需要说明用途。")
    else:
        notes.append("申请更正的信息应当与申请人自身相关，并附证明记录不准确的材料。")
    ways = []
    if office.counter:
        ways.append(f"当面提交：{office.counter}" + (f"（{office.hours}）" if office.hours else ""))
    if office.postal_address:
        ways.append(f"邮寄：{office.postal_address}" + (f"，邮政编码{office.postcode}" if office.postcode else ""))
    if office.phone:
        ways.append(f"咨询电话：{office.phone}")
    if ways:
        notes.append("；".join(ways) + "。")
    return notes
