"""Clean-up rounds: the list, one round with its documents and figures, deciding, putting the result into effect."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.agencies.office.paging import page_of
from gongkai.library.actions import ApplyRound, DecideItems, DropRound, OpenRound
from gongkai.library.cleanup_models import CleanUpRound
from gongkai.library.enums import Decision, DocumentClass
from gongkai.library.office.forms import ApplyForm, DecisionForm, DropForm, RoundForm
from gongkai.library.office.screens import (
    OfficeRequest,
    agencies_for,
    agency_among,
    form_screen,
    keeps_anything,
    list_crumb,
    may_read,
    round_for,
    screen,
    tried,
    typed,
)  # fmt: skip
from gongkai.library.rights import KEEPERS, may_apply, may_keep
from gongkai.reports.bars import Bar, BarChart, bars_svg

TITLE = "文件清理"
UNDECIDED = "open"


@may_read
@require_safe
def rounds(request: OfficeRequest) -> HttpResponse:
    """The rounds, the newest first."""
    found = (
        CleanUpRound.objects.inside(request.user)
        .select_related("agency")
        .annotate(number=Count("items"), decided=Count("items", filter=~Q(items__decision="")))
        .order_by("-as_of", "-pk")
    )
    context = {"page": page_of(request, found), "may_keep": keeps_anything(request.user)}
    return screen(request, "library/office/rounds.html", context, title=TITLE, crumbs=(list_crumb(),))


@may_read
@require_http_methods(["GET", "POST"])
def open_round(request: OfficeRequest) -> HttpResponse:
    """开展清理."""
    agencies = agencies_for(request.user, *KEEPERS)
    agency = agency_among(agencies, typed(request.GET, "agency"))
    data = request.POST if request.method == "POST" else None
    form = RoundForm(data, agency, initial={"as_of": timezone.localdate()})
    refusals: list[str] = []
    if data is not None and form.is_valid():
        made, refusals = tried(OpenRound(request.user, agency, form.scope(), today=timezone.localdate()))
        if made is not None:
            messages.success(request, f"已列出{made.items.count()}份文件。")
            return redirect(_address(made))
    context = {
        "form": form, "refusals": refusals, "button": "列出文件", "back": reverse("library:rounds"),
        "about": agency.name, "agency": agency, "agencies": agencies,
    }  # fmt: skip
    return form_screen(request, context, title="开展清理", crumbs=(list_crumb(), _crumb()))


@may_read
@require_http_methods(["GET", "HEAD", "POST"])
def round_page(request: OfficeRequest, public_id: str) -> HttpResponse:
    """The round's documents as they are narrowed down by decision, its figures, and what is next; sent back with some
    of them ticked, the same decision for these."""
    round = round_for(request, public_id)
    return _decide(request, round) if request.method == "POST" else _draw(request, round)


def _decide(request: OfficeRequest, round: CleanUpRound) -> HttpResponse:
    if not may_keep(request.user, round.agency):
        raise PermissionDenied
    form = DecisionForm(request.POST)
    refusals: list[str] = []
    if form.is_valid():
        said = form.cleaned_data
        action = DecideItems(
            request.user, round, request.POST.getlist("item"), said["decision"], ground=said["ground"],
            until=said["until"],
        )  # fmt: skip
        made, refusals = tried(action)
        if made is not None:
            messages.success(request, "清理意见已保存。")
            return redirect(request.get_full_path())
    return _draw(request, round, deciding=form, refusals=refusals)


@may_read
@require_http_methods(["GET", "POST"])
def apply(request: OfficeRequest, public_id: str) -> HttpResponse:
    """公布清理结果: repeals and invalidations hold from the day on."""
    round = round_for(request, public_id)
    if not may_apply(request.user, round.agency):
        raise PermissionDenied
    data = request.POST if request.method == "POST" else None
    form = ApplyForm(data, round)
    refusals: list[str] = []
    if data is not None and form.is_valid():
        on = form.cleaned_data["on"]
        made, refusals = tried(ApplyRound(request.user, round, on, today=timezone.localdate(), result=form.result))
        if made is not None:
            messages.success(request, "清理结果已生效，各文件的有效性已更新。")
            return redirect(_address(round))
    decided = Counter(round.items.values_list("decision", flat=True))
    told = [f"{each.label}{decided[each]}份" for each in Decision if decided[each]]
    if decided[""]:
        told.append(f"没有意见{decided['']}份，提出意见以后才能公布")
    context = {
        "form": form, "refusals": refusals, "button": "公布结果", "back": _address(round),
        "about": f"{round.name}：{'，'.join(told)}。公布后各文件的有效性和页面上的理由立即更新；"
        "清理结果目录请另行发布。",
    }  # fmt: skip
    return form_screen(
        request, context, title="公布清理结果", crumbs=(list_crumb(), _crumb(), (round.name, _address(round)))
    )


@may_read
@require_http_methods(["GET", "POST"])
def drop(request: OfficeRequest, public_id: str) -> HttpResponse:
    """撤销清理: a round that was opened by mistake."""
    round = round_for(request, public_id)
    if round.applied_on or not may_keep(request.user, round.agency):
        raise PermissionDenied
    data = request.POST if request.method == "POST" else None
    form = DropForm(data)
    refusals: list[str] = []
    if data is not None and form.is_valid():
        made, refusals = tried(DropRound(request.user, round, ground=form.cleaned_data["ground"]))
        if made is not None:
            messages.success(request, "清理已撤销，各文件的有效性没有改变。")
            return redirect("library:rounds")
    context = {
        "form": form, "refusals": refusals, "button": "撤销清理", "back": _address(round),
        "about": f"{round.name}连同已提出的意见一并撤销，不能恢复；要换基准日、文件种类的，撤销后重新开展。",
    }  # fmt: skip
    return form_screen(
        request, context, title="撤销清理", crumbs=(list_crumb(), _crumb(), (round.name, _address(round)))
    )


def _draw(
    request: OfficeRequest, round: CleanUpRound, *, deciding: DecisionForm | None = None, refusals: Any = ()
) -> HttpResponse:
    rows = round.items.order_by().values_list("decision", "document__document_class").annotate(n=Count("*"))
    counts: Counter[str] = Counter()
    classes: Counter[str] = Counter()
    for decision, kind, number in rows:
        counts[decision] += number
        classes[kind] += number
    chosen = typed(request.GET, "decision")
    items = round.items.select_related("document__record", "document__agency", "by")
    if chosen in Decision.values:
        items = items.filter(decision=chosen)
    elif chosen == UNDECIDED:
        items = items.filter(decision="")
    here = _address(round)
    bars = [Bar(str(each.label), counts[each], href=f"{here}?decision={each.value}") for each in Decision]
    bars.append(Bar("没有意见", counts[""], href=f"{here}?decision={UNDECIDED}"))
    context = {
        "round": round,
        "page": page_of(request, items.order_by("pk")),
        "chosen": chosen,
        "tabs": [("", "全部", counts.total()), *[(each.value, each.label, counts[each]) for each in Decision],
                 (UNDECIDED, "没有意见", counts[""])],
        "picture": mark_safe(bars_svg(BarChart("清理意见", tuple(bars), "份"), "round")),  # noqa: S308 (escaped there)
        "classes": [(DocumentClass(kind).label, number) for kind, number in sorted(classes.items())],
        "undecided": counts[""],
        "form": deciding or DecisionForm(),
        "ticked": request.POST.getlist("item"),
        "refusals": refusals,
        "may_decide": not round.applied_on and may_keep(request.user, round.agency),
        "may_apply": not round.applied_on and may_apply(request.user, round.agency),
    }  # fmt: skip
    status = 422 if refusals or (deciding and deciding.errors) else 200
    return screen(
        request, "library/office/round.html", context, title=round.name, crumbs=(list_crumb(), _crumb()), status=status
    )


def _crumb() -> tuple[str, str]:
    return TITLE, reverse("library:rounds")


def _address(round: CleanUpRound) -> str:
    return reverse("library:round", args=[round.public_id])
