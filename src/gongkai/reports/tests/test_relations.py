"""Broken relations: exactly those that contain the wrong cell, with the change that mends them."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.law.forms import PACKAGED, Forms
from gongkai.reports.checking import check
from gongkai.reports.checking.diagnosis import diagnose, swapped
from gongkai.reports.checking.relations import broken_relations, checkable, findings
from gongkai.reports.model import CellValue, Trouble
from gongkai.reports.tests.samples import (
    FORM_2019,
    FORM_2021,
    KINDS,
    LARGE_2021,
    LATER_FORMS,
    SMALL_2019,
    SMALL_2021,
    ZERO_2021,
    by_kind,
    filled,
    report_of,
)
from gongkai.reports.tests.strategies import valid_cells

FORMS = Forms(PACKAGED, LATER_FORMS)
COLUMNS = (*KINDS, "total")


@pytest.mark.parametrize(
    ("form", "figures"),
    [(FORM_2021, ZERO_2021), (FORM_2021, SMALL_2021), (FORM_2021, LARGE_2021), (FORM_2019, SMALL_2019)],
)
def test_a_sound_report_raises_nothing(form, figures):
    assert check(report_of(figures, form)) == []


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_one_wrong_cell_breaks_the_relations_that_contain_it_and_is_named(data):
    form = data.draw(st.sampled_from([FORMS["2021"], FORMS["2019"], FORMS["2031"]]))
    figures = data.draw(valid_cells(form))
    related = sorted({cell for relation in form.relations() for cell in relation.cells})
    cell = data.draw(st.sampled_from(related))
    wrong = data.draw(st.integers(0, 20_000).filter(lambda value: value != figures[cell]))
    report = report_of({**figures, cell: wrong}, form)

    found = findings(report, FORMS)
    concerned = [relation for relation in form.relations() if cell in relation.cells]
    assert [tuple(finding.cells) for finding in found] == [relation.cells for relation in concerned]
    assert {finding.level for finding in found} == {"error"}

    suggestions = diagnose(report, checkable(report, form), FORMS, form)
    single = [way for suggestion in suggestions for way in suggestion.alternatives if len(way) == 1]
    assert (cell, figures[cell]) in [(change.cell, change.new) for (change,) in single]
    if len(concerned) > 1:
        (suggestion,) = suggestions
        assert suggestion.certain
        assert all(str(figures[cell]) in finding.advice for finding in found)


@settings(max_examples=30, deadline=None)
@given(valid_cells(FORM_2021), st.data())
def test_what_is_suggested_mends_every_relation(figures, data):
    related = sorted({cell for relation in FORM_2021.relations() for cell in relation.cells})
    for cell in data.draw(st.lists(st.sampled_from(related), min_size=1, max_size=4, unique=True)):
        figures[cell] = data.draw(st.integers(0, 300))
    report = report_of(figures)
    suggestions = diagnose(report, FORM_2021.relations())
    for suggestion in suggestions:
        for change in suggestion.alternatives[-1]:
            report.cells[change.cell] = CellValue(change.new, "", "")
    mended = {relation for suggestion in suggestions for relation in suggestion.relations}
    assert not mended & {item.relation for item in broken_relations(report, FORM_2021)}


def test_expected_is_what_the_parts_give_and_actual_what_is_printed():
    (finding,) = findings(report_of({**SMALL_2021, "review.total": 30}))
    assert (finding.rule, finding.expected, finding.actual) == ("disputes.total", 3, 30)
    assert "“行政复议—总计” 30" in finding.message
    assert "相差 27" in finding.message


def test_the_balance_expects_what_came_in():
    figures = {**SMALL_2021, "applications.carried_out.enterprise": 4, "applications.carried_out.total": 7}
    found = findings(report_of(figures))
    assert [(finding.rule, finding.expected, finding.actual) for finding in found] == [
        ("applications.balance", 5, 9),
        ("applications.balance", 38, 42),
    ]
    assert "“商业企业”一列" in found[0].message.replace("法人或其他组织—", "")
    assert "“（七）总计”的“法人或其他组织—商业企业”与其各分项之和相符" in found[0].advice
    assert "3 种" in found[0].advice


def test_swapped_digits_are_named_first():
    (finding,) = findings(report_of({**ZERO_2021, "review.upheld": 51, "review.total": 15}))
    assert finding.advice.index("写颠倒") < finding.advice.index("（2）")
    assert "“行政复议—总计”由 15 改为 51" in finding.advice


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [(3150, 3105, True), (15, 51, True), (149, 160, False), (100, 10, False), (123, 321, False), (7, 7, False)],
)
def test_neighbouring_digits_that_changed_places(one, other, expected):
    assert swapped(one, other) is expected


def test_totals_that_were_never_filled_in_are_told_together():
    """Seven rows' totals at 0 and one application too many carried out: the figures of a real report."""
    a = "applications."
    natural = {
        "received": 149, "granted": 61, "granted_in_part": 2, "refused.state_secret": 4, "refused.third_party": 2,
        "unable.not_held": 58, "unable.still_unclear": 2, "declined.repeat": 2, "declined.excessive": 18,
        "concluded": 149, "carried_out": 11,
    }  # fmt: skip
    figures = {cell: 0 for cell in FORM_2021.cells if not cell.startswith("applications.other.")}
    figures |= {f"{a}other.{column}": 0 for column in COLUMNS}
    figures |= {f"{a}{row}.natural_person": count for row, count in natural.items()}
    figures |= {f"{a}{row}.total": natural[row] for row in ("received", "granted", "concluded", "carried_out")}
    del figures[f"{a}declined.repeat.total"]
    found = findings(report_of(figures))

    by_rule = {}
    for finding in found:
        by_rule.setdefault(finding.rule, []).append(finding)
    assert {rule: len(of_rule) for rule, of_rule in by_rule.items()} == {
        "applications.balance": 2,
        "applications.concluded_sum": 1,
        "applications.row_total": 7,
    }
    assert [(f.expected, f.actual) for f in by_rule["applications.balance"]] == [(149, 160), (149, 160)]
    assert (by_rule["applications.concluded_sum"][0].expected, by_rule["applications.concluded_sum"][0].actual) == (
        61,
        149,
    )
    assert all("共 7 处" in finding.advice for finding in by_rule["applications.row_total"])
    assert "（七）总计" in by_rule["applications.balance"][0].advice
    assert "由 11 改为 0" in by_rule["applications.balance"][0].advice
    assert "补填 2" in next(f.advice for f in found if "2.重复申请" in f.message)


def test_a_row_of_totals_left_at_zero_is_named():
    figures = {**ZERO_2021}
    for row in ("received", "granted"):
        figures[f"applications.{row}.natural_person"] = figures[f"applications.{row}.total"] = 8
    found = findings(report_of(figures))
    assert sorted(finding.rule for finding in found) == [
        "applications.balance",
        "applications.balance",
        "applications.concluded_sum",
        "applications.concluded_sum",
    ]
    assert all("“（七）总计”" in finding.advice and "改为 8" in finding.advice for finding in found)


def test_faults_in_several_tables_are_told_apart():
    figures = {
        **SMALL_2021,
        "review.total": 30,
        "litigation_direct.total": 0,
        "applications.granted.natural_person": 15,
    }
    report = report_of(figures)
    suggestions = diagnose(report, checkable(report, FORM_2021))
    assert len(suggestions) == 3
    assert {len(suggestion.alternatives[0]) for suggestion in suggestions} == {1}


def test_absent_cells_count_as_nothing_where_the_row_has_a_number():
    figures = dict(SMALL_2021)
    del figures["applications.declined.repeat.total"]
    (row, column) = sorted(findings(report_of(figures)), key=lambda finding: -len(finding.rule))[:2]
    assert {row.rule, column.rule} == {"applications.row_total", "applications.concluded_sum"}


@pytest.mark.parametrize("kind", KINDS[1:])
def test_a_blank_column_of_organisations_breaks_nothing(kind):
    figures = filled(FORM_2021, {**by_kind("received", 4, *(0,) * 5), **by_kind("granted", 4, *(0,) * 5)})
    blank = {cell: "/" for cell in figures if cell.startswith("applications.") and cell.endswith(f".{kind}")}
    report = report_of({cell: value for cell, value in figures.items() if cell not in blank}, blank=blank)
    assert findings(report) == []
    assert [(finding.rule, finding.level) for finding in check(report)] == [("form.missing_cells", "warning")]


def test_other_outcomes_count_once_as_one_row_or_as_three():
    figures = {cell: value for cell, value in SMALL_2021.items() if not cell.startswith("applications.other.")}
    one_row = {f"applications.other.{column}": 0 for column in COLUMNS}
    one_row["applications.other.natural_person"] = one_row["applications.other.total"] = 1
    assert findings(report_of({**figures, **one_row})) == []
    one_row["applications.other.total"] = 2
    broken = findings(report_of({**figures, **one_row}))
    assert {finding.rule for finding in broken} == {"applications.row_total", "applications.concluded_sum"}


def test_what_could_not_be_read_is_not_taken_for_nothing():
    figures = {cell: value for cell, value in SMALL_2021.items() if cell != "applications.concluded.total"}
    report = report_of(figures, troubles=[Trouble("applications", "这一行的数字连在一起，无法分开。", "line 9")])
    rules = [finding.rule for finding in check(report)]
    assert "applications.balance" not in rules
    assert "applications.concluded_sum" not in rules
    assert "form.unreadable" in rules


def test_the_unverified_form_raises_hints_only():
    form = FORMS["2014"]
    relation = form.relations()[0]
    report = report_of(dict.fromkeys(form.cells, 1) | {relation.right[0]: 99}, form)
    assert {finding.level for finding in findings(report)} == {"hint"}


def test_money_is_counted_exactly():
    form = FORMS["2031"]
    figures = filled(form, {"open_data.conditional.datasets": 3})
    figures["open_data.conditional.total"] = Decimal("3.0")
    assert findings(report_of(figures, form), FORMS) == []
