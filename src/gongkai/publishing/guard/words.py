"""The same look at texts that nobody reviews: what an office writes on a form, and the public reads at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from gongkai.agencies.models import Agency
from gongkai.documents.disclosure.finding import KINDS
from gongkai.publishing.column_models import publishing_office_of
from gongkai.publishing.guard.looking import Questions, allowed_lines, look_at
from gongkai.publishing.guard.parts import BODY, Part

SEEN_AT_ONCE = "保存后公众立即看到。"
"""Beside a form whose words nobody reviews."""
OWN_TELEPHONE = "；本机关对外公开的电话，先列入“主动公开设置”的“可以公开的电话和邮箱”"


def line(name: str, text: Any) -> Part:
    """A field of plain text, under the name that people know it by."""
    return Part(name, name, str(text or ""))


def markup(name: str, html: str) -> Part:
    """A field of HTML."""
    return Part(BODY, name, html)


def office_telephone(name: str, text: Any) -> Part:
    """A field for the office's own telephones: a number in it is there for the public, as one that a text calls so."""
    return line(name, f"办公电话：{text}") if text else line(name, "")


def against(agency: Agency | None, parts: Iterable[Part]) -> list[str]:
    """Why these texts may not be shown, a sentence for each that holds what blocks a record; empty when they may.

    Nobody may decide otherwise here, as the secrecy reviewer may on a record: what has to be said all the same is
    published as a record. One query at most.
    """
    said = [part for part in parts if part.text.strip()]
    if not said:
        return []
    questions = Questions(allowed_lines(publishing_office_of(agency)) if agency else (), ())
    reasons = []
    for part in said:
        found = [keyed.finding for keyed in look_at(part, "", questions) if keyed.finding.level == "block"]
        if found:
            names = "、".join(dict.fromkeys(KINDS[each.kind].name for each in found))
            own = OWN_TELEPHONE if any(each.kind == "mobile" for each in found) else ""
            reasons.append(f"“{part.name}”中有{names}，公众会看到，请改正后再办{own}。")
    return reasons
