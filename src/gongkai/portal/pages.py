"""What every page of the public site has: the marks, the page tags, the way back, and the size of its letters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone

from gongkai.portal.site_tree import Navigation, navigation
from gongkai.portal.traditional import PARAMETER, SCRIPTS, script_of, to_traditional
from gongkai.publishing.enums import ColumnKind
from gongkai.publishing.models import ColumnPage, Record

ELDER_COOKIE = "elder"
_YEAR_SECONDS = 365 * 24 * 3600
# 18, 24 and 30 pt; the greatest is what the specifications for elder modes ask for at least.
ELDER_SIZES = (("1", "大字"), ("2", "特大字"), ("3", "最大字"))

Crumb = tuple[str, str]
"""A label and its address; "" for the page itself and for what has no page of its own."""


@dataclass(frozen=True, slots=True)
class Column:
    """The column (栏目) that a page belongs to, as the page tags name it (网页标签规范)."""

    name: str
    kind: str
    description: str
    keywords: str


HOME = Column("首页", "首页", "本网站首页，列出最新公布的政府信息公开工作年度报告。", "政府信息公开,年度报告")
REPORTS = Column(
    "政府信息公开年报", "信息公开年报",
    "各行政机关依照《中华人民共和国政府信息公开条例》公布的政府信息公开工作年度报告。", "政府信息公开,年报,年度报告",
)  # fmt: skip
EXAMINE = Column(
    "年报体检",
    "办事服务",
    "读取政府信息公开工作年度报告，核对表内合计、勾稽关系和文字中的数字。",
    "年报体检,勾稽关系,年度报告",
)

APPLY = Column(
    "依申请公开",
    "依申请公开",
    "公民、法人和其他组织向行政机关申请获取政府信息，查询申请的办理进度。",
    "依申请公开,政府信息公开申请,申请查询",
)
ANSWERS = Column(
    "依申请转主动公开",
    "政府信息公开",
    "依申请公开后转为主动公开的政府信息。",
    "依申请公开,主动公开,政府信息",
)
SEARCH = Column(
    "检索",
    "其他",
    "检索本网站公开的政府信息、政策文件、信息公开年报和依申请转为主动公开的信息。",
    "检索,查询,政府信息公开",
)


@dataclass(frozen=True, slots=True)
class Article:
    """The content tags of a page that shows one paper."""

    title: str
    published: str
    """YYYY-MM-DD HH:MM."""
    source: str
    keywords: str = ""
    description: str = ""


def column_tags(column: ColumnPage) -> Column:
    """The column tags of a column of the tree. None may be empty, so that what nobody entered is said plainly."""
    of = column.issuer.name if column.issuer else ""
    return Column(
        column.title,
        ColumnKind(column.kind).label,
        column.description or f"{of}{column.title}栏目公开的政府信息。",
        column.keywords or f"{column.title},政府信息公开",
    )


def article_tags(record: Record) -> Article:
    """The content tags of a record's page."""
    published = timezone.localtime(record.published_at).strftime("%Y-%m-%d %H:%M") if record.published_at else ""
    return Article(record.title, published, record.source or record.agency.name, record.keywords, record.summary)


def elder_mode(request: HttpRequest) -> str:
    """The size that the reader chose, "" for the ordinary page."""
    chosen = request.COOKIES.get(ELDER_COOKIE, "")
    return chosen if chosen in dict(ELDER_SIZES) else ""


def _other_script(request: HttpRequest, script: str) -> str:
    """The query that shows this very page in the other script."""
    asked = request.GET.copy()
    asked[PARAMETER] = "hans" if script == "hant" else "hant"
    return asked.urlencode()


def page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    here: str,
    column: Column,
    article: Article | None = None,
    breadcrumb: list[Crumb] | None = None,
    status: int = 200,
    main: Navigation | None = None,
) -> HttpResponse:
    """A page of the site. `here` names the entry of the main navigation that it belongs to; `main` is the navigation
    where the view has asked for it already."""
    script, known = script_of(request), main or navigation()
    common = {
        "portal": known.marks,
        "main": known,
        "here": here,
        "column": column,
        "article": article,
        "breadcrumb": breadcrumb or [],
        "elder_mode": elder_mode(request),
        "elder_sizes": ELDER_SIZES,
        "script": script,
        "language": SCRIPTS[script],
        "other_script": _other_script(request, script),
    }
    text = render_to_string(template, common | context, request)
    response = HttpResponse(to_traditional(text) if script == "hant" else text, status=status)
    if request.GET.get(PARAMETER) in SCRIPTS:
        response.set_cookie(
            PARAMETER, script, max_age=_YEAR_SECONDS, samesite="Lax", httponly=True, secure=request.is_secure()
        )
    return response
