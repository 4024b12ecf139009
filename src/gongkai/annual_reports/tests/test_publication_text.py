"""Publication figures in the report's text: parts add up, each opens its records, and no leak is told as 0."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings as configured
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.agencies.enums import Role
from gongkai.agencies.models import Agency
from gongkai.agencies.tests.factories import AgencyFactory
from gongkai.annual_reports.compiling import compile_report, publication, readiness, texts
from gongkai.annual_reports.compiling.actions import WriteText
from gongkai.annual_reports.tests.compiled import TODAY, YEAR, begun, person, ready
from gongkai.library.interpretation_models import Interpretation
from gongkai.publishing.enums import Channel, ContentClass, EventKind, WithdrawalKind
from gongkai.publishing.event_models import Withdrawal
from gongkai.publishing.models import ColumnPage, PublicationEvent, Record
from gongkai.publishing.tests.factories import RecordFactory, column_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency() -> Agency:
    return AgencyFactory(name="澄湖市测试局")


def put_out(
    agency: Agency, column: ColumnPage, on: date, kind: str = ContentClass.NEWS, *channels: Channel, **fields: Any
) -> Record:
    """A record that went out on that day: on the website and by these channels."""
    record = RecordFactory(agency=agency, column=column, **fields)
    for channel in (Channel.WEBSITE, *channels):
        PublicationEvent.objects.create(
            record=record, kind=EventKind.PUBLISHED, on=on, channel=channel, agency=agency, column=column,
            content_class=kind,
        )  # fmt: skip
    return record


def numbers(sentence: str) -> list[int]:
    return [int(number) for number in re.findall(r"(\d+)条", sentence)]


one_record = st.tuples(st.integers(0, 7), st.sampled_from(ContentClass.values), st.integers(-2, 366))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(one_record, max_size=25))
def test_in_the_merged_text_the_parts_add_up_to_the_whole(agency: Agency, rows: list[tuple[int, str, int]]) -> None:
    PublicationEvent.objects.all().delete()
    columns = list(ColumnPage.objects.filter(issuer=agency)) or [column_of(agency, f"栏目{n}号") for n in range(8)]
    record = Record.objects.filter(agency=agency).first() or RecordFactory(agency=agency, column=columns[0])
    PublicationEvent.objects.bulk_create(
        PublicationEvent(
            record=record, kind=EventKind.PUBLISHED, on=date(YEAR, 1, 1) + timedelta(days=day), agency=agency,
            column=columns[where], content_class=kind,
        )
        for where, kind, day in rows
    )  # fmt: skip
    known = publication.fields(agency, YEAR)
    in_year = sum(0 <= day < 365 for *_, day in rows)
    said = [texts.merged(sentence, known) for sentence in publication.sentences(known) if sentence]
    assert not any(texts.unwritten(sentence) for sentence in said)
    by_class, by_column = (
        [numbers(sentence) for sentence in said if sentence.startswith(beginning)] for beginning in ("通过", "按栏目")
    )
    if not in_year:
        assert (by_class, by_column) == ([], [])
        return
    assert by_class[0][0] == sum(by_class[0][1:]) == in_year
    assert sum(by_column[0]) == in_year
    assert len(by_column[0]) <= publication.NAMED_COLUMNS + 1


def test_each_field_counts_the_records_that_it_opens(agency: Agency) -> None:
    news, policies = column_of(agency, "动态"), column_of(agency, "政策文件")
    put_out(agency, news, date(YEAR, 1, 1), ContentClass.NEWS, Channel.WECHAT)
    put_out(agency, news, date(YEAR, 12, 31), ContentClass.NEWS)
    put_out(agency, policies, date(YEAR, 6, 1), ContentClass.KEY_FIELD, Channel.GAZETTE)
    explaining = put_out(agency, policies, date(YEAR, 6, 2), ContentClass.BUSINESS)
    Interpretation.objects.create(record=explaining, agency=agency)
    put_out(agency, news, date(YEAR + 1, 1, 1))
    put_out(other := AgencyFactory(), column_of(other), date(YEAR, 1, 1))
    for kind in (WithdrawalKind.PERSONAL, WithdrawalKind.ERROR):
        Withdrawal.objects.create(record=RecordFactory(agency=agency), agency=agency, kind=kind, on=date(YEAR, 5, 5))
    known = publication.fields(agency, YEAR)
    expected = {
        "网站发布": 4, "动态信息": 2, "业务信息": 1, "重点领域信息": 1, "微信发布": 1, "解读发布": 1,
        "撤回": 2, "泄露": 1,
    }  # fmt: skip
    assert {name: int(known[name]) for name in expected} == expected
    assert {name: publication.records_of(agency, YEAR, name).count() for name in expected} == expected
    assert known["栏目发布"] == "“动态”栏目2条、“政策文件”栏目2条"
    assert set(known) == set(publication.names()) <= set(texts.field_names())


def test_the_template_tells_them_and_no_leak_as_0_and_the_checker_agrees(agency: Agency) -> None:
    put_out(agency, column_of(agency), date(YEAR, 3, 1), ContentClass.BUSINESS)
    report = ready(agency)
    report = WriteText(None, report, section="1", text="", was=report.texts["1"], today=TODAY).perform()
    compiled = compile_report(agency, YEAR, report)
    section = compiled.sections["1"]
    assert "主动公开信息1条，其中业务信息1条。按栏目分，“通知公告”栏目1条。" in section
    assert "撤回已经公开的信息0条，其中因泄露不应公开的内容撤回0条。" in section
    assert "微信" not in section
    assert not [found for found in readiness.findings(compiled) if found.rule.startswith("prose.")]


def test_who_never_published_here_says_nothing_of_it(agency: Agency) -> None:
    assert publication.fields(agency, YEAR) == {}
    put_out(agency, column_of(agency), date(YEAR + 1, 3, 1))
    assert "政府网站" not in compile_report(agency, YEAR).sections["1"]


def test_the_figures_on_the_page_open_their_records_for_this_agency_only(agency: Agency, office_client: Any) -> None:
    put_out(agency, column_of(agency), date(YEAR, 3, 1), title="关于停水的通知")
    report = begun(agency)
    client = office_client(person(agency, Role.EDITOR))
    base = {"urlconf": configured.OFFICE_URLCONF, "args": [report.public_id]}
    records = f"{reverse('annual_reports:compiled_cases', **base)}?field=%E7%BD%91%E7%AB%99%E5%8F%91%E5%B8%83"
    for page in (
        reverse("annual_reports:compiled", **base),
        reverse("annual_reports:compiled_text", urlconf=configured.OFFICE_URLCONF, args=[report.public_id, "1"]),
    ):
        assert f'href="{records}"' in client.get(page).content.decode(), page
    assert "关于停水的通知" in client.get(records).content.decode()
    assert client.get(records.partition("=")[0] + "=x").status_code == 404
    assert office_client(person(AgencyFactory(), Role.EDITOR)).get(records).status_code == 404
