"""Numbers that prove themselves by a check digit. Every function takes plain ASCII digits and capitals."""

from __future__ import annotations

from datetime import date

PROVINCES = frozenset(
    str(code)
    for codes in (
        range(11, 16), range(21, 24), range(31, 38), range(41, 47), range(50, 55), range(61, 66), (71, 81, 82, 83),
    )
    for code in codes
)  # fmt: skip
"""First two digits of the codes of GB/T 2260; 81 to 83 also begin the numbers of residence permits."""
PERMITS = frozenset({"810000", "820000", "830000"})
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def identity_check_digit(first17: str) -> str:
    """The 18th character of a citizen's identity number (GB 11643, ISO 7064 MOD 11-2)."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, first17, strict=True))
    return "10X98765432"[total % 11]


def is_identity_number(number: str) -> bool:
    """Whether 18 characters are an identity number: region, day of birth and check digit."""
    return has_identity_shape(number) and number[17] == identity_check_digit(number[:17])


def has_identity_shape(number: str) -> bool:
    """Whether 18 characters have a plausible region and day of birth, whatever their check digit."""
    return is_region(number[:6]) and _is_day(number[6:14])


def is_old_identity_number(number: str) -> bool:
    """Whether 15 digits can be an identity number from before 1999: region and day of birth in the 20th century."""
    return is_region(number[:6]) and number[0] != "9" and _is_day("19" + number[6:12])


def is_region(code: str) -> bool:
    """Whether six digits can begin an identity number; 9 begins those of foreigners with permanent residence."""
    if code in PERMITS:
        return True
    if code[0] == "9":
        return code[1:3] in PROVINCES
    return code[:2] in PROVINCES and code[2:4] != "00" and code[4:6] != "00"


def _is_day(digits: str) -> bool:
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return 1900 <= day.year < 2100


def is_credit_code(code: str) -> bool:
    """Whether 18 characters are a unified social credit code (GB 32100, MOD 31): a body's number, not a person's."""
    if code[0] not in "123456789ANY" or any(character not in _CREDIT_ALPHABET for character in code):
        return False
    values = [_CREDIT_ALPHABET.index(character) for character in code]
    total = sum(weight * value for weight, value in zip(_CREDIT_WEIGHTS, values, strict=False))
    return values[17] == (31 - total % 31) % 31


def is_luhn(number: str) -> bool:
    """Whether a card's number ends with its check digit (ISO/IEC 7812-1)."""
    total = 0
    for index, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + index % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
