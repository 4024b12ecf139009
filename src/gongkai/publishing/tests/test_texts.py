"""Rich text is cleaned by a whitelist; document numbers are told right from wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.publishing import document_numbers
from gongkai.publishing.rich_text import clean, plain

OURS = "abcdefgh2345"


@pytest.mark.parametrize(
    ("dirty", "kept"),
    [
        ('<p onclick="x()">文</p><script>x()</script>', "<p>文</p>"),
        ('<a href="javascript:x()">链</a>', '<a rel="noopener noreferrer">链</a>'),
        ('<p style="color:red;text-align: center">文</p>', '<p class="align-center">文</p>'),
        ("<p align=right>落款</p>", '<p class="align-right">落款</p>'),
        ('<p class="MsoNormal indent">文</p>', '<p class="indent">文</p>'),
        (f'<img src="/fj/{OURS}/" alt="图">', f'<img src="/fj/{OURS}/" alt="图">'),
        ('<img src="/fj/zzzzzzzz2345/">', ""),
        (f'<img src="https://other.example/{OURS}">', ""),
        (f'<img src="//other.example/{OURS}">', ""),
        ('<img src="data:image/png;base64,AAAA">', ""),
        ('<iframe src="/x"></iframe><svg><a href="x">y</a></svg>', ""),
        ("<!--[if gte mso 9]><xml>x</xml><![endif]--><p>文</p>", "<p>文</p>"),
        ('<td colspan="2" onmouseover="x">', ""),
    ],
)
def test_only_what_is_on_the_list_stays(dirty: str, kept: str) -> None:
    assert clean(dirty, [OURS]) == kept


@given(st.text(alphabet="<>/ =\"'apimgsrchref:javscript停水&;!-", max_size=60))
def test_cleaning_twice_is_cleaning_once(html: str) -> None:
    once = clean(html)
    assert clean(once) == once
    assert "<script" not in once


def test_words_of_a_text_by_lines() -> None:
    assert plain("<h2>一</h2><p>甲 &amp; <b>乙</b><br>丙</p><table><tr><td>1</td><td>2</td></tr></table>") == (
        "一\n甲 & 乙\n丙\n1\n2"
    )


@pytest.mark.parametrize("number", ["某政发〔2026〕5号", "某市人民政府令第12号", "某局公告2026年第3号", ""])
def test_right_numbers(number: str) -> None:
    assert document_numbers.fault(number) == ""


@pytest.mark.parametrize(
    "number",
    ["某政发〔26〕5号", "某政发〔2026〕05号", "某政发〔2026〕第5号", "〔2026〕5号", "某政发2026-5", "某政发〔2026〕5"],
)
def test_wrong_numbers(number: str) -> None:
    assert "不规范" in document_numbers.fault(number)


@pytest.mark.parametrize("typed", ["某政发[2026]5号", "某政发（2026） 5号", "某政发【2026】5号", "某政发﹝2026﹞5号"])
def test_other_brackets_are_put_right(typed: str) -> None:
    assert document_numbers.tidied(typed) == "某政发〔2026〕5号"
