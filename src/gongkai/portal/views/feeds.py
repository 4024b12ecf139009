"""For programs: the site map, what robots may read, and feeds of what is new."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from xml.sax.saxutils import escape

from django.conf import settings
from django.db.models import Max, Min
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.views.decorators.http import require_safe

from gongkai.annual_reports.models import AnnualReport
from gongkai.portal.listing import Listed, column_page, newest_of_all
from gongkai.portal.models import SiteMarks
from gongkai.portal.views.columns import live_column
from gongkai.portal.written.keeping import ALL_SITES, agency_tag, keep
from gongkai.publishing.models import ColumnPage, Record

IN_A_FEED = 30
IN_A_MAP = 50_000
"""The most that one file of the protocol may list."""
_MAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_FEEDS = {"atom": Atom1Feed, "rss": Rss201rev2Feed}


def _absolute(path: str) -> str:
    return f"{settings.PUBLIC_URL}{path}"


@require_safe
def robots(_request: HttpRequest) -> HttpResponse:
    """What robots may not read: people's cases, counters, the search, notices before leaving."""
    closed = [
        reverse("portal:lookup"),
        "/xxgk/yijian/",
        "/fw/",
        reverse("portal:search"),
        reverse("portal:leaving"),
        reverse("portal:elder_mode"),
    ]
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in closed),
        "",
        f"Sitemap: {_absolute(reverse('portal:sitemap'))}",
    ]
    return keep(HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8"))


@require_safe
def sitemap(_request: HttpRequest) -> HttpResponse:
    """The index of the maps. Each holds the records of a span of keys, so that no map costs more than another."""
    keys = Record.objects.published().order_by().aggregate(first=Min("pk"), last=Max("pk"))
    spans = range(keys["first"] // IN_A_MAP, keys["last"] // IN_A_MAP + 1) if keys["last"] else []
    maps = [reverse("portal:sitemap_pages"), *(reverse("portal:sitemap_records", args=[span]) for span in spans)]
    body = "".join(f"<sitemap><loc>{escape(_absolute(path))}</loc></sitemap>" for path in maps)
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="{_MAP}">{body}</sitemapindex>\n'
    return HttpResponse(text, content_type="application/xml; charset=utf-8")


@require_safe
def sitemap_pages(_request: HttpRequest) -> HttpResponse:
    """Everything that is no record: home, columns, annual reports."""
    paths = [
        reverse(f"portal:{name}") for name in ("home", "disclosure", "report_list", "apply", "answers", "site_map")
    ]
    columns = ColumnPage.objects.live().values_list("public_id", "newest_at")[: IN_A_MAP // 2]
    reports = AnnualReport.objects.published().filter(agency__isnull=False, year__isnull=False).values_list(
        "agency__code", "year"
    )[: IN_A_MAP // 3]  # fmt: skip
    entries: list[tuple[str, datetime | None]] = [(path, None) for path in paths]
    entries += [(reverse("portal:column", args=[public_id]), newest) for public_id, newest in columns]
    entries += [(reverse("portal:report", args=[code, year]), None) for code, year in reports if code and year]
    return HttpResponse("".join(_url_set(entries)), content_type="application/xml; charset=utf-8")


@require_safe
def sitemap_records(_request: HttpRequest, span: int) -> StreamingHttpResponse:
    """The records of one span of keys, written out as they are read."""
    found = (
        Record.objects.published()
        .filter(pk__gte=span * IN_A_MAP, pk__lt=(span + 1) * IN_A_MAP)
        .order_by("pk")
        .values_list("public_id", "last_published_at", "published_at")
    )
    if not found.exists():
        raise Http404
    entries = (
        (reverse("portal:record", args=[public_id]), changed or published)
        for public_id, changed, published in found.iterator(2_000)
    )
    return StreamingHttpResponse(_url_set(entries), content_type="application/xml; charset=utf-8")


def _url_set(entries: Iterable[tuple[str, datetime | None]]) -> Iterator[str]:
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{_MAP}">'
    for path, changed in entries:
        when = f"<lastmod>{timezone.localtime(changed).isoformat(timespec='seconds')}</lastmod>" if changed else ""
        yield f"<url><loc>{escape(_absolute(path))}</loc>{when}</url>\n"
    yield "</urlset>\n"


@require_safe
def feed(_request: HttpRequest, format: str) -> HttpResponse:
    """What is new on the whole platform."""
    name = SiteMarks.current().name
    response = _feed(format, name, f"{name}最新公开的信息", reverse("portal:home"), newest_of_all(IN_A_FEED))
    return keep(response, ALL_SITES)


@require_safe
def column_feed(_request: HttpRequest, public_id: str, format: str) -> HttpResponse:
    """What is new in one column."""
    shown = live_column(public_id)
    rows = sorted(column_page(shown).rows, key=lambda row: row.published_at, reverse=True)
    here = reverse("portal:column", args=[public_id])
    response = _feed(format, shown.title, shown.description or f"{shown.title}最新公开的信息", here, rows)
    return keep(response, *([agency_tag(shown.issuer.code)] if shown.issuer else []))


def _feed(format: str, title: str, description: str, path: str, rows: Iterable[Listed]) -> HttpResponse:
    if format not in _FEEDS:
        raise Http404
    made = _FEEDS[format](title=title, link=_absolute(path), description=description, language="zh-CN")
    for row in rows:
        made.add_item(
            title=row.title, link=_absolute(row.url), description=row.document_number or row.title,
            pubdate=row.published_at, updateddate=row.published_at, author_name=row.agency,
            unique_id=_absolute(row.url),
        )  # fmt: skip
    kind = "application/atom+xml" if format == "atom" else "application/rss+xml"
    return HttpResponse(made.writeString("utf-8"), content_type=f"{kind}; charset=utf-8")
