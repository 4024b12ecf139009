"""Pages as sites serve them: annual reports pasted from Word or WPS, with a site around them.

Words and figures are our own; labels come from the form's data. What a page weighs is what real ones weigh: 100 to
300 KB, nine tenths of it style attributes.
"""

from __future__ import annotations

import html
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import groupby, takewhile

from gongkai.law.forms import Block, Form, Table, packaged_forms

Cell = tuple[str, int, int]
"""Text, rowspan, colspan."""


@dataclass
class SampleReport:
    """A made-up report: the figures by cell id, and prose for each section."""

    form: Form
    agency: str
    year: int
    cells: dict[str, str]
    prose: dict[int, list[str]] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return f"{self.agency}{self.year}年政府信息公开工作年度报告"


def sample_report(seed: int, form_id: str = "2021") -> SampleReport:
    """A report whose figures and prose depend on `seed` alone."""
    dice = random.Random(seed)
    form = packaged_forms()[form_id]
    cells = {}
    for cell in form.cells:
        kind = form.places[cell].kind
        if kind == "amount":
            cells[cell] = f"{dice.randrange(1, 900000) / 100:.2f}"
        else:
            cells[cell] = str(dice.choice((0, 0, 0, 0, dice.randrange(1, 20), dice.randrange(1, 3000))))
    agency = dice.choice("东西南北中") + dice.choice("川原湖山桥") + "县" + dice.choice(("水务局", "林业局", "文旅局"))
    year = form.first_year + dice.randrange(0, 3)
    prose = {
        section.number: [_paragraph(dice) for _ in range(dice.randrange(2, 5))]
        for section in form.sections
        if section.number in (1, 5, 6)
    }
    return SampleReport(form, agency, year, cells, prose)


def _paragraph(dice: random.Random) -> str:
    openings = ("本年度，我们", "一年来，全局", "围绕群众关心的事项，各科室", "按照年初的安排，办公室")
    deeds = (
        "把办事指南逐条核对了一遍", "在门户网站开设了问答专栏", "对栏目做了整理和合并", "到三个镇听取了意见",
        "整理了历年的文件目录", "给窗口人员办了两期培训", "请律师一起看了疑难的答复", "更新了公开指南和联系方式",
    )  # fmt: skip
    picked = dice.sample(deeds, dice.randrange(3, 6))
    return dice.choice(openings) + "，".join(picked) + f"，共发布信息{dice.randrange(20, 900)}条。"


# ---------------------------------------------------------------- the tables in the official layout


def table_rows(table: Table, cells: dict[str, str]) -> list[list[Cell]]:
    """The table's rows of own cells, as the form prints them."""
    width = max(block.stub_depth + len(block.columns) for block in table.blocks)
    return [row for block in table.blocks for row in _block_rows(block, cells, width)]


def _block_rows(block: Block, cells: dict[str, str], width: int) -> Iterator[list[Cell]]:
    widest = width - block.stub_depth - len(block.columns) + 1
    if block.caption:
        yield [(block.caption, 1, width)]
    depth = block.head_depth
    for level in range(depth):
        row: list[Cell] = []
        if level == 0 and block.stub_depth:
            row.append((block.corner, depth, block.stub_depth))
        row.extend(_heads(block, level, depth, widest))
        yield row
    for index, row_data in enumerate(block.rows):
        row = []
        for level, label in enumerate(row_data.stub):
            path = row_data.stub[: level + 1]
            if index and block.rows[index - 1].stub[: level + 1] == path:
                continue
            below = takewhile(lambda other, path=path: other.stub[: len(path)] == path, block.rows[index:])
            span = sum(1 for _ in below)
            row.append((label, span, 1))
        if row_data.label:
            row.append((row_data.printed, 1, block.stub_depth - len(row_data.stub)))
        for position, column in enumerate(block.columns):
            last = position == len(block.columns) - 1
            row.append((cells.get(block.cell_id(row_data, column), ""), 1, widest if last else 1))
        yield row


def _heads(block: Block, level: int, depth: int, widest: int) -> Iterator[Cell]:
    paths = [(*column.heads, column.label) for column in block.columns]
    for path, group in groupby(range(len(paths)), key=lambda i: (paths[i][: level + 1], len(paths[i]) > level)):
        members = list(group)
        if not path[1]:
            continue
        ends = len(paths[members[0]]) == level + 1
        colspan = len(members) + (widest - 1 if members[-1] == len(paths) - 1 else 0)
        yield (path[0][-1], depth - level if ends else 1, colspan)


# ---------------------------------------------------------------- markup

Markup = Callable[[str, int, int, random.Random], str]

FONT = "font-family:仿宋_GB2312;mso-hansi-font-family:宋体;mso-bidi-font-family:宋体"


def word_cell(text: str, rowspan: int, colspan: int, dice: random.Random) -> str:
    """A cell as Word's HTML writes it."""
    spans = (f" rowspan={rowspan}" if rowspan > 1 else "") + (f" colspan={colspan}" if colspan > 1 else "")
    width = (64, 118, 236)[min(colspan, 3) - 1] + dice.choice((0, 0, 0, 2))
    return (
        f"<td width={width}{spans} style='width:{width * 0.75}pt;border-top:none;border-left:none;border-bottom:solid "
        "windowtext 1.0pt;border-right:solid windowtext 1.0pt;mso-border-top-alt:solid windowtext .5pt;mso-border-"
        "left-alt:solid windowtext .5pt;mso-border-alt:solid windowtext .5pt;padding:0cm 5.4pt 0cm 5.4pt;"
        "height:19.85pt'>\r\n"
        "  <p class=MsoNormal align=center style='text-align:center;mso-pagination:widow-orphan'><span\r\n"
        f"  lang=EN-US style='font-size:9.0pt;{FONT};mso-font-kerning:0pt'>{html.escape(text) or '&nbsp;'}<o:p></o:p>"
        "</span></p>\r\n  </td>\r\n"
    )


def wps_cell(text: str, rowspan: int, colspan: int, dice: random.Random) -> str:
    """A cell as pasted from WPS into a site's editor."""
    spans = (f' rowspan="{rowspan}"' if rowspan > 1 else "") + (f' colspan="{colspan}"' if colspan > 1 else "")
    style = "border-color:windowtext;border-width:1px;border-style:solid;padding:0px 7px;word-break:break-all"
    return (
        f'<td width="{80 * colspan + dice.choice((0, 0, 0, 2))}" valign="center"{spans} style="{style}">'
        '<p style="margin-top:0;margin-bottom:0;text-align:center;line-height:24px">'
        f'<span style="font-family:宋体;letter-spacing:0;font-size:12px">'
        f'<font face="宋体">{html.escape(text)}</font></span></p></td>\n'
    )


def plain_cell(text: str, rowspan: int, colspan: int, dice: random.Random) -> str:
    """A cell without any decoration."""
    spans = (f' rowspan="{rowspan}"' if rowspan > 1 else "") + (f' colspan="{colspan}"' if colspan > 1 else "")
    return f"<td{spans}>{html.escape(text)}</td>"


MARKUPS: dict[str, Markup] = {"word": word_cell, "wps": wps_cell, "plain": plain_cell}


def html_table(rows: list[list[Cell]], markup: Markup, dice: random.Random) -> str:
    body = "".join(f"<tr>{''.join(markup(*cell, dice) for cell in row)}</tr>\r\n" for row in rows)
    return f"<table class=MsoNormalTable border=1 cellspacing=0 cellpadding=0><tbody>{body}</tbody></table>"


def word_paragraph(text: str) -> str:
    """A paragraph of body text, its runs split where Latin characters begin, as Word does."""
    runs = "".join(
        f"<span {'lang=EN-US ' if ascii_run else ''}style='font-size:16.0pt;{FONT};color:black'>"
        f"{html.escape(''.join(run))}</span>"
        for ascii_run, run in groupby(text, str.isascii)
    )
    return f"<p class=MsoNormal style='text-indent:32.0pt;line-height:28.0pt;mso-line-height-rule:exactly'>{runs}</p>\n"


def chrome(dice: random.Random, links: int) -> str:
    """Menus, breadcrumbs and scripts around the content."""
    items = "".join(
        f'<li class="nav-item"><a href="/col/col{dice.randrange(1000, 99999)}/index.html" target="_blank" '
        f'title="栏目{i}">栏目{i}</a></li>\n'
        for i in range(links)
    )
    return (
        '<div class="header"><div class="container"><script type="text/javascript">var site={a:1};\n'
        f'if(1<2){{document.write("<b>x</b>");}}</script><ul class="nav">{items}</ul></div></div>'
    )


def page(report: SampleReport, markup: str = "word", *, links: int = 120, seed: int = 0) -> str:
    """The report's page as HTML text (declared UTF-8)."""
    dice = random.Random(seed)
    cell = MARKUPS[markup]
    body = [f'<h1 class="title">{report.title}</h1>']
    numerals = "〇一二三四五六七八九十"
    for section in report.form.sections:
        body.append(word_paragraph(f"{numerals[section.number]}、{section.title}"))
        body.extend(word_paragraph(text) for text in report.prose.get(section.number, ()))
        body.extend(
            html_table(table_rows(table, report.cells), cell, dice)
            for table in report.form.tables
            if table.section == section.number
        )
    return (
        '<!DOCTYPE html>\n<html><head><meta charset="utf-8"><meta name="PubDate" content="'
        f'{report.year + 1}-01-20 09:00"><meta name="ContentSource" content="{report.agency}">'
        f"<title>{report.title}</title><style>.nav li{{float:left}} .hide{{display:none}}</style></head><body>"
        f'{chrome(dice, links)}<div class="main"><div class="crumbs">当前位置：<a href="/">首页</a> &gt; '
        f'<a href="/x">公开年报</a></div><div id="zoom" class="content">{"".join(body)}</div></div>'
        f'<div class="footer" style="display:none">隐藏</div><div class="footer">{report.agency}主办</div>'
        "</body></html>"
    )
