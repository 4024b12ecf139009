"""Text brought to one width, character for character, so that a span in it is a span in the text."""

from __future__ import annotations

import unicodedata

SEPARATOR = r"[ \-\u200b\ufeff\r\n\t]"
"""What may stand between the digits of one number, after folding."""
_HYPHENS = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d\ufe63"


def fold(text: str) -> str:
    """The text with ASCII digits, letters, punctuation, hyphens and spaces; every character stands where it stood."""
    if text.isascii():
        return text
    return text.translate({ord(character): _folded(character) for character in set(text) if not character.isascii()})


def _folded(character: str) -> str:
    if character in _HYPHENS:
        return "-"
    if "\uff01" <= character <= "\uff5e":
        return chr(ord(character) - 0xFEE0)
    if character in "\u2060\u200c\u200d\u00ad":
        return "\u200b"
    if unicodedata.category(character) == "Zs":
        return " "
    digit = unicodedata.decimal(character, None)
    return character if digit is None else str(digit)
