"""What is found in texts, and what is not: both corpora, and numbers by their check digit."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.documents.disclosure.marks import find_marks
from gongkai.documents.disclosure.numbers import (
    PROVINCES,
    identity_check_digit,
    is_credit_code,
    is_identity_number,
    is_luhn,
)
from gongkai.documents.disclosure.personal import find_personal
from gongkai.documents.disclosure.scan import scan_document, scan_text
from gongkai.documents.disclosure.tests.texts import ALARMING, CLEAN, UNDECIDED
from gongkai.documents.model import Document, Grid, GridCell, Paragraph

NUMBER = "11010519491231002X"


@pytest.mark.parametrize("text", CLEAN)
def test_clean_sentence_raises_nothing(text: str) -> None:
    assert [(finding.kind, finding.text) for finding in scan_text(text)] == []


def test_clean_sentences_joined_raise_nothing() -> None:
    """No number arises over the end of a sentence."""
    assert scan_text("\n".join(CLEAN)) == []
    assert len(CLEAN) >= 60


@pytest.mark.parametrize(("kind", "level", "text"), ALARMING + UNDECIDED)
def test_alarming_sentence_is_found(kind: str, level: str, text: str) -> None:
    assert (kind, level) in [(finding.kind, finding.level) for finding in scan_text(text)]


@pytest.mark.parametrize(("kind", "level", "text"), ALARMING)
def test_alarm_survives_among_clean_text(kind: str, level: str, text: str) -> None:
    around = f"{CLEAN[0]}\n{text}\n{CLEAN[1]}"
    findings = [finding for finding in scan_text(around) if finding.kind == kind]
    assert findings
    start, end = findings[0].span or (0, 0)
    assert around[start:end] == findings[0].text


# ---------------------------------------------------------------- numbers

regions = st.builds(
    lambda province, city, county: f"{province}{city:02}{county:02}",
    st.sampled_from(sorted(PROVINCES)),
    st.integers(1, 99),
    st.integers(1, 99),
)
firsts = st.builds(
    lambda region, day, order: f"{region}{day:%Y%m%d}{order:03}",
    regions,
    st.dates(date(1900, 1, 1), date(2026, 12, 31)),
    st.integers(0, 999),
)
separators = st.sampled_from(["", "", " ", "-", "　", "\u200b", " - "[:2]])


@given(firsts, st.lists(separators, min_size=17, max_size=17), st.booleans())
def test_every_valid_identity_number_is_found_however_written(first: str, between: list[str], wide: bool) -> None:
    number = first + identity_check_digit(first)
    written = "".join(digit + gap for digit, gap in zip(number, [*between, ""], strict=True))
    if wide:
        written = "".join(chr(ord(each) + 0xFEE0) if each.isalnum() else each for each in written)
    findings = find_personal(f"当事人证件号为{written}，请核对。")
    assert [(finding.kind, finding.text) for finding in findings] == [("identity_number", written)]
    assert findings[0].masked == f"{number[:6]}********{number[14:]}"


@given(firsts, st.integers(0, 9))
def test_broken_check_digit_is_no_identity_number(first: str, digit: int) -> None:
    number = f"{first}{digit}"
    kinds = {finding.kind for finding in find_personal(f"号{number}。")}
    assert ("identity_number" in kinds) == (identity_check_digit(first) == str(digit))


@given(st.integers(10**17, 10**18 - 1))
def test_number_of_that_length_alone_is_no_identity_number(number: int) -> None:
    found = "identity_number" in {finding.kind for finding in find_personal(f"总数{number}")}
    assert found == (is_identity_number(str(number)) and not (str(number)[0] == "9" and is_credit_code(str(number))))


@given(st.text("62021345879-  \n号", max_size=200))
def test_any_digits_are_read_without_error_and_spans_hold(text: str) -> None:
    for finding in scan_text(text):
        start, end = finding.span or (0, 0)
        assert text[start:end] == finding.text


def test_check_digits_of_known_numbers() -> None:
    assert is_identity_number(NUMBER)
    assert is_credit_code("91350100M000100Y43")  # the example of GB 32100
    assert not is_credit_code("91350100M000100Y44")
    assert is_luhn("4111111111111111")
    assert not is_luhn("4111111111111112")


def test_card_with_a_broken_check_digit_is_none() -> None:
    assert find_personal("卡号6222021234567890129") == []


def test_credit_code_of_digits_alone_is_told_by_its_label() -> None:
    number = next(
        body + identity_check_digit(body)
        for order in range(1000)
        if is_credit_code((body := f"51010119850101{order:03}") + identity_check_digit(body))
    )
    assert find_personal(f"统一社会信用代码：{number}") == []
    assert [finding.kind for finding in find_personal(f"身份证号：{number}")] == ["identity_number"]


def test_allowed_numbers_are_passed_over_in_any_spelling() -> None:
    text = "电话：0371-65500004，邮箱 Office@example.com，手机13800138000"
    kinds = [finding.kind for finding in find_personal(text, allowed=("(0371) 65500004", "office@example.com"))]
    assert kinds == ["mobile"]


def test_masked_forms() -> None:
    text = f"{NUMBER}，13800138000，6222021234567890128，护照E12345678，abc@example.com，电话0371-65500005"
    assert [finding.masked for finding in find_personal(text)] == [
        "110105********002X", "138****8000", "622202*********0128", "E1*****78", "a***@example.com", "0371-6550****",
    ]  # fmt: skip


def test_finding_keeps_its_text_out_of_logs() -> None:
    assert NUMBER not in repr(find_personal(NUMBER))


# ---------------------------------------------------------------- marks and documents


def test_word_alone_in_a_cell_is_only_to_be_looked_at() -> None:
    assert [finding.level for finding in find_marks("机密", in_table=True)] == ["warn"]
    assert [finding.level for finding in find_marks("机密★10年", in_table=True)] == ["block"]


def test_places_in_a_document_are_in_chinese() -> None:
    document = Document(
        "docx",
        [
            Paragraph("机密★", "paragraph 1"),
            Grid([[GridCell("姓名", 0, 0), GridCell(NUMBER, 0, 1)]], "table 2"),
        ],
        title=f"{NUMBER}的答复",
    )
    found = [(finding.kind, finding.place) for finding in scan_document(document)]
    assert found == [
        ("identity_number", "标题"),
        ("secrecy_mark", "第1段"),
        ("identity_number", "第2个表第1行第2列"),
    ]


def test_number_cut_by_a_lines_end_is_found_once() -> None:
    lines = [Paragraph(f"身份证号{NUMBER[:9]}", "page 1 line 1"), Paragraph(f"{NUMBER[9:]}。", "page 1 line 2")]
    findings = scan_document(Document("pdf", list(lines)))
    assert [(finding.kind, finding.place) for finding in findings] == [("identity_number", "第1页第1行")]
