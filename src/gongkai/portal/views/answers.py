"""What is public already: answers that were made public, and the search before somebody applies."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gongkai.applications.models import PublicAnswer
from gongkai.applications.public import public_answer, public_answers
from gongkai.portal import guard
from gongkai.portal.already_public import LONGEST, already_public
from gongkai.portal.pages import ANSWERS, Article, Crumb, page

A_PAGE = 20


def _crumbs(*more: Crumb) -> list[Crumb]:
    return [
        ("首页", reverse("portal:home")),
        ("政府信息公开", ""),
        ("依申请转主动公开", reverse("portal:answers")),
        *more,
    ]


@require_safe
def answer_list(request: HttpRequest) -> HttpResponse:
    """All answers made public, newest first, a page at a time."""
    words = request.GET.get("q", "").replace("\0", "").strip()[:60]
    paginator = Paginator(public_answers(words.split()), A_PAGE)
    context = {"q": words, "page": paginator.get_page(request.GET.get("page")), "count": paginator.count}
    crumbs = [*_crumbs()[:-1], ("依申请转主动公开", "")]
    return page(request, "portal/answers/list.html", context, here="apply", column=ANSWERS, breadcrumb=crumbs)


def _answer(public_id: str) -> PublicAnswer:
    try:
        return public_answer(public_id)
    except PublicAnswer.DoesNotExist:
        raise Http404 from None


@require_safe
def answer(request: HttpRequest, public_id: str) -> HttpResponse:
    """One of them, with its files."""
    shown = _answer(public_id)
    article = Article(shown.title, f"{shown.published_on} 00:00", shown.agency.name)
    return page(
        request, "portal/answers/answer.html", {"answer": shown, "files": list(shown.materials.all())},
        here="apply", column=ANSWERS, article=article, breadcrumb=_crumbs((shown.title, "")),
    )  # fmt: skip


@require_safe
def answer_file(request: HttpRequest, public_id: str, material: str) -> FileResponse:
    """A file of an answer made public. A download always."""
    found = next((file for file in _answer(public_id).materials.all() if file.public_id == material), None)
    if found is None:
        raise Http404
    response = FileResponse(
        found.file.open("rb"), as_attachment=True, filename=found.name, content_type="application/octet-stream"
    )
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@never_cache
@require_safe
def already_public_page(request: HttpRequest) -> HttpResponse:
    """The search as a page, for a browser without scripts."""
    words = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]
    context = {"q": words, "hits": already_public(words) if words else [], "longest": LONGEST}
    crumbs = [*_crumbs()[:2], ("查一查是否已经公开", "")]
    return page(request, "portal/answers/search.html", context, here="apply", column=ANSWERS, breadcrumb=crumbs)


@never_cache
@require_safe
def already_public_json(request: HttpRequest) -> JsonResponse:
    """The search for the form's script, while somebody types. Nothing of it is kept."""
    if not guard.allow(request, "already-public", PER_MINUTE):
        return JsonResponse({"hits": []}, status=429)
    hits = already_public(request.GET.get("q", "").replace("\0", ""))
    listed = [
        {"title": hit.title, "url": hit.url, "kind": hit.kind, "source": hit.source, "on": str(hit.on or "")}
        for hit in hits
    ]
    return JsonResponse({"hits": listed})


PER_MINUTE = 60
