"""Bars: each row a link with its words, lengths true to the numbers, names cut and never markup."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from gongkai.reports.bars import Bar, BarChart, bars_svg, percentage

SVG = "{http://www.w3.org/2000/svg}"
names = st.text(st.characters(blacklist_categories=("Cc", "Cs")), max_size=80)
rows = st.lists(st.builds(Bar, names, st.integers(0, 10**7), href=st.just("?a=1&b=2")), max_size=30)


@given(rows)
def test_each_row_is_one_link_as_long_as_its_number(bars: list[Bar]) -> None:
    tree = ElementTree.fromstring(bars_svg(BarChart("图", tuple(bars)), "x"))
    links = tree.findall(f"{SVG}a")
    assert [link.get("aria-label") for link in links] == [f"{bar.label}：{bar.value}件" for bar in bars]
    widths = [float(rect.get("width", "")) for rect in tree.iter(f"{SVG}rect") if rect.get("class") == "bar"]
    longest = max((bar.value for bar in bars), default=0)
    for bar, width in zip(bars, widths, strict=True):
        assert (width == 0) == (bar.value == 0)
        assert width <= max(widths)
        if bar.value == longest:
            assert width == max(widths)
    assert all(len(link.findall(f"{SVG}text")) <= 3 for link in links)


def test_parts_are_drawn_on_their_whole() -> None:
    svg = bars_svg(BarChart("按期率", (Bar("甲科", 1, 4), Bar("乙科", 30, 30))))
    assert "25.0%（1/4）" in svg
    assert "100.0%（30/30）" in svg
    short, whole = (float(found) for found in re.findall(r'class="bar"[^>]* width="([\d.]+)"', svg))
    assert abs(short * 4 - whole) < 0.5
    assert 'role="img"' in svg


def test_a_name_that_is_markup_stays_text() -> None:
    svg = bars_svg(BarChart("<b>", (Bar("<script>", 1, href='"><script>'),)))
    assert "<script>" not in svg
    assert "<b>" not in svg


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_all_and_nothing_are_said_of_all_and_nothing_only(part: int, rest: int) -> None:
    assert (percentage(part, part + rest - 1) == "100.0%") == (rest == 1 and part > 0)
    assert (percentage(part, part + rest) == "0.0%") == (part == 0)
