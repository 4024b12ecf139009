"""The one scan that sound text pays for: is there any character at all that damage leaves behind?"""

from __future__ import annotations

import re

INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
"""Zero-width characters, direction marks and soft hyphens."""

CONTROL = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029"
"""Control characters; tab and line ends are none."""

LOOK_ALIKE = "\u2e80-\u2ef3\u2f00-\u2fd5\uf900-\ufad9"
"""Radicals and compatibility ideographs, which PDF fonts give for ordinary characters."""

PRIVATE = "\ue000-\uefff\uf100-\uf8ff"
"""Private-use characters. U+F000 to U+F0FF are left out: bullets of symbol fonts, not damage."""

TONED = "āáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜńňǹḿ"

TRADITIONAL = (
    "國務開關發總條對會個為與說時無電業當區號報請實機規設資辦應處進構導極質統據網門級組織結經營環農場護監評議訴訟權則額萬億歸"
    "東車長見問間題員單體點現動專華報產廳縣鄉鎮圍學習戶後從來還這們過運達遠連選傳優價億"
)
SIMPLIFIED = (
    "国务开关发总条对会个为与说时无电业当区号报请实机规设资办应处进构导极质统据网门级组织结经营环农场护监评议诉讼权则额万亿归"
    "东车长见问间题员单体点现动专华报产厅县乡镇围学习户后从来还这们过运达远连选传优价亿"
)
"""Frequent characters that only traditional script has, and the same in simplified."""

UTF8_AS_GBK = "锛銆鈥鐨"
"""What （，、。“的 in UTF-8 look like when read as GBK; outside of that they are hardly ever written."""

LATIN = "\u00c0-\u00ff\u0152-\u0178\u20ac"
LATIN_RUN = f"[{LATIN}][\u0080-\u00ff\u0152-\u0178\u2013-\u2122]{{3,}}"
"""Western letters in a row as no language has them: Chinese bytes read as Latin-1 or Windows-1252."""

QUESTION_MARKS = r"\?{4,}"
"""Characters that a storage could not hold."""

_SINGLE = f"{INVISIBLE}{CONTROL}{LOOK_ALIKE}{PRIVATE}{TONED}{TRADITIONAL}{UTF8_AS_GBK}\ufffd锟"
_CHARACTERS = re.compile(f"[{_SINGLE}]")
_LATIN = re.compile(LATIN_RUN)
_CHARACTERS_OR_LATIN = re.compile(f"[{_SINGLE}{LATIN}]")


def has_traces(text: str) -> bool:
    """Whether the text holds anything that damage may have left; False for all but a few sound texts."""
    if "?。" in text or "????" in text:
        return True
    # Nearly every text is told to be sound by a single set of characters.
    found = _CHARACTERS_OR_LATIN.search(text)
    return found is not None and bool(_CHARACTERS.search(text, found.start()) or _LATIN.search(text, found.start()))
