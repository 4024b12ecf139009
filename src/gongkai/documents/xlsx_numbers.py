"""Numbers of a workbook as its number formats show them, as far as a report's figures need it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal

EPOCHS = {False: date(1899, 12, 30), True: date(1904, 1, 1)}
LAST_DAY = 2_958_465

BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%",
    37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00",
}  # fmt: skip
BUILT_IN_DATES = frozenset({*range(14, 18), 22, *range(27, 32), 36, *range(50, 55), 57, 58})
LITERAL = re.compile(r'"([^"]*)"|\\(.)')
UNSEEN = re.compile(r"\[[^\]]*\]|_.|\*.")
"""Colours and conditions, and what only makes room."""
DATE = re.compile(r"[yd年月日]", re.IGNORECASE)
PLAIN = re.compile(r"([^#0?,.%]*)([#0?,]*)(?:\.([#0?]+))?(%?)([^#0?,.%]*)")


def shown(value: str, code: str, is_date: bool, epoch: date) -> str:
    """A stored number as its format code shows it; dates in ISO form, formats of other kinds as plain numbers."""
    try:
        number = float(value)
    except ValueError:
        return value
    if number != number or abs(number) == float("inf"):
        return value
    if is_date and 0 < number <= LAST_DAY:
        return (epoch + timedelta(days=int(number))).isoformat()
    match = PLAIN.fullmatch(code)
    if not match or not (match[2] or match[3]):
        return general(number)
    before, whole, decimals, percent, after = match.groups(default="")
    least, most = decimals.count("0"), len(decimals)
    text = f"{number * 100 if percent else number:{',' if ',' in whole else ''}.{most}f}"
    while most > least and text.endswith("0"):
        text, most = text[:-1], most - 1
    return f"{before}{text.rstrip('.')}{percent}{after}"


def general(number: float) -> str:
    """A number as it was typed. Fifteen digits are what Excel keeps: 3240.5700000000002 was typed as 3240.57."""
    text = format(Decimal(f"{number:.15g}"), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def format_code(number: int, own: str | None) -> str:
    """What a number format prints for positive numbers: literal text, digit signs, the percent sign."""
    code = BUILT_IN.get(number, "") if own is None else own
    if code.lower() == "general":
        return ""
    first = re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', code)[0]
    return LITERAL.sub(lambda match: match[1] or match[2] or "", UNSEEN.sub("", first))


def shows_date(number: int, own: str | None) -> bool:
    """Whether a number format shows a day."""
    if own is None:
        return number in BUILT_IN_DATES
    return DATE.search(LITERAL.sub("", UNSEEN.sub("", own))) is not None
