"""What may be done with an annual report, by whom, and what the ledger keeps of it."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from gongkai.agencies.action import NOT_YOURS, Refused
from gongkai.annual_reports.actions import (
    AssignReport,
    CorrectCell,
    PublishReport,
    ShowFindings,
    TakeInReport,
    WithdrawReport,
)
from gongkai.annual_reports.models import AnnualReport, ReportCell, State
from gongkai.annual_reports.tests.made import TOTAL, draft, editor, published, report_file, upload
from gongkai.ledger.models import Entry

pytestmark = pytest.mark.django_db


def correct(actor, report, cell=TOTAL, value="9", reason="原件为 9"):
    return CorrectCell(actor, report, cell=cell, value=None if value is None else Decimal(value), reason=reason)


def refused(action) -> str:
    with pytest.raises(Refused) as caught:
        action.perform()
    return "".join(caught.value.reasons)


def test_what_was_read_is_kept_with_the_original(people):
    report = draft(people.agency)
    with report.file.open("rb") as file:
        assert file.read() == report_file(people.agency.name)
    assert report.cells.count() == len(upload(people.agency.name).reading["cells"]) == 198 + 2
    cell = report.cells.get(cell=TOTAL)
    assert (cell.printed_value, cell.raw, cell.corrected) == (5, "5", False)
    assert (report.year, report.form, report.state) == (2023, "2021", State.DRAFT)


def test_the_original_lies_where_no_address_leads(people, settings):
    report = draft(people.agency)
    assert not report.file.path.startswith(str(settings.MEDIA_ROOT))
    with pytest.raises(ValueError, match="no address"):
        report.file.url  # noqa: B018


def test_a_stranger_can_do_nothing(people):
    report = draft(people.agency)
    for action in (
        AssignReport(people.stranger, report, agency=people.other_agency, year=2023),
        correct(people.stranger, report),
        ShowFindings(people.stranger, report, numbers=[1]),
        PublishReport(people.stranger, report),
        WithdrawReport(people.stranger, report, reason="不该公布"),
        TakeInReport(people.stranger, upload(people.agency.name), agency=people.agency),
    ):
        assert NOT_YOURS in refused(action)


def test_a_handler_prepares_and_an_editor_publishes(people):
    report = draft(people.agency)
    correct(people.handler, report).perform()
    assert refused(PublishReport(people.handler, report)) == NOT_YOURS
    PublishReport(editor(people.agency), report).perform()
    assert AnnualReport.objects.published().get() == report


def test_a_correction_stands_beside_what_is_printed(people):
    report = draft(people.agency)
    correct(people.handler, report, reason=" 原件第2页为 9 ").perform()
    cell = report.cells.get(cell=TOTAL)
    assert (cell.raw, cell.printed_value, cell.value) == ("5", 5, 9)
    assert (cell.corrected_by, cell.correction_reason) == (people.handler, "原件第2页为 9")
    entry = Entry.objects.get(kind="annual_report.cell_corrected")
    assert entry.payload == {"cell": TOTAL, "from": "5.000000", "to": "9"}
    assert (entry.chain, entry.actor, entry.ground) == (people.agency.code, people.handler.label, "原件第2页为 9")


def test_a_figure_that_was_not_read_can_be_added_and_one_that_is_not_there_taken_out(people):
    report = draft(people.agency)
    report.cells.filter(cell="review.total").delete()
    correct(people.handler, report, cell="review.total", value="0").perform()
    assert report.cells.get(cell="review.total").value == 0
    correct(people.handler, report, value=None).perform()
    assert report.cells.get(cell=TOTAL).value is None


@pytest.mark.parametrize(
    ("cell", "value", "reason", "sentence"),
    [
        (TOTAL, "9", "  ", "请写明更正理由"),
        (TOTAL, "-1", "抄错", "不小于 0 的整数"),
        (TOTAL, "1.5", "抄错", "不小于 0 的整数"),
        (TOTAL, "1e15", "抄错", "数字过大"),
        ("applications.received.nobody", "1", "抄错", "没有这个数据格"),
    ],
)
def test_a_correction_that_cannot_be_is_refused_in_one_sentence(people, cell, value, reason, sentence):
    assert sentence in refused(correct(people.handler, draft(people.agency), cell, value, reason))
    assert not Entry.objects.filter(kind="annual_report.cell_corrected").exists()


def test_an_amount_may_have_decimals_and_a_change_may_be_negative(people):
    report = draft(people.agency)
    correct(people.handler, report, cell="proactive.fees.amount", value="12.5").perform()
    correct(people.handler, report, cell="proactive.licences.items_change", value="-3").perform()


def test_the_database_wants_who_and_why_of_a_correction(people):
    cell = draft(people.agency).cells.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportCell.objects.filter(pk=cell.pk).update(corrected_at="2026-01-01T00:00Z", corrected_value=1)


def test_what_is_public_is_not_corrected_or_reassigned(people):
    report = published(people.agency)
    assert "须先撤回" in refused(correct(people.handler, report))
    assert "须先撤回" in refused(AssignReport(people.handler, report, agency=people.agency, year=2022))


def test_agency_and_year_are_needed_to_publish(people):
    report = TakeInReport(None, upload("某机关")).perform()
    assert "须确定机关和年度" in refused(PublishReport(None, report))
    AssignReport(None, report, agency=people.agency, year=2023).perform()
    PublishReport(None, report).perform()


@pytest.mark.parametrize("year", [None, 1999, 2400])
def test_an_impossible_year_is_refused(people, year):
    report = draft(people.agency)
    assert "年度应在 2008 年" in refused(AssignReport(people.handler, report, agency=people.agency, year=year))


def test_a_report_goes_only_to_an_agency_one_works_for(people):
    report = draft(people.agency)
    assert "您不办理" in refused(AssignReport(people.handler, report, agency=people.other_agency, year=2023))


def test_one_report_a_year_is_public(people):
    published(people.agency)
    second = draft(people.agency, received=6)
    assert "已经公布；如要替换，请先撤回" in refused(PublishReport(None, second))
    with pytest.raises(IntegrityError), transaction.atomic():
        AnnualReport.objects.filter(pk=second.pk).update(state="published", published_at="2026-01-01T00:00Z")


def test_withdrawing_takes_a_reason_and_is_in_the_ledger(people):
    report, person = published(people.agency), editor(people.agency)
    assert "请写明撤回理由" in refused(WithdrawReport(person, report, reason=" "))
    WithdrawReport(person, report, reason="附件有误").perform()
    assert not AnnualReport.objects.published().exists()
    entry = Entry.objects.get(kind="annual_report.withdrawn")
    assert (entry.ground, entry.payload) == ("附件有误", {"year": 2023})
    assert "没有公布" in refused(WithdrawReport(person, report, reason="再撤一次"))


def test_a_withdrawn_report_can_be_corrected_and_published_again(people):
    report, person = published(people.agency), editor(people.agency)
    WithdrawReport(person, report, reason="更正").perform()
    correct(person, report).perform()
    PublishReport(person, report).perform()
    report.refresh_from_db()
    assert (report.state, report.withdrawn_reason) == (State.PUBLISHED, "")


def test_publishing_is_in_the_ledger_with_what_was_shown(people):
    report = published(people.agency)
    entry = Entry.objects.get(kind="annual_report.published")
    assert entry.payload == {"year": 2023, "sha256": report.sha256}
    assert entry.subject == f"annual_reports.annualreport:{report.public_id}"


def test_exactly_the_chosen_findings_are_shown(people):
    report = draft(people.agency, total=9)
    numbers = list(report.findings.values_list("number", flat=True))
    assert len(numbers) >= 2
    ShowFindings(editor(people.agency), report, numbers=numbers).perform()
    ShowFindings(editor(people.agency), report, numbers=numbers[:1]).perform()
    assert list(report.findings.filter(shown=True).values_list("number", flat=True)) == numbers[:1]


def test_words_that_a_record_may_not_hold_are_not_published_with_a_report(people):
    report = draft(people.agency)
    number = "11010519491231002X"
    assert "“更正理由”中有居民身份证号码" in refused(
        CorrectCell(people.handler, report, cell=TOTAL, value=None, reason=f"张某{number}来电")
    )
    report.source_blocks = [{"place": "表1", "rows": [[{"place": "表1!A1", "text": f"张某 {number}"}]]}]
    report.save()
    assert "“报告正文”中有居民身份证号码" in refused(PublishReport(None, report))
    assert not AnnualReport.objects.published().exists()
