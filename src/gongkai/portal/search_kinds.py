"""The kinds of things that the search finds, in words, and where each of them is read."""

from __future__ import annotations

from django.urls import reverse

from gongkai.library.enums import Status
from gongkai.library.search import DOCUMENT, INTERPRETATION
from gongkai.portal.search_feed import ANSWER, ANSWERS, REPORT, REPORTS, report_place
from gongkai.publishing.models import Record
from gongkai.publishing.search_feed import KIND as RECORD

KINDS = {
    DOCUMENT: "政策文件",
    INTERPRETATION: "政策解读",
    RECORD: "动态和其他信息",
    REPORT: "信息公开年报",
    ANSWER: "依申请转主动公开",
}
RECORDS = Record._meta.label_lower
LOOKS = {Status.IN_FORCE: "good", Status.EXPIRED: "error", Status.REPEALED: "error"}
"""The sign of a validity; of all others, the one for "look closer"."""


def url_of(ref: str) -> str:
    """Where the public reads what an entry names; "" for what has no page here."""
    label, _, public_id = ref.partition(":")
    if label == RECORDS:
        return reverse("portal:record", args=[public_id])
    if label == ANSWERS:
        return reverse("portal:answer", args=[public_id])
    if label == REPORTS:
        return reverse("portal:report", args=report_place(public_id))
    return ""
