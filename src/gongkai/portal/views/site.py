"""Site map, the size of letters, the notice before leaving, and what is shown when something is wrong."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from gongkai.annual_reports import queries
from gongkai.portal.leaving import destination
from gongkai.portal.pages import ELDER_COOKIE, ELDER_SIZES, HOME, REPORTS, page
from gongkai.portal.site_tree import column_url, columns_of, top_site
from gongkai.publishing.models import ColumnPage

ELDER_COOKIE_AGE = 365 * 24 * 3600


@require_safe
def site_map(request: HttpRequest) -> HttpResponse:
    """Every page that a reader can go to."""
    site = top_site()
    columns = columns_of(site.path) if site else []
    modules = [
        (module, column_url(module), [(one, column_url(one)) for one in columns if _is_below(one, module)])
        for module in columns
        if site and module.depth == site.depth + 1
    ]
    context = {"agencies": queries.agencies_with_reports(), "modules": modules}
    crumbs = [("首页", reverse("portal:home")), ("网站地图", "")]
    return page(request, "portal/site_map.html", context, here="", column=HOME, breadcrumb=crumbs)


@require_safe
def leaving(request: HttpRequest) -> HttpResponse:
    """The notice before a link to a site that is no government's. Only links of ours lead here."""
    target = destination(request.GET.get("u", ""), request.GET.get("s", ""))
    if target is None:
        raise Http404
    context = {"target": target, "host": urlsplit(target).hostname}
    crumbs = [("首页", reverse("portal:home")), ("离开本网站", "")]
    response = page(request, "portal/leaving.html", context, here="", column=HOME, breadcrumb=crumbs)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _is_below(column: ColumnPage, module: ColumnPage) -> bool:
    return column.depth == module.depth + 1 and column.path.startswith(module.path)


# No token: the worst that another site's form can do here is to make letters bigger. In return pages that are
# otherwise alike for everybody need no cookie of ours.
@csrf_exempt
@require_POST
def elder_mode(request: HttpRequest) -> HttpResponse:
    """Remember the size of letters that the reader chose, and go back to where the reader was."""
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts=None):
        target = reverse("portal:home")
    response = HttpResponseRedirect(target)
    size = request.POST.get("size", "")
    if size in dict(ELDER_SIZES):
        response.set_cookie(
            ELDER_COOKIE, size, max_age=ELDER_COOKIE_AGE, samesite="Lax", httponly=True, secure=request.is_secure()
        )
    else:
        response.delete_cookie(ELDER_COOKIE, samesite="Lax")
    return response


def _error(request: HttpRequest, status: int, heading: str, sentence: str) -> HttpResponse:
    context = {"heading": heading, "sentence": sentence}
    return page(request, "portal/error.html", context, here="", column=REPORTS, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return _error(request, 400, "请求无法理解", "浏览器发来的内容有误，或者超过了允许的大小。请返回上一页重新操作。")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return _error(request, 403, "不能打开这个页面", "这个页面不对公众开放。")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return _error(request, 404, "没有这个页面", "这个地址没有内容，可能输入有误。")
