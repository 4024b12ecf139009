"""Places in a document ("page 3 line 7", "table 2 row 5 column 3") in Chinese, for people."""

from __future__ import annotations

import re

_WORDS = {
    "page": "第{}页",
    "line": "第{}行",
    "paragraph": "第{}段",
    "table": "第{}个表",
    "row": "第{}行",
    "column": "第{}列",
    "cell": "第{}格",
}
_STEP = re.compile(r"\b(" + "|".join(_WORDS) + r") (\d+)\s*")


def chinese_place(source: str) -> str:
    """The place in Chinese; what has an address of its own ("Sheet1!C7") stays as it is."""
    return _STEP.sub(lambda step: _WORDS[step[1]].format(step[2]), source).strip()
