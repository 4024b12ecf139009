"""The list of documents, a document's page, and what is done there."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.agencies.office.paging import page_of
from gongkai.library.actions import (
    AmendDocument,
    Declare,
    EnterDocument,
    RegisterNumber,
    Relate,
    Undeclare,
    Unrelate,
)
from gongkai.library.document_models import Document, Relation
from gongkai.library.downloads import file_name
from gongkai.library.enums import BACKWARDS, DocumentClass, RelationKind, Status
from gongkai.library.marks import LOOKS, marks_of, turns_of
from gongkai.library.office.forms import DeclarationForm, DocumentForm, RelationForm
from gongkai.library.office.screens import (
    TITLE,
    OfficeRequest,
    address_of,
    agencies_for,
    document_crumb,
    document_for,
    form_screen,
    keeps_anything,
    list_crumb,
    may_read,
    perform,
    screen,
    tried,
    typed,
)  # fmt: skip
from gongkai.library.paper import MEDIA_TYPES
from gongkai.library.public import filters_from
from gongkai.library.queries import bracketed, listed, running_out
from gongkai.library.rights import KEEPERS, may_keep
from gongkai.library.validity_bar import bar_svg
from gongkai.publishing.models import Record

_PROPOSED = 30


@may_read
@require_safe
def document_list(request: OfficeRequest) -> HttpResponse:
    """The documents as they are narrowed down, the newest first."""
    today = timezone.localdate()
    agencies = agencies_for(request.user)
    filters = filters_from(request.GET, {agency.code: agency for agency in agencies})
    seen = Document.objects.inside(request.user)
    asked = {name: value for name, value in request.GET.items() if value and name != "page"}
    context = {
        "page": page_of(request, listed(seen, filters)),
        "filters": filters,
        "filtered": bool(filters),
        "query": urlencode(asked),
        "classes": DocumentClass.choices,
        "statuses": [("standing", "现行有效"), *Status.choices],
        "agencies": agencies,
        "may_keep": keeps_anything(request.user),
        "ending": running_out(seen, today).count(),
        "looks": LOOKS,
    }
    return screen(request, "library/office/list.html", context, title=TITLE)


@may_read
@require_safe
def ending(request: OfficeRequest) -> HttpResponse:
    """What runs out soon, the nearest first."""
    today = timezone.localdate()
    page = page_of(request, running_out(Document.objects.inside(request.user), today))
    rows = [(document, (document.valid_until - today).days) for document in page.object_list if document.valid_until]
    context = {"page": page, "rows": rows, "several": len(agencies_for(request.user)) > 1}
    return screen(request, "library/office/ending.html", context, title="即将到期", crumbs=(list_crumb(),))


@may_read
@require_safe
def detail(request: OfficeRequest, public_id: str) -> HttpResponse:
    """Where the document stands and since when, its relations both ways, what explains it, its files."""
    today = timezone.localdate()
    document = document_for(request, public_id)
    turns = turns_of(document)
    keeps = may_keep(request.user, document.agency)
    relations = list(
        Relation.objects.filter(Q(source=document) | Q(target=document)).select_related(
            "source__record", "target__record"
        )
    )
    context = {
        "document": document,
        "today": today,
        "look": LOOKS[Status(document.status)],
        "marks": marks_of(turns, today),
        "bar": bar_svg(turns, document.valid_until, today),
        "turns": [(turn, turn.on > today) for turn in turns],
        "issuers": list(document.issuers.all()),
        "relations": [_relation_line(relation, document) for relation in relations],
        "declarations": list(document.declarations.select_related("by")),
        "interpretations": list(document.interpretations.select_related("record", "series")),
        "downloads": list(document.downloads.filter(current=True)),
        "may_keep": keeps,
        "may_register": keeps
        and document.document_class == DocumentClass.NORMATIVE
        and not document.registration_number,
    }
    return screen(request, "library/office/document.html", context, title=document.record.title, crumbs=(list_crumb(),))


@may_read
@require_http_methods(["GET", "POST"])
def enter(request: OfficeRequest) -> HttpResponse:
    """文件入库: choose the record by its number or title, then say what the library needs."""
    public_id = typed(request.GET, "record")
    agencies = agencies_for(request.user, *KEEPERS)
    if not agencies:
        raise PermissionDenied
    if not public_id:
        return _choose_record(request, agencies)
    record = get_object_or_404(Record.objects.filter(agency__in=agencies).select_related("agency"), public_id=public_id)
    data = request.POST if request.method == "POST" else None
    form = DocumentForm(data, record.agency)
    refusals: list[str] = []
    if data is not None and form.is_valid():
        today = timezone.localdate()
        made, refusals = tried(EnterDocument(request.user, record, form.details(), today=today))
        if made is not None:
            messages.success(request, "已入库。")
            return redirect(address_of(made))
    context = {
        "form": form,
        "refusals": refusals,
        "button": "入库",
        "back": reverse("library:list"),
        "about": record.title,
    }
    return form_screen(request, context, title="文件入库", crumbs=(list_crumb(),))


def _choose_record(request: OfficeRequest, agencies: list[Any]) -> HttpResponse:
    words = typed(request.GET, "q")[:100]
    records = Record.objects.filter(agency__in=agencies, document__isnull=True, interpretation__isnull=True)
    records = records.exclude(state="purged").exclude(document_number="")
    if words:
        number = bracketed(words)
        records = Record.objects.filter(agency__in=agencies, document__isnull=True).filter(
            Q(title__icontains=words) | Q(document_number__icontains=number) | Q(index_number=words)
        )
    context = {"q": words, "records": records.select_related("agency").order_by("-pk")[:_PROPOSED]}
    return screen(request, "library/office/choose_record.html", context, title="文件入库", crumbs=(list_crumb(),))


@may_read
@require_http_methods(["GET", "POST"])
def edit(request: OfficeRequest, public_id: str) -> HttpResponse:
    """修改文件库信息."""
    document = _kept(request, public_id)
    data = request.POST if request.method == "POST" else None
    form = DocumentForm(data, document.agency, document)
    refusals: list[str] = []
    if data is not None and form.is_valid():
        action = AmendDocument(
            request.user, document, form.details(), today=timezone.localdate(), ground=form.cleaned_data["ground"],
            version=form.cleaned_data["version"],
        )  # fmt: skip
        made, refusals = tried(action)
        if made is not None:
            messages.success(request, "已修改。")
            return redirect(address_of(document))
    return _act_screen(request, document, form, refusals, "修改文件库信息", "保存修改")


@may_read
@require_http_methods(["GET", "POST"])
def relate(request: OfficeRequest, public_id: str) -> HttpResponse:
    """登记文件关系: the other document is found by its number."""
    document = _kept(request, public_id)
    data = request.POST if request.method == "POST" else None
    form = RelationForm(data, document, Document.objects.inside(request.user) | Document.objects.published())
    refusals: list[str] = []
    if data is not None and form.is_valid():
        made, refusals = tried(Relate(request.user, form.link(), today=timezone.localdate()))
        if made is not None:
            messages.success(request, "已登记，两份文件的页面上都已显示。")
            return redirect(address_of(document))
    return _act_screen(request, document, form, refusals, "登记文件关系", "登记关系")


@may_read
@require_http_methods(["GET", "POST"])
def declare(request: OfficeRequest, public_id: str) -> HttpResponse:
    """认定效力."""
    document = _kept(request, public_id)
    data = request.POST if request.method == "POST" else None
    form = DeclarationForm(data)
    refusals: list[str] = []
    if data is not None and form.is_valid():
        said = form.cleaned_data
        action = Declare(
            request.user, document, said["kind"], said["on"], until=said["until"], ground=said["ground"],
            today=timezone.localdate(),
        )  # fmt: skip
        made, refusals = tried(action)
        if made is not None:
            messages.success(request, f"已认定，文件现在的有效性是“{made.get_status_display()}”。")
            return redirect(address_of(document))
    return _act_screen(request, document, form, refusals, "认定效力", "认定")


@may_read
@require_POST
def register(request: OfficeRequest, public_id: str) -> HttpResponse:
    """统一登记编号."""
    document = document_for(request, public_id)
    action = RegisterNumber(request.user, document, today=timezone.localdate())
    return perform(request, action, "已取登记号。", address_of(document))


@may_read
@require_POST
def take_back(request: OfficeRequest, public_id: str, what: str) -> HttpResponse:
    """Take back a relation or a declaration that was entered wrongly, with the reason."""
    document = document_for(request, public_id)
    ground, today = typed(request.POST, "ground")[:300], timezone.localdate()
    relation = Relation.objects.filter(Q(source=document) | Q(target=document), public_id=what)
    found = relation.select_related("source__record", "source__agency", "target__record", "target__agency").first()
    if found is not None:
        return perform(
            request, Unrelate(request.user, found, today=today, ground=ground), "已撤销。", address_of(document)
        )
    said = get_object_or_404(document.declarations, public_id=what)
    action = Undeclare(request.user, said, today=today, ground=ground)
    return perform(request, action, "已撤销。", address_of(document))


@may_read
@require_safe
def download(request: OfficeRequest, public_id: str, form: str) -> FileResponse:
    """One of the files made of the document's text."""
    document = document_for(request, public_id)
    found = document.downloads.filter(format=form, current=True).first()
    if found is None:
        raise Http404
    found.document = document
    return FileResponse(
        found.file.open("rb"), as_attachment=True, filename=file_name(found), content_type=MEDIA_TYPES[found.format]
    )


def _kept(request: OfficeRequest, public_id: str) -> Document:
    document = document_for(request, public_id)
    if not may_keep(request.user, document.agency):
        raise PermissionDenied
    return document


def _act_screen(
    request: OfficeRequest, document: Document, form: Any, refusals: list[str], title: str, button: str
) -> HttpResponse:
    context = {
        "form": form, "refusals": refusals, "button": button, "back": address_of(document), "about": document.name,
    }  # fmt: skip
    return form_screen(request, context, title=title, crumbs=(list_crumb(), document_crumb(document)))


def _relation_line(relation: Relation, document: Document) -> dict[str, Any]:
    forward = relation.source_id == document.pk
    kind = RelationKind(relation.kind)
    return {
        "relation": relation,
        "label": kind.label if forward else BACKWARDS[kind],
        "other": relation.target if forward else relation.source,
    }
