"""What mails of every room have in common: how days are told, where a screen is, what stands at the end.

Mail goes through other machines: it names things by their numbers and addresses, never by what stands in them.
"""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

FOOT = "\n\n（本邮件由政府信息公开平台自动发出，请勿回复。）\n"
LISTED = 30
"""So many things are listed one by one; of the rest, how many there are."""


def days_in_words(left: int) -> str:
    """What is left of a term, in working days; negative when it is over."""
    return f"已超期{-left}个工作日" if left < 0 else "今日到期" if left == 0 else f"剩{left}个工作日"


def office_address(name: str, *arguments: str) -> str:
    """Where a screen of the back office is, whichever process this is."""
    return f"{settings.OFFICE_URL}{reverse(name, args=arguments, urlconf=settings.OFFICE_URLCONF)}"


def listed(lines: list[str], measure: str, number: int | None = None) -> list[str]:
    """The lines, the first `LISTED` of them and how many more there are; `measure` is the measure word.

    `number` is how many there are in all where no more lines were made than are listed.
    """
    more = (len(lines) if number is None else number) - LISTED
    return lines if more <= 0 else [*lines[:LISTED], f"- 另有 {more} {measure}"]
