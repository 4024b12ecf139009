"""What every page of the public site has: the marks, the page tags, the way back, and the size of its letters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.portal.models import SiteMarks

ELDER_COOKIE = "elder"
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


@dataclass(frozen=True, slots=True)
class Article:
    """The content tags of a page that shows one paper."""

    title: str
    published: str
    """YYYY-MM-DD HH:MM."""
    source: str


def elder_mode(request: HttpRequest) -> str:
    """The size that the reader chose, "" for the ordinary page."""
    chosen = request.COOKIES.get(ELDER_COOKIE, "")
    return chosen if chosen in dict(ELDER_SIZES) else ""


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
) -> HttpResponse:
    """A page of the site. `here` names the entry of the main navigation that it belongs to."""
    common = {
        "portal": SiteMarks.current(),
        "here": here,
        "column": column,
        "article": article,
        "breadcrumb": breadcrumb or [],
        "elder_mode": elder_mode(request),
        "elder_sizes": ELDER_SIZES,
    }
    return render(request, template, common | context, status=status)
