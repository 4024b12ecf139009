"""How an article is written: `36(三)`, `16¶2`, `29¶2(二)` in data, 第三十六条第三项 in a letter."""

from __future__ import annotations

import re

REGULATION = "《中华人民共和国政府信息公开条例》"
ARTICLE = re.compile(r"(?P<article>[1-9]\d?)(?:¶(?P<paragraph>[1-9]))?(?:\((?P<item>[一二三四五六七八九十]+)\))?")

_DIGITS = "〇一二三四五六七八九"


def numeral(number: int) -> str:
    """A number from 1 to 99 as a statute writes it: 三十六. ValueError outside."""
    if not 1 <= number <= 99:
        raise ValueError(number)
    tens, ones = divmod(number, 10)
    text = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
    return text + (_DIGITS[ones] if ones else "")


def in_words(article: str) -> str:
    """An article in words, down to its paragraph and item: 第二十九条第二款第二项. ValueError where it is none."""
    found = ARTICLE.fullmatch(article)
    if found is None:
        raise ValueError(f"“{article}”不是条文的写法。")
    text = f"第{numeral(int(found['article']))}条"
    if found["paragraph"]:
        text += f"第{numeral(int(found['paragraph']))}款"
    return text + (f"第{found['item']}项" if found["item"] else "")
