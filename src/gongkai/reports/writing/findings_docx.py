"""问题清单: what the check of one report or of several found, as a Word document to send to those who mend it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from gongkai.documents.official import Align, TableCell
from gongkai.documents.official_docx import OfficialDocument
from gongkai.documents.places import chinese_place
from gongkai.law.forms import Forms, packaged_forms
from gongkai.reports.figures import raw_figure
from gongkai.reports.model import Finding, Number, Report
from gongkai.reports.rule_names import LEVELS, rule_name
from gongkai.reports.writing.marks import computed, marked_cells
from gongkai.reports.writing.outline import chinese_date, chinese_number, title_of
from gongkai.reports.writing.paper import CAPTION_SHADE

SUFFIX = ".docx"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_COLUMNS: tuple[tuple[str, float, Align], ...] = (
    ("序号", 0.04, "center"),
    ("级别", 0.05, "center"),
    ("位置", 0.20, "left"),
    ("检查项目", 0.10, "left"),
    ("原文", 0.06, "center"),
    ("应为", 0.06, "center"),
    ("问题", 0.27, "left"),
    ("修改建议", 0.22, "left"),
)
_NAMED_CELLS = 3
"""Up to how many cells are named as the place; of more, only how many there are."""


def findings_docx(
    checked: Sequence[tuple[Report, Sequence[Finding]]],
    forms: Forms | None = None,
    made_on: date | None = None,
) -> bytes:
    """The list for each report in turn: facts, counts, then a row a finding in the order given, numbered from 1."""
    forms = forms or packaged_forms()
    title = "政府信息公开工作年度报告问题清单"
    document = OfficialDocument(title, landscape=True)
    document.title(title)
    if made_on:
        document.note(f"生成日期：{chinese_date(made_on)}", align="right")
    for number, (report, findings) in enumerate(checked, start=1):
        if len(checked) > 1:
            document.heading(f"{number}. {title_of(report)}")
        document.table(*_facts(report, findings, forms), caption="基本情况")
        document.space()
        if findings:
            document.table(
                list(_rows(report, findings, forms)),
                [width for _, width, _ in _COLUMNS],
                head_rows=1,
                size=9,
                caption="问题",
            )
        else:
            document.note("按现有检查项目，没有发现问题。")
        document.space()
    document.note(
        "“原文”是报告上印的内容，“应为”是由报告自身数据推算的结果；本清单由程序检查生成，请对照原件核实后修改。"
    )
    return document.to_bytes()


def _facts(report: Report, findings: Sequence[Finding], forms: Forms) -> tuple[list[list[TableCell]], list[float]]:
    """The report's facts as a table of two pairs a row, and its widths."""
    form = forms.get(report.form or "")
    levels = Counter[str](finding.level for finding in findings)
    counts = "、".join(f"{name}{levels[level]}条" for level, name in LEVELS.items())
    facts = [
        ("报告名称", title_of(report)),
        ("文件", report.file),
        ("行政机关", report.agency or report.agency_printed or "未能识别"),
        ("报告年度", f"{report.year}年" if report.year else "未能识别"),
        ("表格格式", form.title if form else "未能识别"),
        ("落款日期", chinese_date(report.signed) if report.signed else "未能识别"),
        ("读取数据", f"{len(report.cells)}项，空白{len(report.blank)}项，缺{len(report.missing)}项"),
        ("检查结果", counts),
    ]
    rows = []
    for row in range(len(facts) // 2):
        cells = []
        for column, (name, value) in enumerate(facts[2 * row : 2 * row + 2]):
            cells.append(TableCell(name, row, 2 * column, shade=CAPTION_SHADE))
            cells.append(TableCell(value, row, 2 * column + 1, align="left"))
        rows.append(cells)
    return rows, [0.1, 0.45, 0.1, 0.35]


def _rows(report: Report, findings: Sequence[Finding], forms: Forms) -> Iterator[list[TableCell]]:
    yield [
        TableCell(name, 0, column, shade=CAPTION_SHADE, bold=True, keep=True)
        for column, (name, _, _) in enumerate(_COLUMNS)
    ]
    form = forms.get(report.form or "")
    for number, finding in enumerate(findings, start=1):
        # Of cells only what the one wrong cell prints and should have: other findings on cells compare something else.
        printed = report.cells.keys() | report.blank.keys()
        told = not finding.cells or (form is not None and computed(finding, form, printed) is not None)
        texts = (
            str(number),
            LEVELS[finding.level],
            _place(report, finding, forms),
            rule_name(finding.rule),
            _figure(finding.actual) if told else "",
            _figure(finding.expected) if told else "",
            finding.message,
            finding.advice,
        )
        yield [
            TableCell(text, number, column, align=align)
            for column, (text, (_, _, align)) in enumerate(zip(texts, _COLUMNS, strict=True))
        ]


def _place(report: Report, finding: Finding, forms: Forms) -> str:
    """The cells concerned in words, then the place in the document, or the words concerned."""
    lines = []
    form = forms.get(report.form or "")
    cells = marked_cells(finding, form, report.cells.keys() | report.blank.keys()) if form else finding.cells
    if cells:
        lines.append(_names(cells, forms))
    if finding.source:
        lines.append(f"（{chinese_place(finding.source)}）")
    if finding.excerpt and not cells:
        lines.append(f"“{finding.excerpt}”")
    return "\n".join(lines)


def _names(cells: Iterable[str], forms: Forms) -> str:
    places = forms.places
    known = [places[cell] for cell in cells if cell in places]
    if not known:
        return ""
    table = known[0].table
    part = f"第{chinese_number(table.section)}部分" if table.section else table.title
    if len(known) > _NAMED_CELLS:
        return f"{part}：共{len(known)}格"
    return f"{part}：{'、'.join(place.words for place in known)}"


def _figure(value: Number | str | None) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else raw_figure(value)
