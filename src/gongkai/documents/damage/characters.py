"""Which characters a Chinese text is made of, how they are read, and their simplified form."""

from __future__ import annotations

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC

COMMON = frozenset(
    bytes((lead, trail)).decode("gb2312")
    for lead in range(0xB0, 0xD8)
    for trail in range(0xA1, 0xFF if lead < 0xD7 else 0xFA)
)
"""The 3,755 characters of GB 2312's first level: those in common use."""

PUNCTUATION = frozenset("　、。·—～…‘’“”〔〕〈〉《》「」『』【】！（），－．／：；？％＋＝＿")

HAN = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002ffff"
"""For a character class: Chinese characters."""


def is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff" or "\u3400" <= character <= "\u4dbf" or character >= "\U00020000"


@cache
def _converter() -> OpenCC:
    from opencc import OpenCC  # here, because it is slow to load and seldom needed

    return OpenCC("t2s")


def simplified(text: str) -> str:
    """The text in simplified characters, phrase by phrase."""
    return _converter().convert(text)


@cache
def is_common(character: str) -> bool:
    """Whether a Chinese character, or its simplified form, is in common use."""
    return character in COMMON or simplified(character) in COMMON


@cache
def _dictionary() -> dict[str, str]:
    # pypinyin's table of characters, read without importing the package, which would load its 47,000 phrases too.
    spec = find_spec("pypinyin")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("pypinyin")
    table: dict[str, str] = json.loads((Path(spec.origin).parent / "pinyin_dict.json").read_text(encoding="utf-8"))
    return table


def readings(character: str) -> frozenset[str]:
    """The readings of a character in pinyin with tone marks, all of them."""
    return frozenset(_dictionary().get(str(ord(character)), "").split(","))
