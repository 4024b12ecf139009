"""The remedy paragraph: by outcome, date, body, court, and the way in which the letter is served."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from gongkai.applications.letters.facts import LetterFacts
from gongkai.applications.letters.kinds import LetterKind, letter_kinds
from gongkai.applications.letters.remedy import remedy_for, remedy_kind
from gongkai.law.outcomes import packaged_outcomes

KINDS = letter_kinds()
FACTS = LetterFacts(dated=date(2026, 1, 5), review_body="甲市人民政府", court="甲市乙区人民法院")
ENDING = [kind for kind in KINDS.values() if kind.outcomes]


def told(kind: str, facts: LetterFacts = FACTS) -> str:
    return remedy_for(KINDS[kind], facts, "本答复书").text


def test_review_comes_first_where_information_is_withheld() -> None:
    text = told("deliberative")
    assert "应当自收到本答复书之日起60日内先向甲市人民政府申请行政复议" in text
    assert "15日内再依法向甲市乙区人民法院提起行政诉讼" in text
    assert "6个月" not in text


def test_of_a_part_withheld_it_speaks_of_that_part() -> None:
    assert "不予公开的部分" in told("part_withheld")
    assert "先" not in told("part_not_provided")


def test_otherwise_there_is_the_choice() -> None:
    text = told("not_existing")
    assert "60日内向甲市人民政府申请行政复议，或者自收到本答复书之日起6个月内向甲市乙区人民法院提起行政诉讼" in text


def test_before_2024_there_was_the_choice_for_all() -> None:
    assert "6个月" in told("deliberative", replace(FACTS, dated=date(2023, 12, 31)))


@pytest.mark.parametrize("kind", ENDING, ids=lambda kind: kind.id)
def test_each_letter_that_ends_a_case_follows_its_outcome(kind: LetterKind) -> None:
    assert remedy_kind(kind, FACTS) == packaged_outcomes()[kind.outcomes[0]].remedy


def test_a_notice_of_procedure_has_none_and_a_third_party_the_choice() -> None:
    assert told("extension") == ""
    assert "或者" in told("disclosure_to_third_party")


def test_a_body_that_may_be_chosen_is_named_too() -> None:
    facts = replace(FACTS, review_choice="丙省司法厅")
    assert "向甲市人民政府或者丙省司法厅申请行政复议" in told("granted", facts)


def test_without_a_court_the_competent_one_is_named() -> None:
    assert "有管辖权的人民法院" in told("granted", replace(FACTS, court=None))


def test_served_on_line_it_owes_the_channel() -> None:
    online = replace(FACTS, served_online=True)
    assert remedy_for(KINDS["granted"], online).missing == ("复议网上渠道",)
    assert told("granted", replace(online, review_channel="甲市行政复议网上平台")).endswith("甲市行政复议网上平台。")


def test_without_the_body_there_is_a_gap() -> None:
    assert remedy_for(KINDS["granted"], replace(FACTS, review_body=None)).missing == ("复议机关",)
    assert "【缺：复议机关】" in told("granted", replace(FACTS, review_body=None))
