"""The limits of Art 49 for annual reports."""

from datetime import date

import pytest

from gongkai.law.reporting import body_of, report_due


@pytest.mark.parametrize(
    ("agency", "body"),
    [
        ("清源县自然资源局", "department"),
        ("江北省自然资源厅", "department"),
        ("清源市发展和改革委员会", "department"),
        ("清源县卫健委", "department"),
        ("清源市人民政府国有资产监督管理委员会", "department"),
        ("清源县人民政府", "government"),
        ("清源市", "government"),
        ("清源市东湖区人民政府", "government"),
        ("清源市东湖区", "government"),
        ("清源县人民政府办公室", "other"),
        ("清源县白水镇人民政府", "other"),
        ("清源县白水镇", "other"),
        ("东湖区北门街道办事处", "other"),
        ("清源高新技术产业开发区管理委员会", "other"),
        ("清源经济技术开发区", "other"),
        ("清源市公安局东湖分局", "other"),
        ("清源大学", "other"),
        ("清源市图书馆", "other"),
    ],
)
def test_the_kind_of_body_is_told_only_where_the_name_is_certain(agency, body):
    assert body_of(agency) == body


def test_departments_have_until_the_end_of_january_and_governments_until_the_end_of_march():
    assert report_due(2023, "department") == date(2024, 1, 31)
    assert report_due(2023, "government") == date(2024, 3, 31)
    assert report_due(2023, "other") == date(2024, 3, 31)


def test_the_limit_does_not_move_when_it_falls_on_a_day_off():
    assert report_due(2025, "department").weekday() == 5
    assert report_due(2025, "department") == date(2026, 1, 31)
