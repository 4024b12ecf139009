"""Pages in traditional characters: what people read is converted, character by character, never what machines do.

Texts between tags are, and the attributes that are read out; addresses, values of forms and page tags stay, since
they mean the same thing in either script.
"""

from __future__ import annotations

import re
from functools import cache

from django.http import HttpRequest
from opencc import OpenCC

PARAMETER = "script"
SCRIPTS = {"hans": "zh-CN", "hant": "zh-Hant"}
_PIECES = re.compile(r"(<(?:script|style|textarea)\b.*?</(?:script|style|textarea)>|<[^>]*>)", re.S | re.I)
_READ_OUT = re.compile(r'(?<=\s)(aria-label|alt|title|placeholder|data-label)="([^"]*)"')


def script_of(request: HttpRequest) -> str:
    """The script that the reader chose, by the address or else by what was remembered: a key of SCRIPTS."""
    chosen = request.GET.get(PARAMETER) or request.COOKIES.get(PARAMETER, "")
    return chosen if chosen in SCRIPTS else "hans"


@cache
def _converter() -> OpenCC:
    return OpenCC("s2t")


def to_traditional(page: str) -> str:
    """The page with its words in traditional characters."""
    convert = _converter().convert
    pieces = _PIECES.split(page)
    for at, piece in enumerate(pieces):
        if at % 2 == 0:
            if piece.strip():
                pieces[at] = convert(piece)
        elif "=" in piece and not piece[:8].lower().startswith(("<script", "<style", "<textare", "<meta")):
            pieces[at] = _READ_OUT.sub(lambda found: f'{found[1]}="{convert(found[2])}"', piece)
    return "".join(pieces)
