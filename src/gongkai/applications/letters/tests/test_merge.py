"""Templates filled: gaps show, what is unknown leaves its paragraph out, and facts stay plain text."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from gongkai.applications.letters.facts import LetterFacts, facts_from_json, facts_to_json, merge_fields
from gongkai.applications.letters.kinds import LetterKind, letter_kinds
from gongkai.applications.letters.letter import Heading, Letter, Paragraph, Table
from gongkai.applications.letters.merge import merge
from gongkai.applications.letters.template import parse_template
from gongkai.applications.letters.tests.sound import sound_facts

KINDS = letter_kinds()


def merged(body: str, head: str = "", kind: str = "extension", **facts: Any) -> Letter:
    text = f"标题：告知书\n落款：{{{{机关名称}}}}\n日期：{{{{落款日期}}}}\n{head}----\n{body}"
    known = {"agency": "甲局", "dated": date(2026, 1, 5), **facts}
    return merge(parse_template(text), KINDS[kind], LetterFacts(**known))


def paragraphs(letter: Letter) -> list[str]:
    return [block.text for block in letter.blocks if isinstance(block, Paragraph)]


def test_dates_numbers_lists_and_articles_are_written_as_letters_write_them() -> None:
    letter = merged(
        "{{收到日期}}，{{延长工作日数}}个，{{申请人}}，{{依据条款}}",
        received_on=date(2026, 1, 5), extension_days=20, applicants=("甲", "乙"), grounds=("16¶2", "36(三)"),
    )  # fmt: skip
    assert paragraphs(letter) == ["2026年1月5日，20个，甲、乙，第十六条第二款、第三十六条第三项"]


def test_what_is_unknown_is_a_gap_and_listed_once() -> None:
    letter = merged("{{申请人}}、{{申请人}}{{文号}}\n{{逐项：补正事项}}", number="  ")
    assert paragraphs(letter) == ["【缺：申请人】、【缺：申请人】【缺：文号】", "【缺：补正事项】"]
    assert letter.missing == ("申请人", "文号", "补正事项")


def test_optional_parts_are_there_only_with_their_fact() -> None:
    body = (
        "甲{{如有：文号}}乙{{如有：申请人}}丙{{完}}{{完}}\n{{如无：文号}}\n丁\n{{完}}\n{{如有：网上送达}}\n戊\n{{完}}"
    )
    assert paragraphs(merged(body)) == ["甲", "丁"]
    assert paragraphs(merged(body, number="1号", applicants=("某",), served_online=True)) == ["甲乙丙", "戊"]
    assert paragraphs(merged(body, number="1号")) == ["甲乙"]


@pytest.mark.parametrize("text", ["{{机关名称}}", "{{救济}}", "|甲|乙|", "# 甲", "----", "{{如有：文号}}", "<b>&amp;"])
def test_facts_are_plain_text(text: str) -> None:
    letter = merged("{{理由}}\n{{逐项：补正事项}}", reasons=text, supplement_items=(text,))
    assert paragraphs(letter) == [text, f"1. {text}。"]


def test_a_fact_of_several_lines_is_several_paragraphs() -> None:
    assert paragraphs(merged("甲：{{理由}}。", reasons="一\n\n  二。")) == ["甲：一", "二。"]


def test_marks_are_not_doubled_and_inner_quotes_are_single() -> None:
    letter = merged("公开“{{申请内容}}”，理由：{{理由}}。甲", description="某“乙”件。", reasons="如此；")
    assert paragraphs(letter) == ["公开“某‘乙’件”，理由：如此。甲"]


def test_items_are_numbered_and_end_as_a_list_does() -> None:
    letter = merged("{{逐项：补正事项}}", supplement_items=("甲；", "乙"))
    assert paragraphs(letter) == ["1. 甲；", "2. 乙。"]


def test_tables_of_facts_have_heads_and_numbers() -> None:
    letter = merged("{{表格：材料清单}}", materials=(("方案", "甲〔2026〕1号", "3"), ("图",)))
    table = letter.blocks[0]
    assert isinstance(table, Table)
    texts = [[cell.text for cell in row] for row in table.rows]
    assert texts == [["序号", "名称", "文号", "页数"], ["1", "方案", "甲〔2026〕1号", "3"], ["2", "图", "", ""]]
    assert sum(table.widths) == pytest.approx(1)


def test_drawn_tables_slips_and_headings() -> None:
    letter = merged("# 一、甲\n|20|80|\n|名|{{申请人}}|×2\n{{另页：回执}}\n|甲|乙|<|\n丙", applicants=("某|某",))
    assert letter.blocks[0] == Heading("一、甲")
    table = letter.blocks[1]
    assert isinstance(table, Table)
    assert table.widths == (0.2, 0.8)
    assert [(cell.text, cell.lines_high, cell.label) for cell in table.rows[0]] == [
        ("名", 2, True),
        ("某|某", 2, False),
    ]
    slip = letter.slips[0]
    assert slip.title == "回执"
    assert isinstance(slip.blocks[0], Table)
    assert [cell.colspan for cell in slip.blocks[0].rows[0]] == [1, 2]


def test_attachments_are_numbered_only_if_several() -> None:
    head = "附件：{{附件}}\n"
    assert list(merged("甲", head).attachment_lines()) == []
    assert list(merged("甲", head, attachments=("方案",)).attachment_lines()) == ["附件：方案"]
    assert list(merged("甲", head, attachments=("方案", "图")).attachment_lines()) == ["附件：1. 方案", "2. 图"]


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.id)
def test_a_case_of_which_nothing_is_known_gives_gaps_and_no_error(kind: LetterKind) -> None:
    letter = merge(kind.template, kind, LetterFacts())
    assert {"机关名称", "落款日期"} <= set(letter.missing)
    assert set(letter.missing) <= set(merge_fields())


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.id)
def test_facts_are_kept_as_json_and_come_back_the_same(kind: LetterKind) -> None:
    facts = sound_facts(kind)
    assert facts_from_json(json.loads(json.dumps(facts_to_json(facts)))) == facts


@pytest.mark.parametrize(
    ("data", "word"),
    [({"x": 1}, "没有“x”"), ({"dated": "2026-02-30"}, "落款日期"), ({"applicants": "甲"}, "申请人"),
     ({"fee_total": "1"}, "收费金额"), ({"materials": ["a"]}, "材料清单"), ({"agency": 1}, "机关名称")],
)  # fmt: skip
def test_what_are_no_facts_is_refused(data: dict[str, Any], word: str) -> None:
    with pytest.raises(ValueError, match=word):
        facts_from_json(data)
