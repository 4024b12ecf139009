"""The packaged forms say what the notices print, and the interpreter knows nothing that is not in the data."""

from decimal import Decimal
from pathlib import Path

import pytest

from gongkai.law.forms import PACKAGED, Forms, load_form, packaged_forms

# The 总计 column, disputes and section 二 of a city's report for 2025, in which all relations hold.
SOUND_2025 = {
    "received": 14069, "carried_in": 560, "granted": 5548, "granted_in_part": 2168,
    "refused.state_secret": 13, "refused.prohibited_by_law": 30, "refused.public_security": 11,
    "refused.third_party": 51, "refused.internal_affairs": 104, "refused.deliberative": 85,
    "refused.enforcement_file": 286, "refused.administrative_query": 150,
    "unable.not_held": 3222, "unable.needs_creation": 180, "unable.still_unclear": 19,
    "declined.petition": 203, "declined.repeat": 148, "declined.published_material": 0,
    "declined.excessive": 101, "declined.confirm_or_reissue": 5,
    "other.not_supplemented": 318, "other.fee_unpaid": 203, "other.other": 965,
    "concluded": 13810, "carried_out": 819,
}  # fmt: skip


def sum_of(cells: tuple[str, ...], figures: dict[str, int]) -> int:
    return sum(figures.get(cell, 0) for cell in cells)


@pytest.mark.parametrize(("form_id", "proactive", "applications"), [("2021", 10, 175), ("2019", 22, 161)])
def test_a_form_has_the_cells_that_its_notice_prints(form_id: str, proactive: int, applications: int) -> None:
    form = packaged_forms()[form_id]
    assert len(list(form.table("proactive").ids())) == proactive
    assert len(list(form.table("applications").ids())) == applications
    assert len(list(form.table("disputes").ids())) == 15
    assert len(set(form.cells)) == len(form.cells)


def test_the_form_of_a_year_is_the_one_in_force_for_it() -> None:
    forms = packaged_forms()
    by_year = {
        year: form.id if (form := forms.for_year(year)) else None for year in (2012, 2014, 2018, 2019, 2020, 2021, 2030)
    }
    assert by_year == {2012: None, 2014: "2014", 2018: "2014", 2019: "2019", 2020: "2019", 2021: "2021", 2030: "2021"}


def test_one_id_means_the_same_row_in_every_form() -> None:
    forms = packaged_forms()
    for cell in set(forms["2021"].cells) & set(forms["2019"].cells):
        new, old = forms["2021"].places[cell], forms["2019"].places[cell]
        assert new.table.id == old.table.id
        assert new.row.id == old.row.id


def test_every_relation_speaks_of_cells_of_its_form() -> None:
    for form in packaged_forms().values():
        for relation in form.relations():
            assert set(relation.cells) <= set(form.cells), relation


def test_relations_hold_on_a_sound_report() -> None:
    form = packaged_forms()["2021"]
    figures = {f"applications.{row}.total": value for row, value in SOUND_2025.items()}
    figures |= {f"applications.{row}.natural_person": value for row, value in SOUND_2025.items()}
    figures |= dict(
        zip(form.table("disputes").ids(), [376, 97, 196, 121, 790, 16, 1, 12, 27, 56, 74, 1, 30, 51, 156], strict=True)
    )
    relations = form.relations()
    assert len(relations) == 7 + 7 + 25 + 3
    for relation in relations:
        assert sum_of(relation.left, figures) == sum_of(relation.right, figures), relation


def test_only_the_balance_is_printed_on_the_form() -> None:
    printed = {relation.rule for relation in packaged_forms()["2021"].relations() if relation.printed_on_form}
    assert printed == {"applications.balance"}


def test_other_outcomes_enter_the_sum_once_as_the_document_prints_them() -> None:
    forms = packaged_forms()
    as_one = {"applications.other.natural_person"}
    as_three = {"applications.other.other.natural_person"}
    for form in (forms["2021"], forms["2019"]):
        for printed, expected in ((as_one, 1), (as_three, 3), (as_one | as_three, 3)):
            relation = next(item for item in form.relations(printed) if item.rule == "applications.concluded_sum")
            others = [cell for cell in relation.left if cell.startswith("applications.other")]
            assert len(others) == expected, (form.id, printed)


def test_a_row_total_is_asked_of_the_row_that_the_document_prints() -> None:
    form = packaged_forms()["2021"]
    rows = {
        item.along for item in form.relations({"applications.other.total"}) if item.rule == "applications.row_total"
    }
    assert "other" in rows
    assert "other.other" not in rows
    assert len(rows) == 23


def test_last_years_closing_figure_opens_this_year_column_by_column() -> None:
    links = [link for link in packaged_forms()["2021"].year_links if link.rule == "year.carry"]
    assert len(links) == 7
    assert ("applications.carried_in.total", ("applications.carried_out.total",)) in [
        (link.opening, link.closing) for link in links
    ]


def test_the_unverified_form_raises_hints_only() -> None:
    form = packaged_forms()["2014"]
    assert not form.verified
    assert {relation.level for relation in form.relations()} == {"hint"}


def test_a_cell_is_named_as_an_official_would() -> None:
    forms = packaged_forms()
    assert forms.describe("applications.refused.state_secret.total") == "“（三）不予公开—1.属于国家秘密”的“总计”"
    assert (
        forms.describe("applications.received.enterprise")
        == "“一、本年新收政府信息公开申请数量”的“法人或其他组织—商业企业”"
    )
    assert forms.describe("litigation_direct.total") == "“行政诉讼—未经复议直接起诉—总计”"
    assert forms.describe("proactive.licences.decided") in {"“行政许可”", "“行政许可”的“本年处理决定数量”"}


def test_a_later_form_is_a_new_data_file_and_no_new_code(tmp_path: Path) -> None:
    stub = '["三、本年度办理结果", "（六）其他处理"]'
    changes = {
        'id = "2021"': 'id = "2031"',
        "first_year = 2021": "first_year = 2031",
        '{ id = "other.other", label = "3.其他"': (
            f'{{ id = "other.merged", label = "3.并案处理", stub = {stub} }},\n'
            '    { id = "other.other", label = "4.其他"'
        ),
        '"other.fee_unpaid", "other.other"': '"other.fee_unpaid", "other.merged", "other.other"',
    }
    later = (PACKAGED / "2021.toml").read_text(encoding="utf-8")
    for old, new in changes.items():
        assert old in later
        later = later.replace(old, new)
    (tmp_path / "2031.toml").write_text(later, encoding="utf-8")
    forms = Forms(PACKAGED, tmp_path)
    assert next(iter(forms)) == "2031"
    assert len(forms["2031"].cells) == 207
    figures = {cell: Decimal(0) for cell in forms["2031"].cells}
    figures["applications.other.merged.total"] = Decimal(1)
    broken = [
        r for r in forms["2031"].relations() if sum(figures[c] for c in r.left) != sum(figures[c] for c in r.right)
    ]
    assert {r.rule for r in broken} == {"applications.concluded_sum", "applications.row_total"}


def test_a_data_file_that_breaks_the_format_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text('id = "x"\ntitle = "x"\n', encoding="utf-8")
    with pytest.raises(KeyError):
        load_form(tmp_path / "bad.toml")
