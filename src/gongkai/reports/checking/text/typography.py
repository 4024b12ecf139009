"""Widths of punctuation, and spaces inside words. One hint of each kind at most."""

from __future__ import annotations

import re

from gongkai.reports.checking.text.lines import body, search, several
from gongkai.reports.model import Finding, Report

_HALF = re.compile(
    r"(?<=[\u4e00-\u9fff》”）])[,;:?!](?=\s*[\u4e00-\u9fff《“（])|(?<=[\u4e00-\u9fff])\((?=[\u4e00-\u9fff])"
)
_FULL = re.compile(r"(?<=[\u4e00-\u9fff》”）])[，；：？！]|（(?=[\u4e00-\u9fff])")
_SPACED = re.compile(r"(?<![\u4e00-\u9fff])(?:[\u4e00-\u9fff][ \u3000]+){2,}[\u4e00-\u9fff](?![\u4e00-\u9fff])")
_UNITS = "件条个次份篇期项万元人家场号"
_NUMBER_SPACED = re.compile(rf"\d[ \u3000]+(?=[{_UNITS}])")
_NUMBER_CLOSE = re.compile(rf"\d(?=[{_UNITS}])")


def findings(report: Report) -> list[Finding]:
    """Hints on mixed widths and spaces."""
    lines = body(report)
    found: list[Finding] = []
    half = search(lines, _HALF)
    # Where half-width prevails, it was the page or the dump that folded all of it: nothing that an author mixed.
    if 0 < len(half) <= len(search(lines, _FULL)):
        found += several("text.punctuation_width", half, "全角与半角标点混用（半角{n}处），宜统一使用全角。")
    found += several("text.spacing", search(lines, _SPACED), "词语中间夹有空格（共{n}处）。")
    spaced = search(lines, _NUMBER_SPACED)
    if spaced and search(lines, _NUMBER_CLOSE):
        found += several("text.spacing", spaced, "数字与量词之间有的有空格（共{n}处）、有的没有，宜统一。")
    return found
