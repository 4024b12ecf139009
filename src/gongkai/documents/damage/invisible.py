"""Characters that are not seen, or look like another.

Normalised without a word, because no reader can tell the difference: zero-width characters, direction marks, soft
hyphens, byte order marks (deleted), vertical tabs, form feeds and line or paragraph separators (a space), and the
radicals and compatibility ideographs that PDF fonts give in place of the ordinary character of the same shape.
Deleted and said: control characters. Said only: replacement characters, private-use characters that no other pass has
explained, rows of question marks.
"""

from __future__ import annotations

import re
import unicodedata

from gongkai.documents.damage.passages import Passage, Work, excerpt
from gongkai.documents.damage.traces import CONTROL, INVISIBLE, LOOK_ALIKE, QUESTION_MARKS
from gongkai.documents.model import Repair

_INVISIBLE = re.compile(f"[{INVISIBLE}]+")
_SEPARATOR = re.compile("[\x0b\x0c\x85\u2028\u2029]")
_CONTROL = re.compile(f"[{CONTROL}]+")
_LOOK_ALIKE = re.compile(f"[{LOOK_ALIKE}]")
_LOST = re.compile(f"\ufffd+|(?:锟斤拷)+|{QUESTION_MARKS}")

_SHAPES = str.maketrans(
    "⺠⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
    "民西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟",
)
"""Radicals of the supplement that Unicode does not itself equate with a character."""


def clean(work: Work) -> None:
    """Normalises what is not seen, deletes control characters, and says where characters have been lost."""
    for passage in work.passages:
        text = _SEPARATOR.sub(" ", _INVISIBLE.sub("", passage.text))
        text = _LOOK_ALIKE.sub(_same_shape, text)
        if text != passage.text:
            work.change(passage, text)
        if _CONTROL.search(text):
            _delete_controls(work, passage)
        lost = list(_LOST.finditer(passage.text))
        if lost:
            first = lost[0]
            words = excerpt(passage.text, first.start(), first.end())
            work.damaged(passage, f"有文字因编码转换而丢失，无法还原（{len(lost)}处，如“{words}”）。")


def _same_shape(found: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", found[0].translate(_SHAPES))


def _delete_controls(work: Work, passage: Passage) -> None:
    text = passage.text
    count = sum(len(run) for run in _CONTROL.findall(text))
    first = _CONTROL.search(text)
    assert first is not None
    raw = excerpt(text, first.start(), first.end())
    reason = f"删去{count}个不可见的控制字符：控制字符不是文字，其余字符未改动。"
    text = _CONTROL.sub("", text)
    work.repaired(passage, text, Repair(passage.place, raw, _CONTROL.sub("", raw), reason, "control", count))
