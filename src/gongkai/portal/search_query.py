"""What somebody looks for, as the address of the search page has it, and the links that narrow it or widen it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from urllib.parse import urlencode

from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse

from gongkai.agencies.models import Agency
from gongkai.library.enums import Status
from gongkai.portal.search_kinds import KINDS
from gongkai.publishing.enums import Theme
from gongkai.publishing.search import Found, Order, search

LONGEST = 100
_MOST_AGENCIES = 12
_YEARS = 12
_PARAMETERS = {
    "words": "q", "kind": "lx", "agency": "jg", "year": "nian", "validity": "xl", "theme": "zt", "title_only": "bt",
    "by_date": "px",
}  # fmt: skip
_CHOICES: dict[str, Mapping[str, str]] = {"kind": KINDS, "validity": dict(Status.choices), "theme": dict(Theme.choices)}


@dataclass(frozen=True, slots=True)
class Wanted:
    """The words, and the filters by their codes; "" for none."""

    words: str = ""
    kind: str = ""
    agency: str = ""
    year: str = ""
    validity: str = ""
    theme: str = ""
    title_only: str = ""
    by_date: str = ""

    def __bool__(self) -> bool:
        return bool(self.words or self.filtered)

    @property
    def filtered(self) -> bool:
        """Whether any filter is set."""
        return any((self.kind, self.agency, self.year, self.validity, self.theme))

    def address(self, of: str = "portal:search", **changes: str) -> str:
        """Where this is looked for, with something changed ("" takes a filter off)."""
        wanted = replace(self, **changes)
        asked = {_PARAMETERS[one.name]: getattr(wanted, one.name) for one in fields(wanted)}
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"{reverse(of)}{'?' if query else ''}{query}"

    def hidden(self) -> list[tuple[str, str]]:
        """What a form with the words alone must send along."""
        return [
            (_PARAMETERS[one.name], value)
            for one in fields(self)
            if one.name != "words" and (value := getattr(self, one.name))
        ]


def wanted_of(asked: QueryDict) -> Wanted:
    """What an address asks for. What it names that is not there counts as not named."""
    values = {name: asked.get(parameter, "").replace("\0", "") for name, parameter in _PARAMETERS.items()}
    year = values["year"]
    return Wanted(
        words=values["words"].strip()[:LONGEST],
        agency=values["agency"][:32],
        year=year if len(year) == 4 and year.isascii() and year.isdecimal() and year > "0" else "",
        title_only="1" if values["title_only"] else "",
        by_date="shijian" if values["by_date"] == "shijian" else "",
        **{name: values[name] if values[name] in known else "" for name, known in _CHOICES.items()},
    )


# ---------------------------------------------------------------- asking


@dataclass(frozen=True, slots=True)
class Body:
    """An agency as the search page needs it."""

    code: str
    path: str
    name: str


def _bodies(condition: Q) -> dict[str, Body]:
    rows = Agency.objects.filter(condition).order_by("path").values_list("code", "path", "name")
    return {code: Body(code, path, name) for code, path, name in rows}


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found, by what was really asked, and the agencies concerned by their codes."""

    wanted: Wanted
    found: Found
    bodies: Mapping[str, Body]


def find(wanted: Wanted, *, page: int, per_page: int) -> Answer:
    """Ask the index. One query for the agencies, beside those of the index."""
    bodies: dict[str, Body] | None = None
    if code := wanted.agency:
        bodies = _bodies(Q(path__startswith=f"{code}/") | Q(path__contains=f"/{code}/"))
        if code not in bodies:
            wanted, bodies = replace(wanted, agency=""), None
    order: Order = "date" if wanted.by_date else "relevance"
    found = search(
        wanted.words,
        kind=wanted.kind,
        agency=bodies,
        year=int(wanted.year) if wanted.year else None,
        validity=wanted.validity,
        theme=wanted.theme,
        order=order,
        title_only=bool(wanted.title_only),
        page=page,
        per_page=per_page,
        facets=True,
    )
    if bodies is None:
        bodies = _bodies(Q(code__in=found.facets.get("agency", ()))) if found.total else {}
    return Answer(wanted, found, bodies)


# ---------------------------------------------------------------- the filters, as links


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a filter; `count` is None where the hits were not all counted."""

    label: str
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A filter with what it can be set to."""

    label: str
    options: tuple[Option, ...]


def groups(answer: Answer, today: date) -> list[Group]:
    """The filters that would tell hits apart, or are set."""
    facets, wanted = answer.found.facets, answer.wanted
    if not facets and not wanted.filtered:
        return []
    years = sorted(facets.get("year", ()), reverse=True)
    if not answer.found.total_is_exact:
        years = sorted({*years, *(str(today.year - back) for back in range(_YEARS))}, reverse=True)
    every = [
        _group(answer, "信息类别", "kind", KINDS),
        _group(answer, "公开年份", "year", {year: f"{year} 年" for year in years or [wanted.year]}),
        _group(answer, "有效性", "validity", _CHOICES["validity"]),
        _agencies(answer),
        _group(answer, "主题分类", "theme", _CHOICES["theme"]),
    ]
    return [group for group in every if group.options]


def _group(answer: Answer, label: str, name: str, words: Mapping[str, str]) -> Group:
    wanted, found = answer.wanted, answer.found
    if chosen := getattr(wanted, name):
        back = Option("全部", wanted.address(**{name: ""}))
        return Group(label, (back, Option(words.get(chosen, chosen), wanted.address(), current=True)))
    counts = found.facets.get(name, Counter())
    # Not all were counted where there are too many: then any value may have hits.
    values = [value for value in words if counts[value] or not found.total_is_exact]
    if found.total_is_exact and [counts[value] for value in values] == [found.total]:
        values = []
    return Group(
        label,
        tuple(
            Option(words[value], wanted.address(**{name: value}), count=counts[value] if found.total_is_exact else None)
            for value in values
        ),
    )


def _agencies(answer: Answer) -> Group:
    """Those that issued hits, the most of them first; each stands for its units too."""
    wanted, found, bodies = answer.wanted, answer.found, answer.bodies
    label = "发布机关（含所属单位）"
    issued = found.facets.get("agency", Counter())
    chosen = bodies.get(wanted.agency)
    back = []
    if chosen:
        back = [Option("全部", wanted.address(agency="")), Option(chosen.name, wanted.address(), current=True)]
    issuers = [bodies[code] for code in issued if code in bodies and code != wanted.agency]
    counts = {body.code: _with_units(body, issued, bodies) for body in issuers}
    issuers.sort(key=lambda body: (-counts[body.code], body.path))
    if len(issuers) == 1 and not chosen:
        return Group(label, ())
    more = (
        Option(
            body.name,
            wanted.address(agency=body.code),
            count=counts[body.code] if found.total_is_exact else None,
        )
        for body in issuers[:_MOST_AGENCIES]
    )
    return Group(label, (*back, *more))


def _with_units(body: Body, issued: Counter[str], bodies: Mapping[str, Body]) -> int:
    return sum(count for code, count in issued.items() if code in bodies and bodies[code].path.startswith(body.path))
