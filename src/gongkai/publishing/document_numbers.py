"""Document numbers 文号: 某政发〔2026〕5号, by GB/T 9704 the year in full in hexagonal brackets and no empty digits."""

from __future__ import annotations

import re

_NUMBERED = re.compile(r"[^\s〔〕\[\]【】()（）]+〔(?:19|20)[0-9]{2}〕[1-9][0-9]{0,5}号")
# Orders and announcements are counted without brackets: 某某市人民政府令第12号, 某局公告2026年第3号.
_COUNTED = re.compile(r"\S*?(?:令|公告|通告|公报)\S*?第[1-9][0-9]{0,5}号")
_BRACKETS = re.compile(r"[\[［【〖﹝(（〔]\s*((?:19|20)[0-9]{2})\s*[\]］】〗﹞)）〕]")


def tidied(number: str) -> str:
    """The number with its year between 〔 and 〕 whatever was typed, without blanks."""
    return _BRACKETS.sub(r"〔\1〕", "".join(number.split()))


def fault(number: str) -> str:
    """What is wrong with the number, in one sentence; "" where nothing is, or where there is none."""
    if not number or _NUMBERED.fullmatch(number) or _COUNTED.fullmatch(number):
        return ""
    return (
        f"文号“{number}”不规范：应为机关代字加〔年份〕顺序号，如“某政发〔2026〕5号”，"
        "年份写全，顺序号不加“第”、不编虚位。"
    )
