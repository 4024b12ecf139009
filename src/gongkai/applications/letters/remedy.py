"""The remedy paragraph: what the person may do, in which order, with whom and until when.

《行政复议法》 (2023) Arts 20, 22 to 28, 34; 《行政诉讼法》 Arts 45, 46. Since 2024 review comes before the court where
information is withheld, and the decision must say so (复议法 23).
"""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.applications.letters.facts import LetterFacts
from gongkai.applications.letters.kinds import LetterKind
from gongkai.applications.letters.letter import GAP
from gongkai.law.outcomes import RemedyKind, packaged_outcomes
from gongkai.law.remedies import REVIEW_DAYS, SUIT_AFTER_REVIEW_DAYS, SUIT_MONTHS, remedy_of

ANY_COURT = "有管辖权的人民法院"


@dataclass(frozen=True, slots=True)
class RemedyText:
    """The paragraph and the names of the facts it lacks."""

    text: str
    missing: tuple[str, ...] = ()


def remedy_kind(kind: LetterKind, facts: LetterFacts) -> RemedyKind:
    """The remedy that this letter must name: by its outcome and date; a third party always has the choice."""
    if kind.remedy == "none":
        return "none"
    if kind.remedy == "third_party":
        return "either"
    outcome = packaged_outcomes()[kind.outcome_of(facts.outcome)]
    return remedy_of(outcome, facts.dated) if facts.dated else outcome.remedy


def remedy_for(kind: LetterKind, facts: LetterFacts, own_name: str = "本文书") -> RemedyText:
    """The remedy paragraph; `own_name` is how the letter speaks of itself. "" for a notice that has none."""
    remedy = remedy_kind(kind, facts)
    if remedy == "none":
        return RemedyText("")
    missing: list[str] = []
    body = facts.review_body
    if not body:
        missing.append("复议机关")
        body = GAP.format("复议机关")
    if facts.review_choice:
        body += f"或者{facts.review_choice}"
    court = facts.court or ANY_COURT
    if remedy == "review_first":
        part = "部分" if kind.outcome_of(facts.outcome) == "part_withheld" else "决定"
        text = (
            f"如不服{own_name}中不予公开的{part}，应当自收到{own_name}之日起{REVIEW_DAYS}日内先向{body}申请行政复议；"
            f"对行政复议决定不服的，可以自收到行政复议决定书之日起{SUIT_AFTER_REVIEW_DAYS}日内再依法向{court}提起行政诉讼。"
        )
    else:
        text = (
            f"如不服{own_name}，可以自收到{own_name}之日起{REVIEW_DAYS}日内向{body}申请行政复议，"
            f"或者自收到{own_name}之日起{SUIT_MONTHS}个月内向{court}提起行政诉讼。"
        )
    if facts.review_channel:
        text += f"行政复议申请书可以通过互联网渠道提交：{facts.review_channel}。"
    elif facts.served_online:
        missing.append("复议网上渠道")
        text += f"行政复议申请书可以通过互联网渠道提交：{GAP.format('复议网上渠道')}。"
    return RemedyText(text, tuple(missing))
