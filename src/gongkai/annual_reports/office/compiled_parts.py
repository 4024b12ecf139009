"""What stands behind a compiled report: the cases of a figure, stated figures, texts, the year's edge, differences."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.agencies.action import Refused
from gongkai.agencies.office.paging import page_of
from gongkai.annual_reports import permissions
from gongkai.annual_reports.compiled_models import CompiledReport, Stage, TypedFigure
from gongkai.annual_reports.compiling import (
    TYPED,
    cases_of,
    compile_report,
    disputes_of,
    documents,
    previous_report,
    publication,
    texts,
)  # fmt: skip
from gongkai.annual_reports.compiling.actions import Stated, TypeFigures, WriteText
from gongkai.annual_reports.compiling.boundary import edges
from gongkai.annual_reports.compiling.differences import differences
from gongkai.annual_reports.convert import figures_of, number
from gongkai.annual_reports.office.compiled import address, compiled_for, crumbs, field_link
from gongkai.annual_reports.office.screens import OfficeRequest, may_read, screen, typed
from gongkai.applications import counting
from gongkai.applications.models import Application
from gongkai.disputes.counting import CELLS
from gongkai.disputes.models import Dispute
from gongkai.law.forms import Form, packaged_forms
from gongkai.law.outcomes import packaged_outcomes
from gongkai.reports.figures import raw_figure

NOT_A_NUMBER = Decimal("NaN")
SHOWN_MOVED = 500
"""How many moved cases the list of differences shows."""


@may_read
@require_safe
def cases(request: OfficeRequest, public_id: str) -> HttpResponse:
    """The cases that a figure counts, or those of one kind on the year's edge; the records of a publication figure."""
    edge, cell = typed(request.GET, "edge"), typed(request.GET, "cell")
    if field := typed(request.GET, "field"):
        return _records(request, compiled_for(request, public_id), field)
    if cell in documents.CELLS:
        return _documents(request, compiled_for(request, public_id), cell)
    record = _with_cases(request, public_id)
    if cell in CELLS:
        return _disputes(request, record, cell)
    if edge:
        kind = edges(record.agency, record.year).get(edge)
        if kind is None:
            raise Http404
        found, heading, meaning = kind.cases, kind.title, kind.meaning
    else:
        found = _counted(record, cell)
        heading, meaning = packaged_forms().describe(cell), ""
    page = page_of(request, _readable(found))
    context = {"record": record, "page": page, "heading": heading, "meaning": meaning, "rows": _rows(page.object_list)}
    return screen(
        request, "annual_reports/office/compiled_cases.html", context, title=heading, crumbs=crumbs(record)
    )  # fmt: skip


@may_read
@require_safe
def boundary(request: OfficeRequest, public_id: str) -> HttpResponse:
    """How many cases stand on the year's edge, by kind; each kind opens its list."""
    record = _with_cases(request, public_id)
    kinds = [(kind, kind.cases.count()) for kind in edges(record.agency, record.year).values()]
    return screen(
        request, "annual_reports/office/compiled_edges.html", {"record": record, "kinds": kinds},
        title="年末核对", crumbs=crumbs(record),
    )  # fmt: skip


@may_read
@require_safe
def moved(request: OfficeRequest, public_id: str) -> HttpResponse:
    """What has changed since the report was frozen: figure by figure, and the cases."""
    record = _with_cases(request, public_id)
    found = differences(record)
    names = [case.case for case in found.cases[:SHOWN_MOVED]]
    known = {case.public_id: case for case in Application.objects.filter(public_id__in=names, agency=record.agency)}
    context = {
        "record": record,
        "figures": [(figure, packaged_forms().describe(figure.cell)) for figure in found.figures],
        "cases": [
            (known.get(case.case), case.case, _place_words(record, case.was), _place_words(record, case.now))
            for case in found.cases[:SHOWN_MOVED]
        ],
        "more": len(found.cases) - len(names),
    }
    return screen(
        request, "annual_reports/office/compiled_moved.html", context,
        title="与冻结时的差异", crumbs=crumbs(record),
    )  # fmt: skip


@may_read
@require_http_methods(["GET", "POST"])
def figures(request: OfficeRequest, public_id: str) -> HttpResponse:
    """The figures that people state, each with its source; what refuses them stands above, and nothing is lost."""
    record = _to_prepare(request, public_id)
    form = packaged_forms()[counting.rows_of(record.year).form]
    cells = list(form.table(TYPED).ids())
    refusals: list[str] = []
    given: dict[str, tuple[str, str]] = {}
    if request.method == "POST":
        given = {cell: (typed(request.POST, cell), typed(request.POST, f"{cell}:source")) for cell in cells}
        common = typed(request.POST, "source")
        stated = {cell: Stated(_value(value), source or common) for cell, (value, source) in given.items()}
        try:
            TypeFigures(request.user, record, stated, today=timezone.localdate()).perform()
        except Refused as refused:
            refusals = refused.reasons
        else:
            messages.success(request, "填报的数字已保存。")
            return HttpResponseRedirect(address(record))
    context = {
        "record": record,
        "rows": _entry_rows(record, form, given),
        "refusals": refusals,
        "common": typed(request.POST, "source"),
    }
    response = screen(
        request, "annual_reports/office/compiled_figures.html", context, title="填报第二部分", crumbs=crumbs(record)
    )
    response.status_code = 422 if refusals else 200
    return response


@may_read
@require_http_methods(["GET", "POST"])
def text(request: OfficeRequest, public_id: str, section: str) -> HttpResponse:
    """One section's text with its merge fields, and beside it how it reads."""
    record = _to_prepare(request, public_id)
    if section not in texts.EDITABLE:
        raise Http404
    compiled = compile_report(record.agency, record.year, record)
    draft = compiled.drafts[section]
    refusals: list[str] = []
    if request.method == "POST":
        given = request.POST.get("text", "").replace("\0", "")
        today = timezone.localdate()
        action = WriteText(
            request.user, record, section=section, text=given, was=typed(request.POST, "was"), today=today
        )
        try:
            action.perform()
        except Refused as refused:
            refusals, draft = refused.reasons, given
        else:
            messages.success(request, "文字已保存。")
            return HttpResponseRedirect(f"{address(record)}#part-{section}")
    heading = next(each.title for each in compiled.form.sections if str(each.number) == section)
    known = compiled.merge_fields
    context = {
        "record": record,
        "draft": draft,
        "was": compiled.drafts[section],
        "merged": compiled.sections[section],
        "rewritten": section in record.texts,
        "refusals": refusals,
        "fields": [(name, known.get(name, ""), field_link(record, name)) for name in texts.field_names()],
    }
    response = screen(
        request, "annual_reports/office/compiled_text.html", context, title=f"改写：{heading}", crumbs=crumbs(record)
    )
    response.status_code = 422 if refusals else 200
    return response


def _entry_rows(record: CompiledReport, form: Form, given: Mapping[str, tuple[str, str]]) -> list[dict[str, Any]]:
    """A row for each figure that is stated: as just given, else as kept; beside it what was published last year."""
    kept = TypedFigure.objects.filter(agency=record.agency, year=record.year).select_related("entered_by")
    entries = {each.cell: each for each in kept}
    previous = previous_report(record.agency, record.year)
    published = figures_of(previous).cells if previous else {}
    in_library = documents.counted(record.agency, record.year, form)
    rows = []
    for cell in form.table(TYPED).ids():
        entry, place = entries.get(cell), form.places[cell]
        there = (raw_figure(number(entry.value)), entry.source) if entry else ("", "")
        value, source = given.get(cell, there)
        rows.append(
            {
                "cell": cell,
                "block": place.block.caption,
                "label": place.words,
                "unit": place.block.unit(place.row, place.column),
                "value": value,
                "source": source,
                "entry": entry,
                "previous": published[cell].raw if cell in published else "",
                "counted": in_library.get(cell),
            }
        )
    return rows


def _with_cases(request: OfficeRequest, public_id: str) -> CompiledReport:
    record = compiled_for(request, public_id)
    if not permissions.may_open_cases(request.user, record.agency):
        raise PermissionDenied
    return record


def _to_prepare(request: OfficeRequest, public_id: str) -> CompiledReport:
    record = compiled_for(request, public_id)
    if not permissions.may_prepare_for(request.user, record.agency):
        raise PermissionDenied
    if record.stage != Stage.DRAFTING and request.method != "POST":
        raise Http404
    return record


def _counted(record: CompiledReport, cell: str) -> Any:
    """The cases of a cell: now, or those that it counted when the report was frozen. 404 for a cell that has none."""
    try:
        now = cases_of(record.agency, record.year, cell)
    except KeyError:
        raise Http404 from None
    if not record.is_frozen:
        return now
    row, _, column = cell.removeprefix(f"{counting.TABLE}.").rpartition(".")
    counted = record.counted_cases.all()
    if column != counting.TOTAL:
        counted = counted.filter(column=column)
    if row == counting.CONCLUDED:
        counted = counted.exclude(closing=counting.CARRIED_OUT)
    else:
        counted = counted.filter(Q(opening=row) | Q(closing=row))
    return Application.objects.filter(agency=record.agency, public_id__in=counted.values("case"))


def _disputes(request: OfficeRequest, record: CompiledReport, cell: str) -> HttpResponse:
    """The reviews and suits that a figure of table 四 counts."""
    found = disputes_of(record.agency, record.year, cell)
    if record.is_frozen:
        found = Dispute.objects.filter(agency=record.agency, public_id__in=record.frozen_disputes.get(cell, ()))
    heading = packaged_forms().describe(cell)
    page = page_of(request, found.order_by("began_on", "pk"))
    context = {"record": record, "page": page, "heading": heading}
    return screen(
        request, "annual_reports/office/compiled_disputes.html", context, title=heading, crumbs=crumbs(record)
    )  # fmt: skip


def _documents(request: OfficeRequest, record: CompiledReport, cell: str) -> HttpResponse:
    """The documents that a figure of table 二 counts; whoever may see the report may see the agency's documents."""
    if record.is_frozen:
        found = documents.kept(record.agency, record.frozen_documents.get(cell, []))
    else:
        found = documents.documents_of(record.agency, record.year, cell)
    heading = packaged_forms().describe(cell)
    page = page_of(request, found.select_related("record").order_by("made_on", "pk"))
    context = {"record": record, "page": page, "heading": heading}
    return screen(
        request, "annual_reports/office/compiled_documents.html", context, title=heading, crumbs=crumbs(record)
    )  # fmt: skip


def _records(request: OfficeRequest, record: CompiledReport, name: str) -> HttpResponse:
    """The records that a figure of the text counts now; the figures of a frozen text are not followed up."""
    try:
        found = publication.records_of(record.agency, record.year, name)
    except KeyError:
        raise Http404 from None
    rows = found.select_related("column").order_by("-published_at", "-pk")
    context = {"record": record, "page": page_of(request, rows)}
    return screen(
        request, "annual_reports/office/compiled_records.html", context, title=name, crumbs=crumbs(record)
    )  # fmt: skip


def _readable(found: Any) -> Any:
    return found.order_by("received_on", "pk").only(
        "public_id", "receipt_no", "subject", "applicant_type", "received_on", "decided_on", "concluded_on",
        "outcome", "outcome_row", "state",
    )  # fmt: skip


def _rows(found: Any) -> list[tuple[Application, str]]:
    outcomes = packaged_outcomes()
    return [(case, outcomes[case.outcome].name if case.outcome in outcomes else _row_words(case)) for case in found]


def _row_words(case: Application) -> str:
    place = packaged_forms().places.get(f"{counting.TABLE}.{case.outcome_row}.{counting.TOTAL}")
    return place.row_words if place and case.outcome_row else ""


def _place_words(record: CompiledReport, place: counting.Placing | None) -> str:
    """Where a case counts, in words: its column, the row it enters by and the one it leaves by."""
    if place is None:
        return "不计入"
    places = packaged_forms()[counting.rows_of(record.year).form].places
    opening, closing = (places[f"{counting.TABLE}.{row}.{place.column}"] for row in (place.opening, place.closing))
    return f"{opening.column_words}：{opening.row_words} → {closing.row_words}"


def _value(text: str) -> Decimal | None:
    if not text:
        return None
    try:
        return Decimal(text.replace(",", "").replace("，", ""))
    except InvalidOperation:
        return NOT_A_NUMBER
