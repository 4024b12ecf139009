"""The real reports beside the repository: every figure, the form, the agency, the dates, the sections."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal

from tests.support.real_reports import real_report

from gongkai import documents
from gongkai.law.forms import packaged_forms
from gongkai.reports.model import Number, Report
from gongkai.reports.reading import read_report

KINDS = [column.id for column in packaged_forms()["2021"].table("applications").blocks[0].columns]
GROUPS = ("review", "litigation_direct", "litigation_after_review")
RESULTS = ("upheld", "corrected", "other", "pending", "total")


def report(name: str) -> Report:
    return read_report(documents.read_document(real_report(name).read_bytes(), name), name)


def rows(**figures: list[int]) -> dict[str, Number]:
    """Rows of table 三 that are not all 0; `__` in a name stands for the dot."""
    named = {name.replace("__", "."): counts for name, counts in figures.items()}
    return {
        f"applications.{row}.{kind}": count
        for row, counts in named.items()
        for kind, count in zip(KINDS, counts, strict=False)
    }


def person(count: int, total: int | None = None) -> list[int]:
    """A row with figures for natural persons only."""
    return [count, 0, 0, 0, 0, 0, count if total is None else total]


def disputes(*figures: int) -> dict[str, Number]:
    ids = [f"{group}.{result}" for group in GROUPS for result in RESULTS]
    return dict(zip(ids, figures, strict=True))


def proactive(**figures: Number) -> dict[str, Number]:
    return {f"proactive.{name.replace('__', '.')}": value for name, value in figures.items()}


def check(read: Report, count: int, figures: dict[str, Number]) -> None:
    """All cells of the report: the figures given, and 0 in every other one."""
    assert len(read.cells) == count
    assert {cell: figure.value for cell, figure in read.cells.items() if figure.value} == {
        cell: value for cell, value in figures.items() if value
    }
    assert figures.keys() <= read.cells.keys()
    assert all(figure.source for figure in read.cells.values())
    assert (read.blank, read.troubles) == ({}, [])


def outer(read: Report) -> tuple[object, ...]:
    return read.agency, read.agency_printed, read.year, read.form, read.title, read.signed, read.published


def test_yueyang() -> None:
    read = report("yueyang-2023.txt")
    figures = rows(
        received=person(149),
        carried_in=person(0),
        granted=person(61),
        granted_in_part=person(2, 0),
        refused__state_secret=person(4, 0),
        refused__third_party=person(2, 0),
        unable__not_held=person(58, 0),
        unable__still_unclear=person(2, 0),
        declined__repeat=[2, 0, 0, 0, 0, 0],
        declined__excessive=person(18, 0),
        other=person(0),
        concluded=person(149),
        carried_out=person(11),
    )
    figures |= proactive(
        normative_documents__made=1,
        normative_documents__in_force=3,
        licences__decided=73,
        penalties__decided=23,
        fees__amount=Decimal("3240.57"),
    )
    check(read, 185, figures | disputes(4, 3, 1, 0, 8, 0, 11, 5, 0, 16, 1, 0, 0, 1, 2))
    name = "岳阳市自然资源和规划局"
    assert outer(read) == (name, name, 2023, "2021", None, date(2024, 2, 19), None)
    parts = [f"applications.other.{part}." for part in ("not_supplemented", "fee_unpaid", "other")]
    assert set(read.missing) == {
        "applications.declined.repeat.total",
        *(part + kind for part in parts for kind in KINDS),
    }
    assert [(row.row, row.printed) for row in read.rows if row.printed != row.expected] == [
        ("applications.declined.repeat", 6)
    ]
    assert read.cells["applications.received.natural_person"].source == "line 59"
    assert (read.sections["2"], read.sections["3"], read.sections["4"]) == ("", "", "")
    assert read.sections["6"].endswith("2023年12月31日止。")


def test_zezhou() -> None:
    read = report("zezhou-2023.txt")
    figures = rows(received=person(8), granted=person(8), concluded=person(0), other__other=person(0))
    figures |= proactive(
        normative_documents__in_force=2,
        licences__decided=4,
        penalties__items_last_year=0,
        penalties__items_change=0,
        penalties__decided=47,
        coercive_measures__items_change=0,
        fees__amount=0,
    )
    check(read, 204, figures | disputes(4, 0, 0, 2, 6, 8, 0, 0, 0, 8, 1, 0, 1, 0, 2))
    name = "泽州县自然资源局"
    title = f"{name}2023年政府信息公开工作年度报告"
    assert outer(read) == (name, name, 2023, "2021", title, date(2024, 1, 26), None)
    assert read.missing == []
    assert read.sections["6"] == "无"
    heads = {head.caption: head for head in read.heads if head.table == "proactive"}
    assert heads["第二十条第（六）项"].forms == ["2019"]
    assert [heads[f"第二十条第（{item}）项"].forms for item in "一五八"] == [["2021"]] * 3


def test_leiyang() -> None:
    read = report("leiyang-2023.txt")
    figures = rows(received=person(64), granted=person(64), concluded=person(64))
    figures |= proactive(
        normative_documents__made=11,
        normative_documents__in_force=53,
        licences__decided=22105,
        penalties__decided=2424,
        coercive_measures__decided=51,
        fees__amount=149750,
    )
    check(read, 200, figures | disputes(0, 0, 1, 1, 2, *[0] * 10))
    assert outer(read) == ("耒阳市", "耒阳市", 2023, "2021", None, date(2024, 1, 10), None)
    assert read.missing == []
    assert read.repairs
    assert all("衡阳" not in text for text in read.sections.values())
    assert read.sections["6"] == "无其他需要报告的事项。"


def test_taicang() -> None:
    read = report("taicang-2020.txt")
    figures = rows(
        received=[32, 4, 0, 0, 0, 0, 36],
        granted=[11, 3, 0, 0, 0, 0, 14],
        granted_in_part=[8, 1, 0, 0, 0, 0, 9],
        refused__enforcement_file=person(1),
        refused__administrative_query=person(3),
        unable__not_held=person(7),
        unable__still_unclear=person(1),
        declined__repeat=person(1),
        other=person(0),
        concluded=[32, 4, 0, 0, 0, 0, 36],
    )
    figures |= proactive(
        normative_documents__public_total=9,
        licences__items_last_year=12,
        licences__items_change=9,
        licences__decided=122,
        other_services__items_last_year=15,
        other_services__items_change=5,
        other_services__decided=93751,
        penalties__items_last_year=110,
        penalties__items_change=65,
        penalties__decided=68,
        coercive_measures__items_change=6,
        fees__items_last_year=2,
        fees__items_change=0,
        procurement__items=18,
        procurement__amount=Decimal("2596.4955"),
    )
    check(read, 198, figures | disputes(1, 0, 0, 0, 1, *[0] * 10))
    name = "太仓市自然资源和规划局"
    title = f"{name}2020年度政府信息公开工作年度报告"
    assert outer(read) == (name, name, 2020, "2019", title, None, date(2021, 1, 22))
    assert read.missing == []
    assert (read.cells["proactive.licences.items_change"].raw, read.cells["proactive.procurement.amount"].raw) == (
        "+9",
        "2596.4955万元",
    )
    assert [hint.excerpt for hint in read.date_hints] == ["2021122"]


def test_hunan() -> None:
    read = report("hunan-2020.txt")
    assert (read.cells, read.blank, read.troubles) == ({}, {}, [])
    assert read.tables == {"proactive": "missing", "applications": "missing", "disputes": "missing"}
    assert outer(read)[:4] == ("湖南省自然资源厅", "湖南省自然資源廳", 2020, "2019")
    assert (read.signed, read.published) == (None, date(2021, 1, 29))
    assert read.missing == list(packaged_forms()["2019"].cells)
    assert [heading.section for heading in read.headings] == [1, 2, 3, 4, 5, 6]
    assert "(wǎng)" not in "".join(read.sections.values())
    assert [line.text for line in read.lines if line.section == 7][:3] == ["打印", "收藏", "关闭本页"]


def test_hongze() -> None:
    read = report("hongze-2024.pdf")
    figures = rows(
        received=person(95),
        granted=person(50),
        granted_in_part=person(9),
        refused__prohibited_by_law=person(0),
        refused__public_security=person(1),
        refused__deliberative=person(1),
        refused__enforcement_file=person(1),
        unable__not_held=person(31),
        unable__needs_creation=person(1),
        declined__petition=person(1),
        other=person(0),
        concluded=person(95),
        carried_out=person(0),
    )
    figures |= proactive(
        normative_documents__made=3,
        normative_documents__in_force=8,
        licences__decided=9487,
        penalties__decided=2776,
        coercive_measures__decided=84,
        fees__amount=7545,
    )
    check(read, 186, figures | disputes(1, 1, 0, 0, 2, 1, 0, 0, 0, 1, 2, 0, 1, 0, 3))
    tables = Counter(cell.partition(".")[0] for cell in read.cells)
    assert tables == {"proactive": 10, "applications": 161, **dict.fromkeys(GROUPS, 5)}
    name = "淮安市洪泽区人民政府"
    assert outer(read) == (name, name, 2024, "2021", f"{name}2024年政府信息公开工作年度报告", None, None)
    assert len(read.missing) == 21


def test_the_blank_form() -> None:
    read = report("form-2021-blank.docx")
    assert read.cells == {}
    assert set(read.blank) == set(packaged_forms()["2021"].cells)
    assert (read.missing, read.troubles, read.form, read.agency) == ([], [], "2021", None)
    assert set(read.tables.values()) == {"blank"}
