"""The packaged letters agree with the outcomes, and a template that is wrong is refused with the place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.applications.letters.facts import merge_fields
from gongkai.applications.letters.kinds import (
    GROUPS,
    LetterKind,
    kind_for_outcome,
    kind_for_step,
    letter_kinds,
    shortcomings,
)
from gongkai.applications.letters.merge import merge
from gongkai.applications.letters.template import MAX_LENGTH, SYNTAX, TemplateError, parse_template
from gongkai.applications.letters.tests.sound import sound_facts
from gongkai.law.articles import in_words
from gongkai.law.events import KINDS as EVENTS
from gongkai.law.outcomes import Outcome, packaged_outcomes

KINDS = letter_kinds()
HEAD = "标题：告知书\n落款：{{机关名称}}\n日期：{{落款日期}}\n"
EACH_KIND = pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.id)


def problems(body: str, head: str = HEAD) -> list[tuple[int, int, str]]:
    with pytest.raises(TemplateError) as caught:
        parse_template(f"{head}----\n{body}")
    return [(problem.line, problem.column, problem.message) for problem in caught.value.problems]


@pytest.mark.parametrize("outcome", packaged_outcomes().values(), ids=lambda outcome: outcome.id)
def test_each_outcome_has_the_letter_that_it_names(outcome: Outcome) -> None:
    kinds = [kind for kind in KINDS.values() if outcome.id in kind.outcomes]
    assert [kind.letter for kind in kinds] == ([outcome.letter] if outcome.letter else [])
    assert kind_for_outcome(outcome.id) == next(iter(kinds), None)


@EACH_KIND
def test_each_kind_is_sound(kind: LetterKind) -> None:
    assert kind.group in GROUPS
    assert not kind.step or kind.step in EVENTS
    assert (kind.remedy == "outcome") == bool(kind.outcomes) == bool(kind.letter)
    for article in kind.cited(None):
        assert in_words(article)
    assert shortcomings(kind, kind.template) == ()


@EACH_KIND
def test_each_packaged_template_is_filled_without_a_gap(kind: LetterKind) -> None:
    letter = merge(kind.template, kind, sound_facts(kind))
    assert letter.missing == ()
    assert "【缺" not in "".join(letter.lines())
    assert bool(letter.remedy) == (kind.remedy != "none")


def test_every_file_is_a_kind() -> None:
    files = {path.stem for path in (Path(__file__).parents[1] / "templates").iterdir()}
    assert files == set(KINDS)


def test_steps_propose_their_letters() -> None:
    asked = {"supplement_asked", "reasons_asked", "extended", "deferred", "fee_notified", "received"}
    assert all(kind_for_step(step) for step in asked)
    consulted = {party: kind_for_step("consultation_sent", party) for party in ("third_party", "joint_body")}
    assert [kind.id for kind in consulted.values() if kind] == ["third_party_consultation", "joint_body_consultation"]
    assert kind_for_step("served") is None


def test_names_of_merge_fields_are_chinese_and_differ() -> None:
    attributes = [field.attribute for field in merge_fields().values()]
    assert len(set(attributes)) == len(attributes) >= 80
    assert not any(character.isascii() for name in merge_fields() for character in name)


class TestRefused:
    def test_an_unknown_field_is_told_with_its_place_and_the_likely_one(self) -> None:
        assert problems("一\n本机关收到{{申请人们}}的申请") == [
            (6, 6, "没有“申请人们”这个合并字段，是否应为“申请人”？")
        ]

    @pytest.mark.parametrize(
        ("body", "word"),
        [
            ("甲{{申请人", "半角花括号"),
            ("甲｛｛申请人｝｝", "半角花括号"),
            ("甲{{如有：文号}}乙", "没有用“{{完}}”结束"),
            ("甲{{完}}", "没有对应的条件"),
            ("{{如有：文号}}\n甲", "没有用“{{完}}”结束"),
            ("甲\n{{完}}", "没有对应的条件"),
            ("甲{{救济}}", "单独占一行"),
            ("甲{{逐项：补正事项}}", "单独占一行"),
            ("{{逐项：文号}}", "不能用“逐项”列出"),
            ("{{表格：补正事项}}", "不能用“表格”列出"),
            ("甲{{材料清单}}", "表格：…"),
            ("甲{{网上送达}}", "如有：…"),
            ("|甲|乙|\n|丙|", "列数不一致"),
            ("|甲|乙", "以“|”结束"),
            ("|<|乙|", "不能用在第一列"),
            ("|0|0|\n|甲|乙|", "列宽为0"),
            ("{{如有：文号}}\n{{另页：回执}}\n甲\n{{完}}", "不能放在条件里面"),
            ("", "正文是空的"),
        ],
    )
    def test_what_cannot_be_is_told_in_chinese(self, body: str, word: str) -> None:
        assert any(word in message for _, _, message in problems(body))

    def test_a_head_that_lacks_its_lines(self) -> None:
        messages = [message for _, _, message in problems("甲", head="主题：甲\n")]
        assert len(messages) == 4
        assert "标题" in messages[0]

    def test_all_problems_are_told_at_once_in_order(self) -> None:
        assert [line for line, _, _ in problems("{{甲甲}}\n好\n{{乙乙}}{{完}}")] == [5, 7, 7]

    def test_no_border_and_too_much_text(self) -> None:
        with pytest.raises(TemplateError, match="横线"):
            parse_template("标题：甲")
        with pytest.raises(TemplateError, match="不能超过"):
            parse_template("甲" * (MAX_LENGTH + 1))

    @given(st.text(alphabet="{}|<×3：甲文号如有无完逐项表格救济另页-#\n ", max_size=80))
    def test_any_text_is_a_template_or_refused_in_words(self, body: str) -> None:
        try:
            parse_template(f"{HEAD}----\n{body}")
        except TemplateError as error:
            told = str(error)
        else:
            told = "第1行"
        assert told.startswith("第")


def test_an_edited_template_must_keep_what_its_kind_needs() -> None:
    plain = parse_template(f"{HEAD}----\n甲")
    assert len(shortcomings(KINDS["granted"], plain)) == 3
    with_remedy = parse_template(f"{HEAD}文号：{{{{文号}}}}\n主送：{{{{申请人}}}}\n----\n甲\n{{{{救济}}}}")
    assert shortcomings(KINDS["granted"], with_remedy) == ()
    assert "程序性" in shortcomings(KINDS["extension"], with_remedy)[0]


def test_what_the_editing_screen_explains_is_understood() -> None:
    assert parse_template(f"{HEAD}----\n" + "\n".join(written for written, _ in SYNTAX)).has_remedy


def test_letters_know_no_django() -> None:
    folder = Path(__file__).parents[1]
    for path in folder.rglob("*.py"):
        assert not re.search(r"^\s*(from|import) (django|wagtail)", path.read_text(encoding="utf-8"), re.M), path
