"""Two versions beside each other: nothing of either is left out, and what is alike is not told as new."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.publishing.comparing import Line, compared, compared_bodies, compared_lines

lines = st.lists(st.text(alphabet="甲乙丙丁，。<a", min_size=1, max_size=12), max_size=8)


def side(found: list[Line], other: str) -> str:
    return "".join(piece.text for line in found for piece in line.pieces if piece.change != other)


@given(old=lines, new=lines)
def test_both_versions_can_be_read_out_of_the_comparison(old: list[str], new: list[str]) -> None:
    found = list(compared(old, new))
    assert side(found, "added") == "".join(old)
    assert side(found, "removed") == "".join(new)
    assert any(line.changed for line in found) == (old != new)


def test_one_character_is_one_change() -> None:
    (line,) = compared_lines("请于三月底前完成。", "请于五月底前完成。")
    assert [(piece.change, piece.text) for piece in line.pieces] == [
        ("same", "请于"), ("removed", "三"), ("added", "五"), ("same", "月底前完成。"),
    ]  # fmt: skip


def test_an_inserted_paragraph_leaves_the_others_alone() -> None:
    found = compared_bodies("<p>其一。</p><p>其三。</p>", "<p>其一。</p><h2>其二。</h2><p>其三。</p>")
    assert [line.changed for line in found] == [False, True, False]


@pytest.mark.parametrize(("old", "new"), [("", "新"), ("旧", ""), ("", ""), ("甲" * 5_000, "甲" * 5_001)])
def test_nothing_and_very_much_are_compared_too(old: str, new: str) -> None:
    found = list(compared_lines(old, new))
    assert side(found, "added") == old
    assert side(found, "removed") == new
