"""What is public already, by the words that somebody is about to ask with (Art 36(一)): before he applies, not after.

Each kind of what is public is a source: a function from words to hits. The rooms above register theirs
(`register_source`); what the words were is kept nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from unicodedata import normalize

from django.db.models import Q
from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.portal.search_feed import REPORT
from gongkai.portal.search_kinds import KINDS, url_of
from gongkai.publishing import search
from gongkai.publishing.models import BasePage

SHOWN = 8
LONGEST = 100
_CANDIDATES = 60
_MOST_GRAMS = 24
_TELLING = 3
"""So many pieces tell something by standing together in a text."""
_WORD = re.compile(r"[a-z0-9]{2,}|[\u3400-\u9fff]+")
# What every application says and no title is told by.
_COMMON = re.compile("申请公开|政府信息|信息公开|公开|申请|信息|有关|关于|相关|情况|全文|请|的|和|与|及")
ENOUGH = 0.34
"""The share of the words' pieces that a title must have to be shown."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Something public that may be what is asked for."""

    title: str
    url: str
    kind: str
    """What it is, in a word that a reader knows."""
    source: str = ""
    """Whose it is."""
    on: date | None = None
    in_text: bool = False
    """Whether all that is looked for stands in it, be it in the title or not."""


Source = Callable[[Sequence[str]], list[Hit]]
_sources: list[Source] = []


def register_source(source: Source) -> Source:
    """Add a source, once at start: given pieces of the words, it returns what has any of them, some hundred at most."""
    if source not in _sources:
        _sources.append(source)
    return source


def already_public(words: str) -> list[Hit]:
    """The hits whose titles share most with the words, best first, at most SHOWN; [] for words that say nothing."""
    grams = pieces(words)
    if not grams:
        return []
    hits = {hit.url: hit for source in _sources for hit in source(grams)}
    scored = [(max(score(hit.title + hit.source, grams), ENOUGH if hit.in_text else 0), hit) for hit in hits.values()]
    best = [(share, hit) for share, hit in scored if share >= ENOUGH]
    best.sort(key=lambda one: (-one[0], -(one[1].on or date.min).toordinal(), one[1].title))
    return [hit for _, hit in best[:SHOWN]]


def pieces(words: str) -> list[str]:
    """What to look for: pairs of neighbouring characters, and Latin words and numbers whole."""
    plain = _COMMON.sub(" ", normalize("NFKC", words)[:LONGEST].lower())
    found: dict[str, None] = {}
    for word in _WORD.findall(plain):
        parts = [word] if word.isascii() else [word[at : at + 2] for at in range(len(word) - 1)]
        found |= dict.fromkeys(parts)
    return list(found)[:_MOST_GRAMS]


def score(title: str, grams: Sequence[str]) -> float:
    """The share of the pieces that stand in the title."""
    plain = normalize("NFKC", title).lower()
    return sum(gram in plain for gram in grams) / len(grams)


# ---------------------------------------------------------------- the sources there are


def found_in_search(grams: Sequence[str]) -> list[Hit]:
    """Records, documents, reports and answers made public, by the search's index; reports only for words that speak
    of one, since their titles are all alike."""
    hits = {hit.ref: hit for hit in search.similar(grams, _CANDIDATES)}
    whole = search.search(" ".join(grams), per_page=SHOWN).hits if len(grams) >= _TELLING else ()
    hits.update((hit.ref, hit) for hit in whole)
    if not {"年报", "年度", "报告"} & set(grams):
        hits = {ref: hit for ref, hit in hits.items() if hit.kind != REPORT}
    names = dict(Agency.objects.filter(code__in={hit.agency for hit in hits.values()}).values_list("code", "name"))
    in_text = {hit.ref for hit in whole}
    return [
        Hit(hit.title.text, url, KINDS.get(hit.kind, ""), names.get(hit.agency, ""), hit.on, ref in in_text)
        for ref, hit in hits.items()
        if (url := url_of(ref))
    ]


def published_pages(grams: Sequence[str]) -> list[Hit]:
    """Published pages that have an address on the site."""
    return [
        Hit(page.title, url, "网站内容", on=timezone.localdate(page.first_published_at))
        for page in live_pages(grams)
        if (url := page.url)
    ]


def live_pages(grams: Sequence[str]) -> list[BasePage]:
    """Published pages whose titles have any of the pieces."""
    wanted = Q()
    for gram in grams:
        wanted |= Q(title__icontains=gram)
    pages = BasePage.objects.live().public().filter(wanted, depth__gt=1, first_published_at__isnull=False)
    return list(pages[:_CANDIDATES])
