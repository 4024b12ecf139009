"""Compiling: figures from the records, the way to the public, and what is told when a record changes afterwards."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from gongkai.agencies.action import NOT_YOURS, Refused
from gongkai.agencies.enums import Role
from gongkai.annual_reports.actions import WithdrawReport
from gongkai.annual_reports.compiled_models import CompiledReport, Stage, TypedFigure
from gongkai.annual_reports.compiling import cases_of, compile_report, disputes_of, examine, readiness, remarks, texts
from gongkai.annual_reports.compiling.actions import (
    ApproveReport,
    ExplainCarry,
    ReopenReport,
    ReturnReport,
    StartReport,
    Stated,
    SubmitReport,
    TypeFigures,
    WriteText,
)
from gongkai.annual_reports.compiling.boundary import edges
from gongkai.annual_reports.compiling.differences import differences
from gongkai.annual_reports.compiling.release import ReleaseReport
from gongkai.annual_reports.models import AnnualReport, State
from gongkai.annual_reports.tests.compiled import TODAY, YEAR, begun, person, ready, served, some_cases
from gongkai.annual_reports.tests.made import published
from gongkai.applications.models import Application
from gongkai.applications.tests.factories import decided, step, taken_in
from gongkai.disputes.models import Dispute
from gongkai.documents import read_document
from gongkai.ledger.models import Entry
from gongkai.ledger.queries import verify
from gongkai.reports.checking import check
from gongkai.reports.model import CellValue
from gongkai.reports.reading import read_report
from gongkai.reports.writing import write

pytestmark = pytest.mark.django_db

REGULATIONS = "proactive.regulations.made"


@pytest.fixture
def agency(people):
    return people.agency


def totals(compiled):
    return {
        cell: compiled.figures[f"applications.{cell}.total"]
        for cell in ("received", "carried_in", "concluded", "carried_out")
    }


def review(agency, result=""):
    ended = {"result": result, "concluded_on": date(2025, 9, 1)} if result else {}
    ended |= {f"first_{name}": value for name, value in ended.items()}
    return Dispute.objects.create(
        agency=agency, kind="review", part="respondent", claimant="申请人甲", subject="答复", body="澄湖市人民政府",
        began_on=date(2025, 7, 1), **ended,
    )  # fmt: skip


def submitted(agency, by=None):
    return SubmitReport(by, ready(agency), today=TODAY).perform()


def frozen(agency, by=None):
    return ApproveReport(by, submitted(agency), today=TODAY).perform()


def test_the_cases_of_a_year_become_its_figures(agency):
    cases = some_cases(agency)
    compiled = compile_report(agency, YEAR)
    assert totals(compiled) == {"received": 3, "carried_in": 1, "concluded": 2, "carried_out": 2}
    assert compiled.figures["applications.refused.prohibited_by_law.enterprise"] == 1
    assert set(cases_of(agency, YEAR, "applications.carried_out.total")) == {cases["carried_out"], cases["next_year"]}
    following = compile_report(agency, YEAR + 1)
    assert totals(following) == {"received": 1, "carried_in": 2, "concluded": 1, "carried_out": 2}


def test_every_cell_says_how_many_records_it_counts(agency):
    some_cases(agency)
    TypeFigures(None, begun(agency), {REGULATIONS: Stated(Decimal(128), "法规科台账")}, today=TODAY).perform()
    data = compile_report(agency, YEAR).json()
    assert data["cells"]["applications.received.total"] == {"value": 3, "raw": "3", "source": "records", "records": 3}
    assert data["cells"][REGULATIONS] == {"value": 128, "raw": "128", "source": "法规科台账", "records": 1}
    assert "proactive.fees.amount" in data["missing"]
    assert data["form"] == "2021"


@pytest.mark.parametrize("format", ["html", "docx", "pdf", "xlsx"])
def test_what_is_written_reads_back_as_the_same_cells(agency, format):
    some_cases(agency)
    TypeFigures(
        None, ready(agency), {"proactive.fees.amount": Stated(Decimal("12.5"), "财务科")}, today=TODAY
    ).perform()
    compiled = compile_report(agency, YEAR, CompiledReport.objects.get())
    report = compiled.report()
    back = read_report(read_document(write(report, compiled.form, format), f"x.{format}"), "x")
    assert {cell: figure.value for cell, figure in back.cells.items()} == dict(compiled.figures)
    assert (back.agency, back.year, back.form) == (agency.name, YEAR, "2021")
    assert not [found for found in check(back) if found.level == "error"]


def test_a_report_of_the_form_of_2019_is_compiled_and_read_back(agency):
    served(agency, date(2020, 3, 2), date(2020, 3, 9), "withdrawn")
    compiled = compile_report(agency, 2020)
    assert compiled.form.id == "2019"
    assert compiled.figures["applications.other.natural_person"] == 1
    back = read_report(read_document(write(compiled.report(), compiled.form, "docx"), "x.docx"), "x")
    assert {cell: figure.value for cell, figure in back.cells.items()} == dict(compiled.figures)


def test_nothing_that_is_compiled_breaks_a_relation(agency):
    some_cases(agency)
    report = ready(agency)
    assert [
        found.rule for found in readiness.findings(compile_report(agency, YEAR, report)) if found.level != "hint"
    ] == []


def test_what_nobody_typed_is_missing_and_never_0(agency):
    compiled = compile_report(agency, YEAR)
    assert REGULATIONS in compiled.missing
    assert REGULATIONS not in compiled.figures
    assert "没有任何案件" in "".join(remarks(compiled, TODAY))
    assert "尚未结束" in "".join(remarks(compile_report(agency, 2026), TODAY))


def test_reviews_and_suits_are_in_table_four(agency):
    review(agency, "upheld")
    review(agency)
    compiled = compile_report(agency, YEAR)
    assert [compiled.figures[f"review.{column}"] for column in ("upheld", "pending", "total")] == [1, 1, 2]
    assert "行政复议2件" in compiled.sections["1"]
    assert disputes_of(agency, YEAR, "review.upheld").count() == 1


# ------------------------------------------------------------------ stated figures


@pytest.mark.parametrize(
    ("cell", "value", "source", "sentence"),
    [
        (REGULATIONS, "-1", "x", "不能小于 0"),
        (REGULATIONS, "1.5", "x", "应为整数"),
        (REGULATIONS, "NaN", "x", "不是数字"),
        (REGULATIONS, "1e30", "x", "数字过大"),
        (REGULATIONS, "1", "", "来源"),
        ("proactive.fees.amount", "0.00000001", "x", "小数过长"),
        ("applications.received.total", "1", "x", "不是由人填报"),
        ("no.cell", "1", "x", "不是由人填报"),
    ],
)
def test_a_stated_figure_that_cannot_be_gets_its_sentence(agency, cell, value, source, sentence):
    with pytest.raises(Refused, match=sentence):
        TypeFigures(None, begun(agency), {cell: Stated(Decimal(value), source)}, today=TODAY).perform()
    assert not TypedFigure.objects.exists()


def test_a_stated_figure_keeps_its_source_and_person_and_the_ledger_its_change(agency):
    handler, report = person(agency, Role.HANDLER), begun(agency)
    for value in ("3", "4"):
        TypeFigures(handler, report, {REGULATIONS: Stated(Decimal(value), "台账")}, today=TODAY).perform()
    entry = TypedFigure.objects.get()
    assert (entry.value, entry.source, entry.entered_by) == (4, "台账", handler)
    assert Entry.objects.filter(kind="compiled_report.figures_typed").last().payload["figures"] == {
        REGULATIONS: ["3", "4"]
    }
    TypeFigures(handler, report, {REGULATIONS: Stated(None, "")}, today=TODAY).perform()
    assert not TypedFigure.objects.exists()


# ------------------------------------------------------------------ texts


def test_figures_in_a_text_follow_the_records(agency):
    report = ready(agency)
    assert "新收政府信息公开申请0件" in compile_report(agency, YEAR, report).sections["1"]
    some_cases(agency)
    assert "新收政府信息公开申请3件，上年结转1件，办结2件" in compile_report(agency, YEAR, report).sections["1"]


def test_a_figure_written_by_hand_that_no_longer_agrees_is_found_in_its_sentence(agency):
    some_cases(agency)
    report = ready(agency)
    text = "2025年，本机关新收政府信息公开申请3件，办结2件。"
    report = WriteText(None, report, section="1", text=text, was=report.texts["1"], today=TODAY).perform()

    def said():
        findings = readiness.findings(compile_report(agency, YEAR, report))
        return [found.excerpt for found in findings if found.rule == "prose.disagrees"]

    assert said() == []
    served(agency, date(2025, 5, 6), date(2025, 5, 20))
    assert any("新收政府信息公开申请3件" in excerpt for excerpt in said())


def test_nobodys_words_are_overwritten_unseen(agency):
    report = ready(agency)
    with pytest.raises(Refused, match="他人改过"):
        WriteText(None, report, section="1", text="别的。", was="", today=TODAY).perform()


def test_a_misspelt_field_is_refused_and_an_empty_text_is_the_template_again(agency):
    report = begun(agency)
    with pytest.raises(Refused, match="新受"):
        WriteText(None, report, section="1", text="收到{{新受}}件。", was="", today=TODAY).perform()
    with pytest.raises(Refused, match="没有可以改写"):
        WriteText(None, report, section="3", text="x", was="", today=TODAY).perform()
    report = WriteText(
        None, report, section="1", text="有{{applications.received.enterprise}}件。", was="", today=TODAY
    ).perform()
    assert compile_report(agency, YEAR, report).sections["1"] == "有0件。"
    report = WriteText(None, report, section="1", text=" ", was=report.texts["1"], today=TODAY).perform()
    assert texts.unwritten(compile_report(agency, YEAR, report).sections["1"])


def test_the_fee_line_comes_from_the_notices_and_payments(agency):
    case = taken_in(agency, today=TODAY, arrived_on=date(2025, 6, 2))
    assert "没有收取" in compile_report(agency, YEAR).sections["6"]
    step(case, "fee_notified", date(2025, 6, 5), today=TODAY, amount=100)
    step(case, "fee_paid", date(2025, 6, 9), today=TODAY, amount=100)
    assert "收费通知1件，通知金额100元，实际收取100元" in compile_report(agency, YEAR).sections["6"]
    assert "没有收取" in compile_report(agency, YEAR - 1).sections["6"]


# ------------------------------------------------------------------ the way to the public


def test_from_draft_to_the_public_page(agency):
    some_cases(agency)
    handler, signer = person(agency, Role.HANDLER), person(agency, Role.SIGNER)
    report = SubmitReport(handler, ready(agency), today=TODAY).perform()
    assert (report.stage, report.prepared_by) == (Stage.APPROVAL, handler)
    report = ApproveReport(signer, report, today=TODAY).perform()
    assert (report.stage, report.approved_by, report.signed) == (Stage.FROZEN, signer, TODAY)
    assert report.frozen["cells"]["applications.received.total"]["value"] == 3
    assert report.counted_cases.count() == 4
    report = ReleaseReport(signer, report, today=TODAY).perform()
    public = report.published_as
    assert (report.stage, public.state, public.year, public.agency) == (Stage.PUBLISHED, State.PUBLISHED, YEAR, agency)
    assert public.signed == TODAY
    stored = {cell.cell: cell.value for cell in public.cells.all()}
    assert stored == {cell: Decimal(str(figure["value"])) for cell, figure in report.frozen["cells"].items()}
    assert public.sections["1"] == report.frozen["sections"]["1"]
    assert verify().sound


def test_the_frozen_report_keeps_the_head_of_the_chain(agency):
    report = frozen(agency)
    entry = Entry.objects.get(kind="compiled_report.frozen")
    assert (report.head_sequence, report.head_hash) == (entry.sequence - 1, entry.previous)
    assert entry.payload["head"]["hash"] == report.head_hash


def test_nobody_approves_what_he_submitted(agency):
    signer = person(agency, Role.SIGNER)
    report = submitted(agency, signer)
    with pytest.raises(Refused, match="另一人批准"):
        ApproveReport(signer, report, today=TODAY).perform()
    assert ApproveReport(person(agency, Role.REVIEWER), report, today=TODAY).perform().stage == Stage.FROZEN


def test_what_is_sent_back_says_why(agency):
    report = submitted(agency)
    with pytest.raises(Refused, match="退回理由"):
        ReturnReport(None, report, today=TODAY).perform()
    report = ReturnReport(None, report, today=TODAY, ground="第五部分太简略").perform()
    assert (report.stage, report.returned_reason) == (Stage.DRAFTING, "第五部分太简略")


def test_an_unfinished_report_is_not_submitted(agency):
    served(agency, date(2025, 5, 6), date(2025, 5, 20))
    Application.objects.update(outcome="")
    with pytest.raises(Refused) as refused:
        SubmitReport(None, begun(agency), today=TODAY).perform()
    said = "".join(refused.value.reasons)
    assert "10项数据没有填报" in said
    assert "1件已办结的案件没有办理结果" in said
    assert "第一部分还没有写完" in said
    with pytest.raises(Refused, match="2026年尚未结束"):
        SubmitReport(None, begun(agency, 2026), today=TODAY).perform()


@pytest.mark.parametrize("year", [2018, 2027])
def test_a_year_without_such_a_report_is_not_begun(agency, year):
    with pytest.raises(Refused):
        StartReport(None, agency, year, today=TODAY).perform()
    begun(agency)
    with pytest.raises(Refused, match="已在编制"):
        begun(agency)


PREPARE = {"registrar", "handler", "editor", "reviewer", "signer", "supervisor"}
APPROVE = {"reviewer", "signer", "supervisor"}
STEPS = {
    "start": (lambda who, of: StartReport(who, of, YEAR, today=TODAY), PREPARE),
    "submit": (lambda who, of: SubmitReport(who, ready(of), today=TODAY), PREPARE),
    "approve": (lambda who, of: ApproveReport(who, submitted(of), today=TODAY), APPROVE),
    "return": (lambda who, of: ReturnReport(who, submitted(of), today=TODAY, ground="x"), APPROVE),
    "reopen": (lambda who, of: ReopenReport(who, frozen(of), today=TODAY, ground="x"), APPROVE),
    "release": (lambda who, of: ReleaseReport(who, frozen(of), today=TODAY), {"editor", "signer", "supervisor"}),
}


@pytest.mark.parametrize("name", STEPS)
def test_each_step_is_for_its_roles_at_the_own_agency_only(people, name):
    make, roles = STEPS[name]
    action = make(None, people.agency)
    for agency, allowed in ((people.agency, roles), (people.other_agency, set())):
        may = set()
        for role in Role:
            action.actor = person(agency, role)
            if NOT_YOURS not in action.refusals():
                may.add(role)
        assert may == allowed


# ------------------------------------------------------------------ afterwards


def test_a_case_corrected_after_freezing_shows_as_a_difference(agency):
    cases = some_cases(agency)
    report = frozen(agency)
    assert not differences(report).figures
    Application.objects.filter(pk=cases["granted"].pk).update(outcome="privacy")
    Application.objects.filter(pk=cases["later"].pk).update(received_on=date(2025, 12, 31))
    found = differences(report)
    moved = {figure.cell: (figure.was, figure.now) for figure in found.figures if figure.cell.endswith(".total")}
    assert moved == {
        "applications.received.total": (3, 4),
        "applications.granted.total": (1, 0),
        "applications.refused.third_party.total": (0, 1),
        "applications.carried_out.total": (2, 3),
    }
    came = next(figure for figure in found.figures if figure.cell == "applications.refused.third_party.total")
    assert (came.gone, came.come) == ((), (cases["granted"].public_id,))
    assert {case.case for case in found.cases} == {cases["granted"].public_id, cases["later"].public_id}
    report.refresh_from_db()
    assert report.frozen["cells"]["applications.granted.total"]["value"] == 1


def test_two_changes_that_cancel_out_are_told_too(agency):
    first = served(agency, date(2025, 5, 6), date(2025, 5, 20), "granted")
    second = served(agency, date(2025, 5, 6), date(2025, 5, 20), "privacy")
    report = frozen(agency)
    Application.objects.filter(pk=first.pk).update(outcome="privacy")
    Application.objects.filter(pk=second.pk).update(outcome="granted")
    found = differences(report)
    assert all(figure.was == figure.now for figure in found.figures)
    assert len(found.cases) == 2


def test_a_case_that_is_no_more_counted_is_told(agency):
    case = served(agency, date(2025, 5, 6), date(2025, 5, 20))
    report = frozen(agency)
    Application.objects.filter(pk=case.pk).update(state="void")
    assert [(moved.case, moved.now) for moved in differences(report).cases] == [(case.public_id, None)]


def test_a_dispute_that_ends_otherwise_after_freezing_shows_as_a_difference(agency):
    one = review(agency, "upheld")
    report = frozen(agency)
    assert report.frozen_disputes == {"review.upheld": [one.public_id], "review.total": [one.public_id]}
    Dispute.objects.update(result="quashed")
    found = {figure.cell: (figure.was, figure.now, figure.come) for figure in differences(report).figures}
    assert found == {"review.upheld": (1, 0, ()), "review.corrected": (0, 1, (one.public_id,))}


def test_a_withdrawn_report_is_compiled_anew(agency):
    cases = some_cases(agency)
    report = ReleaseReport(None, frozen(agency), today=TODAY).perform()
    with pytest.raises(Refused, match="先撤回"):
        ReopenReport(None, report, today=TODAY, ground="更正").perform()
    WithdrawReport(None, report.published_as, reason="一件案件结果有误").perform()
    Application.objects.filter(pk=cases["granted"].pk).update(outcome="privacy")
    report = ReopenReport(None, report, today=TODAY, ground="更正").perform()
    assert (report.stage, report.frozen, report.counted_cases.count()) == (Stage.DRAFTING, {}, 0)
    report = ApproveReport(None, SubmitReport(None, report, today=TODAY).perform(), today=TODAY).perform()
    report = ReleaseReport(None, report, today=TODAY).perform()
    assert report.frozen["cells"]["applications.granted.total"]["value"] == 0
    assert AnnualReport.objects.published().get() == report.published_as


def test_another_report_that_is_public_already_stands_in_the_way(agency):
    report = frozen(agency)
    published(agency, YEAR)
    with pytest.raises(Refused, match="请先撤回"):
        ReleaseReport(None, report, today=TODAY).perform()
    report.refresh_from_db()
    assert (report.stage, AnnualReport.objects.count()) == (Stage.FROZEN, 1)


# ------------------------------------------------------------------ between the years


def test_another_closing_last_year_wants_a_signed_explanation(agency):
    some_cases(agency)
    published(agency, YEAR - 1)
    report = ready(agency)
    cell = "applications.carried_in.enterprise"
    assert readiness.carry_differences(compile_report(agency, YEAR, report))[cell] == [0, 1]
    with pytest.raises(Refused, match="请说明原因"):
        SubmitReport(None, report, today=TODAY).perform()
    with pytest.raises(Refused, match="写明差异的原因"):
        ExplainCarry(None, report, text=" ", today=TODAY).perform()
    signer = person(agency, Role.SIGNER)
    report = ExplainCarry(signer, report, text="上年漏计一件。", today=TODAY).perform()
    assert (report.carry_explained_by, report.carry_differences[cell]) == (signer, [0, 1])
    assert SubmitReport(None, report, today=TODAY).perform().stage == Stage.APPROVAL
    ReturnReport(None, report, today=TODAY, ground="x").perform()
    served(agency, date(2024, 12, 24), date(2025, 1, 7), "privacy")
    with pytest.raises(Refused, match="请说明原因"):
        SubmitReport(None, report, today=TODAY).perform()


def test_without_a_difference_there_is_nothing_to_explain(agency):
    with pytest.raises(Refused, match="无须说明"):
        ExplainCarry(None, begun(agency), text="x", today=TODAY).perform()


def test_the_years_edge(agency):
    cases = some_cases(agency)
    unserved = decided(taken_in(agency, today=TODAY, arrived_on=date(2025, 11, 3)), date(2025, 11, 20), today=TODAY)
    late = decided(taken_in(agency, today=TODAY, arrived_on=date(2025, 12, 1)), date(2025, 12, 31), today=TODAY)
    late = step(late, "served", date(2026, 1, 4), today=TODAY, method="post")
    unconfirmed = taken_in(agency, today=TODAY, arrived_on=date(2025, 12, 30), channel="web")
    found = {kind.id: set(kind.cases) for kind in edges(agency, YEAR).values()}
    assert found["next-year"] == {late}
    assert found["unserved"] == {unserved}
    assert unconfirmed in found["unconfirmed"]
    assert found["no-outcome"] == set()
    assert {late, cases["later"], cases["carried_in"]} <= found["near"]
    assert cases["granted"] not in found["near"]
    assert totals(compile_report(agency, YEAR))["carried_out"] == 4


def test_the_checker_reads_what_was_made_of_it(agency):
    compiled = compile_report(agency, YEAR, ready(agency))
    report = compiled.report()
    report.cells["applications.received.total"] = CellValue(9, "9", "")
    assert "applications.row_total" in {found.rule for found in examine(report, compiled.form)}
