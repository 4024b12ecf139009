"""Bodies before they are published: what is found in them, what is not, how findings are marked and masked."""

from __future__ import annotations

from collections import Counter
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.documents.disclosure.finding import KINDS, Finding, found
from gongkai.documents.disclosure.html_text import strands
from gongkai.documents.disclosure.maps import calls_itself_map, is_map_number
from gongkai.documents.disclosure.tests.bodies import CLEAN_BODIES, DIRTY_BODIES
from gongkai.documents.disclosure.text_masking import NotMaskable, mask_html, mask_text
from gongkai.documents.disclosure.web import inspect_html, inspect_line, mark_html, pieces, plain_text
from gongkai.documents.disclosure.wording import Entry, find_wrong_words, own_entries

NUMBER = "11010519491231002X"
MOST_WARNINGS = 5
"""Of all clean bodies together: office lines whose label stands behind them or at the head of their column."""


def test_clean_bodies_are_never_blocked_and_seldom_warned_of(capsys: pytest.CaptureFixture[str]) -> None:
    false_alarms: list[tuple[str, Finding]] = []
    for title, body in CLEAN_BODIES:
        false_alarms += [(title, each) for each in (*inspect_line(title, "标题"), *inspect_html(body))]
    characters = sum(len(plain_text(body)) for _, body in CLEAN_BODIES)
    with capsys.disabled():
        print(f"\nfalse alarms: {len(false_alarms)} in {len(CLEAN_BODIES)} clean bodies of {characters} characters:",
              dict(Counter(f"{each.kind} {each.level}" for _, each in false_alarms)))  # fmt: skip
    assert len(CLEAN_BODIES) >= 60
    assert [(title, each.kind, each.text) for title, each in false_alarms if each.level == "block"] == []
    assert len(false_alarms) <= MOST_WARNINGS
    assert {each.kind for _, each in false_alarms} <= {"landline"}


def test_office_lines_of_the_directory_raise_nothing() -> None:
    lines = [f"0371-655000{number:02}" for number in range(10, 36)]
    assert [each for _, body in CLEAN_BODIES for each in inspect_html(body, lines)] == []


@pytest.mark.parametrize(("kind", "level", "body"), DIRTY_BODIES)
def test_dirty_body_is_found(kind: str, level: str, body: str) -> None:
    assert (kind, level) in [(each.kind, each.level) for each in inspect_html(body)]


@pytest.mark.parametrize(("kind", "level", "body"), DIRTY_BODIES)
def test_dirty_passage_is_found_among_clean_text(kind: str, level: str, body: str) -> None:
    around = CLEAN_BODIES[0][1] + body + CLEAN_BODIES[2][1]
    findings = [each for each in inspect_html(around) if (each.kind, each.level) == (kind, level)]
    assert findings
    text = plain_text(around)
    for each in findings:
        if each.source == "正文" and each.span:
            assert text[slice(*each.span)] == each.text


def test_map_with_its_number_is_none_of_the_guards_business() -> None:
    body = '<p><img src="/m.png" alt="某区行政区划图"></p>'
    assert [each.kind for each in inspect_html(body)] == ["unnumbered_map"]
    assert inspect_html(body, map_number="GS（2024）0650号") == []
    assert inspect_html(body + "<p>审图号：某S（2026）012号</p>") == []
    assert [each.level for each in inspect_html(body, map_number="已审核")] == ["block"]
    assert is_map_number("粤S(2024)012号")
    assert not is_map_number("某政发〔2026〕12号")
    assert [calls_itself_map(name) for name in ("业务流程图", "征地范围示意图", "某市地图.jpg", "地图管理条例")] == [
        None, "warn", "block", None,
    ]  # fmt: skip


def test_words_of_an_installation_go_before_ours() -> None:
    entry = Entry("副市长李四", "市长李四", "block", "职务已经变动。")
    findings = inspect_html("<p>副市长李四出席。</p>", words=[entry])
    assert [(each.kind, each.note) for each in findings] == [("grave_wording", "疑为“市长李四”。职务已经变动。")]
    assert inspect_html("<p>副市长李四出席。</p>") == []


@pytest.mark.parametrize("entry", own_entries(), ids=lambda entry: entry.wrong)
def test_every_wrong_word_is_found_and_no_right_one(entry: Entry) -> None:
    if not entry.pattern:
        assert [each.text for each in find_wrong_words(f"现{entry.wrong}。")]
    for excuse in entry.unless:
        assert entry.wrong in excuse or excuse in entry.wrong or not find_wrong_words(excuse)
        assert entry.wrong not in [each.text for each in find_wrong_words(f"　　{excuse}　　")]
    assert entry.wrong not in entry.right
    assert find_wrong_words(entry.right) == []


# ---------------------------------------------------------------- marking and masking


def test_pieces_joined_are_the_text_and_findings_over_one_another_appear_once() -> None:
    text = "电话13800138000，见附件"
    graver = found("mobile", "13800138000", "正文", span=(2, 13))
    wider = found("wrong_word", "电话13800138000", "正文", span=(0, 13))
    cut = pieces(text, [wider, graver])
    assert [(piece.text, piece.finding and piece.finding.kind) for piece in cut] == [
        ("电话", None), ("13800138000", "mobile"), ("，见附件", None),
    ]  # fmt: skip


def test_markup_in_a_text_stays_text_in_its_pieces() -> None:
    body = "<p>&lt;script&gt;alert(1)&lt;/script&gt; 13800138000</p>"
    assert "".join(piece.text for piece in mark_html(body, inspect_html(body))) == plain_text(body)
    assert "<script>" in plain_text(body)


def test_masking_keeps_markup_and_masks_every_occurrence() -> None:
    body = (
        '<p class="a">号<b>110105</b><i>19491231</i>002X &amp; 其他</p>'
        f'<p>{NUMBER}</p><img alt="{NUMBER}" src="/a.png">'
    )
    masked = mask_html(body, [each for each in inspect_html(body) if each.source == "正文"][:1])
    assert masked == (
        '<p class="a">号<b>110105********002X</b><i></i> &amp; 其他</p><p>110105********002X</p>'
        '<img alt="110105********002X" src="/a.png">'
    )
    assert inspect_html(masked) == []


def test_masking_in_a_comment_and_in_references() -> None:
    body = "<p>&#49;3800138000</p><!-- 13800138000 -->"
    assert mask_html(body, inspect_html(body)[:1]) == "<p>138****8000</p><!-- 138****8000 -->"


def test_what_has_changed_or_has_no_masked_form_is_not_masked() -> None:
    finding = inspect_line("电话13800138000", "标题")[0]
    assert mask_text("电话13800138000", finding) == "电话138****8000"
    with pytest.raises(NotMaskable):
        mask_text("电话：13800138000", finding)
    residue = inspect_html('<p class="MsoNormal">一</p>')[0]
    with pytest.raises(NotMaskable):
        mask_html('<p class="MsoNormal">一</p>', [residue])


fragments = st.lists(
    st.one_of(
        st.sampled_from(
            ["<p>", "</p>", "<table><tr><td>", "</td><td>", "</td></tr></table>", "<b>", "</b>", "<br>", "&amp;",
             "&nbsp;", "&#x31;", "<!-- ", "-->", "<img alt='", "'>", "<", ">", "&", "13800138000", NUMBER, "《", "\n"]
        ),
        st.text("一二三 abc123", max_size=8).map(escape),
    ),
    max_size=30,
).map("".join)  # fmt: skip


@given(fragments)
def test_any_markup_is_read_and_its_characters_stand_where_it_says(html: str) -> None:
    for strand in strands(html):
        assert len(strand.text) == len(strand.at)
        for character, (start, end) in zip(strand.text, strand.at, strict=True):
            if end - start == 1:
                assert html[start] == character or (character == " " and html[start] in "\r\n")
    for piece in mark_html(html, inspect_html(html)):
        assert piece.text


@given(fragments)
def test_masked_markup_keeps_its_tags(html: str) -> None:
    findings = [each for each in inspect_html(html) if each.source == "正文" and each.masked]
    masked = mask_html(html, findings)
    for finding in findings:
        assert finding.text not in plain_text(masked)


def test_kinds_have_names() -> None:
    assert all(kind.name for kind in KINDS.values())
