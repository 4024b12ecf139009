"""The kinds of letters: who gets each, for which outcome or step it is, which remedy it names. Data: `kinds.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from gongkai.applications.letters.template import Template, parse_template
from gongkai.law.outcomes import packaged_outcomes

Group = Literal["process", "consultation", "answer", "closing", "office"]
GROUPS: Mapping[Group, str] = {
    "process": "程序文书",
    "consultation": "征求意见文书",
    "answer": "答复文书",
    "closing": "其他处理文书",
    "office": "内部单据",
}
Reader = Literal["applicant", "third_party", "agency", "office"]
"""申请人 · 第三方 · 其他机关 · 本机关."""

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class LetterKind:
    """A kind of letter. What an agency edits is its template's text alone, never this."""

    id: str
    name: str
    """On screen."""
    group: Group
    to: Reader
    letter: str = ""
    """As `law.outcomes` names the letter, where it is one that ends a case."""
    outcomes: tuple[str, ...] = ()
    remedy: Literal["outcome", "third_party", "none"] = "none"
    articles: tuple[str, ...] = ()
    """Articles of the Regulation that it must cite beside those of its outcome."""
    numbered: bool = True
    """Whether it bears a document number."""
    step: str = ""
    """The event of `law.events` that it carries out, or ""."""
    party: str = ""
    """Of a consultation, who is consulted (`law.events`), or ""."""

    def outcome_of(self, outcome: str | None) -> str:
        """The outcome that the letter states: the one given if it is for that, else its first; "" without outcomes."""
        return outcome if outcome in self.outcomes else next(iter(self.outcomes), "")

    def cited(self, outcome: str | None) -> tuple[str, ...]:
        """Every article that the letter must cite."""
        own = self.outcome_of(outcome)
        return (*(packaged_outcomes()[own].articles if own else ()), *self.articles)

    @property
    def text(self) -> str:
        """The packaged template's text, where the editing of an agency's own begins."""
        return (_FOLDER / "templates" / f"{self.id}.txt").read_text(encoding="utf-8")

    @property
    def template(self) -> Template:
        """The packaged template."""
        return _packaged_template(self.id)


@cache
def letter_kinds() -> Mapping[str, LetterKind]:
    """All kinds by id, in the order in which a case meets them."""
    data = tomllib.loads((_FOLDER / "kinds.toml").read_text(encoding="utf-8"))
    kinds = {}
    for key, fields in data.items():
        fields.update({name: tuple(fields.get(name, ())) for name in ("outcomes", "articles")})
        kinds[key] = LetterKind(id=key, **fields)
    return MappingProxyType(kinds)


def kind_for_outcome(outcome: str) -> LetterKind | None:
    """The letter to propose for a way to end; None where there is nobody to tell. KeyError for an unknown outcome."""
    if not packaged_outcomes()[outcome].letter:
        return None
    return next(kind for kind in letter_kinds().values() if outcome in kind.outcomes)


def kind_for_step(event: str, party: str = "") -> LetterKind | None:
    """The letter to propose for a step of the case: an event's kind, and who is consulted. None where it needs none."""
    fitting = (kind for kind in letter_kinds().values() if kind.step == event and kind.party == party)
    return next(fitting, None)


def shortcomings(kind: LetterKind, template: Template) -> tuple[str, ...]:
    """What an edited template lacks for its kind, in Chinese sentences; empty where it will do."""
    found = []
    if kind.remedy != "none" and not template.has_remedy:
        found.append("正文没有“{{救济}}”，这种文书必须写明救济途径。")
    if kind.remedy == "none" and template.has_remedy:
        found.append("这种文书是程序性的，不另写救济途径，请去掉“{{救济}}”。")
    if kind.numbered and "文号" not in template.header:
        found.append("横线以上缺少“文号：”一行。")
    if kind.to != "office" and "主送" not in template.header:
        found.append("横线以上缺少“主送：”一行。")
    return tuple(found)


@cache
def _packaged_template(kind_id: str) -> Template:
    return parse_template(letter_kinds()[kind_id].text)
