"""The search over everything public: the page, suggestions while somebody types, and the hits as one ZIP.

What is typed is kept nowhere. The answers are made for one reader and are for no robot's list.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gongkai.applications.public import accepting_agencies
from gongkai.library.enums import Status
from gongkai.portal import guard
from gongkai.portal.apply_form import LONGEST_SUBJECT
from gongkai.portal.listing import Page
from gongkai.portal.pages import SEARCH, page
from gongkai.portal.search_archive import MOST_PAPERS, archive, limits
from gongkai.portal.search_kinds import KINDS, LOOKS, url_of
from gongkai.portal.search_query import LONGEST, Answer, Wanted, find, groups, wanted_of
from gongkai.publishing.search import MOST, Hit, Marked, suggest
from gongkai.publishing.search.marking import mark
from gongkai.publishing.search.query import read

A_PAGE = 20
SEARCHES_PER_MINUTE = 120
SUGGESTIONS_PER_MINUTE = 240
ARCHIVES_PER_MINUTE = 3
TOO_MANY = "您在一分钟内检索的次数过多，请稍候一分钟再试。"
TOO_MANY_ARCHIVES = "您在一分钟内打包下载的次数过多，请稍候一分钟再试。"
NOTHING_TO_PACK = "没有符合条件的信息，不能打包下载。"


@dataclass(frozen=True, slots=True)
class Shown:
    """A hit as the page shows it."""

    hit: Hit
    url: str
    kind: str
    issuer: str
    document_number: Marked
    index_number: Marked
    validity: str
    look: str


@never_cache
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The form, and what was found."""
    wanted = wanted_of(request.GET)
    if not wanted:
        return _page(request, {"wanted": wanted, "asked": False})
    if not guard.allow(request, "search", SEARCHES_PER_MINUTE):
        return _sentence(request, TOO_MANY, 429)
    number = min(_number(request.GET.get("page", "")), MOST // A_PAGE)
    answer = find(wanted, page=number, per_page=A_PAGE)
    pages = max(1, -(-answer.found.total // A_PAGE))
    if number > pages:
        number = pages
        answer = find(wanted, page=number, per_page=A_PAGE)
    return _page(request, _context(answer, number, pages, timezone.localdate()))


def _context(answer: Answer, number: int, pages: int, today: date) -> dict[str, object]:
    wanted, found = answer.wanted, answer.found
    words = read(wanted.words).marked
    hits = [
        Shown(
            hit=hit,
            url=url_of(hit.ref),
            kind=KINDS.get(hit.kind, ""),
            issuer=answer.bodies[hit.agency].name if hit.agency in answer.bodies else "",
            document_number=mark(hit.document_number, words),
            index_number=mark(hit.index_number, words),
            validity=str(Status(hit.validity).label) if hit.validity in Status.values else "",
            look=LOOKS.get(Status(hit.validity), "warning") if hit.validity in Status.values else "",
        )
        for hit in found.hits
    ]
    return {
        "asked": True,
        "wanted": wanted,
        "found": found,
        "most": MOST,
        "hits": hits,
        "page": Page((), number, pages, found.total, more=not found.total_is_exact),
        "groups": groups(answer, today),
        "orders": (
            ("按相关度", wanted.address(by_date=""), not wanted.by_date),
            ("按日期", wanted.address(by_date="shijian"), bool(wanted.by_date)),
        ),
        "scopes": (
            ("标题和正文", wanted.address(title_only=""), not wanted.title_only),
            ("仅标题", wanted.address(title_only="1"), bool(wanted.title_only)),
        ),
        "everywhere": wanted.address(title_only=""),
        "unfiltered": Wanted(wanted.words).address(),
        "archive": wanted.address("portal:search_archive"),
        "limits": limits(),
        "application": _application(wanted, nothing=not found.total),
    }


def _application(wanted: Wanted, *, nothing: bool) -> str:
    """The form for applications with the words as what is wanted; at the body in question if one can apply there."""
    handed = {"neirong": wanted.words[:LONGEST_SUBJECT]} if wanted.words else {}
    if nothing and wanted.agency and accepting_agencies().filter(code=wanted.agency).exists():
        handed["jg"] = wanted.agency
    address = reverse("portal:apply")
    return f"{address}?{urlencode(handed)}" if handed else address


def _number(text: str) -> int:
    return max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) < 6 else 1


def _page(request: HttpRequest, context: dict[str, object], status: int = 200) -> HttpResponse:
    crumbs = [("首页", reverse("portal:home")), ("检索", "")]
    context["longest"] = LONGEST
    response = page(
        request, "portal/search/page.html", context, here="search", column=SEARCH, breadcrumb=crumbs, status=status
    )
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _sentence(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    return _page(request, {"wanted": wanted_of(request.GET), "asked": False, "sentence": sentence}, status)


@never_cache
@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """How titles go on after what somebody has typed so far. Nothing of it is kept."""
    if not guard.allow(request, "search-suggestions", SUGGESTIONS_PER_MINUTE):
        return JsonResponse({"words": []}, status=429)
    typed = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]
    return JsonResponse({"words": suggest(typed) if typed else []})


@never_cache
@require_safe
def download(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The first hits as one ZIP, in the order of the page; written while it is sent."""
    if not guard.allow(request, "search-archive", ARCHIVES_PER_MINUTE):
        return _sentence(request, TOO_MANY_ARCHIVES, 429)
    wanted = wanted_of(request.GET)
    answer = find(wanted, page=1, per_page=MOST_PAPERS) if wanted else None
    if answer is None or not answer.found.hits:
        return _sentence(request, NOTHING_TO_PACK, 404)
    issuers = {code: body.name for code, body in answer.bodies.items()}
    response = StreamingHttpResponse(archive(answer.found.hits, issuers, wanted.words), content_type="application/zip")
    name = quote(f"检索结果{timezone.localdate():%Y%m%d}.zip")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
