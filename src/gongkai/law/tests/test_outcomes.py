"""The outcomes: each has its article, its letter, its remedy and its row, and every row of a form has one."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.law.articles import ARTICLE, in_words, numeral
from gongkai.law.calendar import packaged_calendar
from gongkai.law.forms import packaged_forms
from gongkai.law.outcomes import Outcome, outcomes_of_row, packaged_outcomes
from gongkai.law.remedies import (
    REVIEW_BODIES,
    evidence_until,
    remedy_of,
    review_reply_until,
    review_until,
    sue_after_review_until,
    sue_until,
    untold_until,
)

OUTCOMES = packaged_outcomes()
CALENDAR = packaged_calendar()
NOT_OUTCOMES = {"received", "carried_in", "concluded", "carried_out"}


def outcome_rows(form: str) -> set[str]:
    table = packaged_forms()[form].table("applications")
    return {row.id for block in table.blocks for row in block.rows} - NOT_OUTCOMES


@pytest.mark.parametrize("form", ["2021", "2019"])
def test_every_row_of_a_form_has_an_outcome_and_every_outcome_a_row(form: str) -> None:
    used = {outcome.row(form) for outcome in OUTCOMES.values()} - {""}
    assert used == outcome_rows(form)
    assert [outcome.id for outcome in OUTCOMES.values() if not outcome.row(form)] == ["correction"]


@pytest.mark.parametrize("outcome", OUTCOMES.values(), ids=lambda outcome: outcome.id)
def test_articles_can_be_written_in_words(outcome: Outcome) -> None:
    for article in (*outcome.articles, *outcome.needs):
        assert ARTICLE.fullmatch(article)
        assert in_words(article).startswith("第")
    assert outcome.name
    assert outcome.letter or outcome.remedy == "none"


def test_review_comes_first_where_arts_14_to_16_are_the_ground() -> None:
    first = {outcome.row("2021") for outcome in OUTCOMES.values() if outcome.remedy == "review_first"}
    refused = {row for row in outcome_rows("2021") if row.startswith("refused.")}
    assert first == refused - {"refused.administrative_query"} | {"granted_in_part"}


def test_what_does_not_exist_and_what_is_another_authoritys_count_in_one_row() -> None:
    ids = {outcome.id for outcome in outcomes_of_row("2021", "unable.not_held")}
    assert {"not_existing", "not_ours"} <= ids


def test_review_came_first_only_since_2024() -> None:
    assert remedy_of(OUTCOMES["privacy"], date(2023, 12, 31)) == "either"
    assert remedy_of(OUTCOMES["privacy"], date(2024, 1, 1)) == "review_first"
    assert remedy_of(OUTCOMES["not_existing"], date(2024, 1, 1)) == "either"


def test_terms_of_remedies() -> None:
    assert review_until(date(2026, 1, 5), CALENDAR) == date(2026, 3, 6)
    assert review_until(date(2026, 8, 3), CALENDAR) == date(2026, 10, 8)  # 2 October, rolled over the feast
    assert sue_until(date(2026, 1, 5), CALENDAR) == date(2026, 7, 6)  # 5 July is a Sunday
    assert sue_until(date(2025, 8, 31), CALENDAR) == date(2026, 2, 28)  # a Saturday, but one that is worked
    assert sue_after_review_until(date(2026, 1, 5), CALENDAR) == date(2026, 1, 20)
    assert untold_until(date(2024, 2, 29), CALENDAR) == date(2025, 2, 28)
    assert review_reply_until(date(2026, 2, 13), CALENDAR, "simplified") == date(2026, 2, 27)
    assert review_reply_until(date(2026, 2, 13), CALENDAR, "ordinary") == date(2026, 3, 5)
    assert evidence_until(date(2026, 1, 5), CALENDAR) == date(2026, 1, 20)


def test_a_department_is_reviewed_by_its_own_government() -> None:
    assert REVIEW_BODIES["department"].text == "本级人民政府"
    assert REVIEW_BODIES["vertical"].text == "上一级主管部门"


@pytest.mark.parametrize(
    ("article", "words"),
    [("2", "第二条"), ("10", "第十条"), ("36(三)", "第三十六条第三项"), ("16¶2", "第十六条第二款"),
     ("29¶2(二)", "第二十九条第二款第二项")],
)  # fmt: skip
def test_articles_in_words(article: str, words: str) -> None:
    assert in_words(article) == words


def test_what_is_no_article_is_refused() -> None:
    with pytest.raises(ValueError, match="不是条文的写法"):
        in_words("36三")
    with pytest.raises(ValueError, match="0"):
        numeral(0)
