"""A record's page and what belongs to it: its files, its text alone, its QR code, and how often it was read."""

from __future__ import annotations

import re
from functools import lru_cache
from io import BytesIO

import segno
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Prefetch, Sum
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe
from PIL import Image, UnidentifiedImageError

from gongkai.documents.file_types import media_type
from gongkai.library.downloads import file_name, for_public
from gongkai.portal import guard
from gongkai.portal.bodies import plain_text, public_body
from gongkai.portal.column_pages import crumbs_to, module_key
from gongkai.portal.leaving import trusted_hosts
from gongkai.portal.library_part import library_part
from gongkai.portal.pages import article_tags, column_tags, page
from gongkai.portal.record_facts import facts_of, is_document
from gongkai.portal.site_tree import navigation, surroundings
from gongkai.portal.written.keeping import agency_tag, keep, record_tag
from gongkai.publishing.column_models import publishing_office_of
from gongkai.publishing.enums import RecordState
from gongkai.publishing.handing_out import HEADERS, hand_out
from gongkai.publishing.models import Attachment, Record, RecordFile, ViewCount, Withdrawal

# Programs that run scripts and yet are no readers; those that run none never get so far as to be counted.
_ROBOT = re.compile(r"bot\b|bot/|spider|crawl|slurp|headless|preview|monitor|scan|python|curl|wget|^$", re.I)
_COUNTED_PER_MINUTE = 30


def live_record(public_id: str) -> Record:
    """The record that the public reads at this number, with what its page shows, in two queries. Raises Http404."""
    files = RecordFile.objects.select_related("file").order_by("sort_order", "id")
    found = (
        Record.objects.published()
        .filter(public_id=public_id)
        .select_related("agency__publishing_office", "unit", "column__issuer", "document", "interpretation")
        .prefetch_related(Prefetch("files", queryset=files, to_attr="shown_files"))
        .first()
    )
    if found is None:
        raise Http404
    return found


@require_safe
def record(request: HttpRequest, public_id: str) -> HttpResponse:
    """The page of one record; a notice where it was withdrawn with one; 404 for everything else."""
    try:
        shown = live_record(public_id)
    except Http404:
        if (notice := _withdrawn_with_notice(public_id)) is None:
            raise
        return _gone(request, notice)
    return record_response(request, shown)


def record_response(request: HttpRequest, shown: Record, *, alone: bool = False) -> HttpResponse:
    """The page of a record; `alone` where it is all that its column holds, and stands at the column's address."""
    column = shown.column
    around = surroundings(column, children=False)
    main = navigation()
    body = public_body(shown.body, trusted=trusted_hosts(publishing_office_of(shown.agency)), size=_picture_size)
    part = library_part(shown, timezone.localdate())
    drawn = set(re.findall(r"/fj/([2-9a-hjkmnp-z]{12})/", shown.body))
    crumbs = crumbs_to(column, around, main)
    context = {
        "record": shown,
        "body": body,
        "document": is_document(shown),
        "facts": facts_of(shown, part.facts()),
        "part": part,
        "files": [use for use in shown.shown_files if use.file.public_id not in drawn],
        "canonical": settings.PUBLIC_URL + reverse("portal:record", args=[shown.public_id]),
        "alone": alone,
    }
    if not alone:
        crumbs = [*crumbs, ("正文", "")]
    response = page(
        request, "portal/record.html", context, here=module_key(column, around), column=column_tags(column),
        article=article_tags(shown), breadcrumb=crumbs, main=main,
    )  # fmt: skip
    return keep(response, record_tag(shown.public_id), *([agency_tag(shown.agency.code)] if alone else []))


def _withdrawn_with_notice(public_id: str) -> Withdrawal | None:
    gone = (RecordState.WITHDRAWN, RecordState.PURGED)
    withdrawals = Withdrawal.objects.filter(record__public_id=public_id, record__state__in=gone)
    last = withdrawals.select_related("record__column__issuer", "agency").order_by("-id").first()
    return last if last and last.notice else None


def _gone(request: HttpRequest, withdrawal: Withdrawal) -> HttpResponse:
    column = withdrawal.record.column
    around = surroundings(column, children=False)
    main = navigation()
    crumbs = crumbs_to(column, around, main)
    return page(
        request, "portal/gone.html", {"withdrawal": withdrawal, "back": crumbs[-1]},
        here=module_key(column, around), column=column_tags(column), breadcrumb=[*crumbs, ("已撤回", "")], status=410,
        main=main,
    )  # fmt: skip


@require_safe
def text(_request: HttpRequest, public_id: str) -> HttpResponse:
    """The record as plain text, for whoever wants to copy it and for simple programs."""
    shown = live_record(public_id)
    facts = "\n".join(f"{label}：{value}" for label, value in facts_of(shown).pairs)
    files = "\n".join(f"附件：{use.title}" for use in shown.shown_files)
    parts = [shown.title, facts, plain_text(shown.body), files]
    answer = HttpResponse("\n\n".join(part for part in parts if part) + "\n", content_type="text/plain; charset=utf-8")
    answer["X-Robots-Tag"] = "noindex"
    return answer


@require_safe
@cache_control(max_age=86400)
def qr(_request: HttpRequest, public_id: str) -> HttpResponse:
    """The page's address as a QR code, drawn by us."""
    address = settings.PUBLIC_URL + reverse("portal:record", args=[public_id])
    out = BytesIO()
    segno.make(address, error="m", micro=False).save(
        out,
        kind="svg",
        scale=6,
        border=4,
        xmldecl=False,
        svgclass=None,
        lineclass=None,
        light="#ffffff",
        title="本页二维码",
    )
    return HttpResponse(out.getvalue(), content_type="image/svg+xml")


# ---------------------------------------------------------------- files


@require_safe
def attachment(request: HttpRequest, public_id: str, name: str = "") -> HttpResponseBase:
    """A file of a record, only while a live record uses it. A download always; pictures can also be drawn in a page,
    sound and film played in it."""
    found = (
        Attachment.objects.filter(public_id=public_id, uses__record__live=True)
        .exclude(uses__record__state__in=(RecordState.WITHDRAWN, RecordState.PURGED))
        .first()
    )
    if found is None:
        raise Http404
    try:
        return hand_out(request, found)
    except FileNotFoundError:
        raise Http404 from None


@require_safe
def download(_request: HttpRequest, public_id: str) -> FileResponse:
    """A file made of a document's text. A download always; gone with the document."""
    found = for_public(public_id)
    if found is None:
        raise Http404
    try:
        opened = found.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    name = file_name(found)
    return FileResponse(opened, as_attachment=True, filename=name, content_type=media_type(name), headers=HEADERS)


def _picture_size(address: str) -> tuple[int, int] | None:
    """Width and height of a picture among the attachments, so that the text does not jump while it loads."""
    try:
        found = resolve(address)
    except Resolver404:
        return None
    return _size_of(found.kwargs["public_id"]) if found.url_name == "attachment" else None


@lru_cache(maxsize=4096)
def _size_of(public_id: str) -> tuple[int, int] | None:
    # Files are never replaced, so what was measured once holds.
    stored = Attachment.objects.filter(public_id=public_id).first()
    if stored is None:
        return None
    try:
        with stored.file.open("rb") as file, Image.open(file) as picture:
            return picture.size
    except (OSError, UnidentifiedImageError):
        return None


# ---------------------------------------------------------------- reading counted


# No token: pages are written as files, alike for everybody; the worst that can be done here is to count too much, and
# the guard limits that.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def views(request: HttpRequest, public_id: str) -> JsonResponse:
    """POST counts that the page was read, by a script in a browser; both say how often it was."""
    key = Record.objects.published().filter(public_id=public_id).values_list("pk", flat=True).first()
    if key is None:
        raise Http404
    reader = request.method == "POST" and not _ROBOT.search(request.headers.get("User-Agent", ""))
    if reader and guard.allow(request, f"views:{public_id}", _COUNTED_PER_MINUTE):
        count_view(key)
    total = ViewCount.objects.filter(record=key).aggregate(views=Sum("views"))["views"]
    return JsonResponse({"views": total or 0})


def count_view(record_key: int) -> None:
    """One more view on today's row, made if it is the first."""
    today = ViewCount.objects.filter(record=record_key, on=timezone.localdate())
    if today.update(views=F("views") + 1):
        return
    try:
        with transaction.atomic():
            ViewCount.objects.create(record_id=record_key, on=timezone.localdate(), views=1)
    except IntegrityError:  # another reader's was the first
        today.update(views=F("views") + 1)
