"""公开事项: lists, their items, the file that is taken in, the mapping to columns, and what is not served."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.forms.models import fields_for_model
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.agencies.models import Agency
from gongkai.agencies.office.paging import page_of
from gongkai.documents.model import UnusableDocument
from gongkai.documents.sheets import LARGEST
from gongkai.documents.sheets_apart import sheets_apart
from gongkai.publishing.columns.rights import may_edit
from gongkai.publishing.items.actions import READ, ImportItems, MakeItemList, MapItems, RemoveItem, SaveItem
from gongkai.publishing.items.queries import (
    STATES,
    columns_to_choose,
    export_items,
    lists_of,
    proposals,
    state_of,
    unserved,
)
from gongkai.publishing.items.reading import MOST_ITEMS, TOO_MANY, ReadItem, ReadList, read_items
from gongkai.publishing.models import ColumnPage, DisclosureItem, ItemList
from gongkai.publishing.office.columns_screens import (
    GroundForm,
    OfficeRequest,
    chosen,
    crumbs_to,
    form_screen,
    may_read,
    perform,
    screen,
    tab,
    typed,
)
from gongkai.reports.writing.spreadsheet import MEDIA_TYPES

LISTS = "publishing:item_lists"
SALT = "gongkai.publishing.items"
KEPT_SECONDS = 3_600
SHOWN, PROBLEMS_SHOWN = 20, 100
UNMAPPED_SHOWN = 200


class ListForm(GroundForm):
    """A new list."""

    name = forms.CharField(label="清单名称", max_length=100)
    field = forms.CharField(
        label="领域", max_length=60, required=False, help_text="基层政务公开标准的领域；本机关自己的清单不填。"
    )
    standard = forms.CharField(label="依据的标准指引", max_length=200, required=False)
    field_order = ("name", "field", "standard", "ground")


class ItemForm(GroundForm):
    """One item."""

    def __init__(self, data: Any, agency: Agency, item: DisclosureItem | None = None) -> None:
        names = (*READ, "column")
        super().__init__(data, initial={name: getattr(item, name) for name in names} if item else None)
        asked: dict[str, Any] = fields_for_model(DisclosureItem, names)
        for name in ("content", "basis"):
            asked[name].widget.attrs["rows"] = 4
        asked["column"].queryset = ColumnPage.objects.filter(issuer=agency).order_by("path")
        ground = self.fields.pop("ground")
        self.fields.update({name: asked[name] for name in names})
        self.fields["ground"] = ground

    def said(self) -> dict[str, Any]:
        """What was filled in."""
        return {name: self.cleaned_data[name] for name in (*READ, "column")}


@may_read
@require_safe
def item_lists(request: OfficeRequest) -> HttpResponse:
    """The lists of the agency with their counts."""
    whose = chosen(request)
    context = {"lists": lists_of([whose.agency], timezone.localdate())}
    return tab(request, LISTS, "publishing/office/items_lists.html", context, whose)


@may_read
@require_http_methods(["GET", "POST"])
def make_list(request: OfficeRequest) -> HttpResponse:
    """建立清单."""
    whose = chosen(request)
    if not whose.may_edit:
        raise PermissionDenied
    return form_screen(
        request, ListForm(request.POST or None),
        lambda form: MakeItemList(request.user, whose.agency, **form.cleaned_data),
        title="建立公开事项清单", after=lambda made: reverse("publishing:items", args=[made.public_id]),
        crumbs=crumbs_to(LISTS, whose), done="清单已建立，可以导入或者逐项登记。", button="建立",
        extra={"whose": whose},
    )  # fmt: skip


@may_read
@require_safe
def items(request: OfficeRequest, public_id: str) -> HttpResponse:
    """The items of a list, all or those in one state."""
    listed = list_for(request, public_id)
    today = timezone.localdate()
    state = typed(request.GET, "state")
    state = state if state in STATES else ""
    every = listed.items.select_related("column", "items__agency").order_by("pk")
    page = page_of(request, unserved(every, today, state) if state else every)
    context = {
        "list": listed,
        "page": page,
        "lines": [(item, STATES.get(state_of(item, today), "")) for item in page],
        "states": STATES.items(),
        "state": state,
        "may_edit": may_edit(request.user, listed.agency),
    }
    return screen(request, "publishing/office/items.html", context, title=listed.name, crumbs=_crumbs(listed))


@may_read
@require_safe
def unserved_items(request: OfficeRequest) -> HttpResponse:
    """没有落实的公开事项 of all lists that the person sees."""
    today = timezone.localdate()
    state = typed(request.GET, "state")
    seen = DisclosureItem.objects.filter(items__in=ItemList.objects.for_user(request.user))
    page = page_of(request, unserved(seen, today, state if state in STATES else ""))
    context = {
        "page": page,
        "lines": [(item, STATES.get(state_of(item, today), "")) for item in page],
        "states": STATES.items(),
        "state": state,
    }
    return screen(
        request, "publishing/office/items_unserved.html", context, title="没有落实的公开事项", crumbs=crumbs_to(LISTS)
    )  # fmt: skip


@may_read
@require_http_methods(["GET", "POST"])
def edit_item(request: OfficeRequest, public_id: str, item_id: str = "") -> HttpResponse:
    """登记、修改事项."""
    listed = _editable(request, public_id)
    item = get_object_or_404(listed.items.select_related("column"), public_id=item_id) if item_id else None
    return form_screen(
        request, ItemForm(request.POST or None, listed.agency, item),
        lambda form: SaveItem(
            request.user, listed, item, ground=form.cleaned_data["ground"], **cast(ItemForm, form).said()
        ),
        title=f"修改“{item}”" if item else "登记公开事项", after=_page(listed),
        crumbs=(*_crumbs(listed), _crumb(listed)),
    )  # fmt: skip


@may_read
@require_POST
def remove_item(request: OfficeRequest, public_id: str, item_id: str) -> HttpResponse:
    """删除事项."""
    listed = list_for(request, public_id)
    item = get_object_or_404(listed.items.select_related("items__agency"), public_id=item_id)
    return perform(request, RemoveItem(request.user, item), "事项已删除。", _page(listed))


@may_read
@require_safe
def export(request: OfficeRequest, public_id: str) -> HttpResponse:
    """The list as a spreadsheet."""
    listed = list_for(request, public_id)
    disposition = f'attachment; filename="shixiang-{listed.agency.code}-{listed.public_id}.xlsx"'
    data = export_items(listed, timezone.localdate())
    return HttpResponse(data, content_type=MEDIA_TYPES["xlsx"], headers={"Content-Disposition": disposition})


@may_read
@require_http_methods(["GET", "POST"])
def take_in(request: OfficeRequest, public_id: str) -> HttpResponse:
    """导入: a file is shown with what was understood; confirmed, it is taken in.

    What was read travels in the form, signed: a list is small, and nothing has to be kept between the two steps.
    """
    listed = _editable(request, public_id)
    crumbs = (*_crumbs(listed), _crumb(listed))
    if token := request.POST.get("token"):
        try:
            owner, wanted, rows = signing.loads(token, salt=SALT, max_age=KEPT_SECONDS)
        except signing.BadSignature:
            return redirect(request.path)
        if (owner, wanted) != (request.user.pk, listed.public_id):
            raise PermissionDenied
        action = ImportItems(request.user, listed, [ReadItem(**row) for row in rows])
        return perform(request, action, "已导入。", _page(listed))
    context: dict[str, Any] = {"list": listed, "most": MOST_ITEMS}
    if request.method == "POST":
        context |= _preview(request, listed)
    status = 422 if context.get("refusals") or context.get("problems") else 200
    return screen(
        request, "publishing/office/items_import.html", context, title="导入公开事项", crumbs=crumbs, status=status
    )  # fmt: skip


def _preview(request: OfficeRequest, listed: ItemList) -> dict[str, Any]:
    file = request.FILES.get("file")
    if file is None:
        return {"refusals": ["请选择文件。"]}
    if (file.size or 0) > LARGEST:
        return {"refusals": ["文件过大，未予读取。"]}
    try:
        found = read_items(sheets_apart(file.read(), file.name or "", MOST_ITEMS + 100, TOO_MANY))
    except UnusableDocument as error:
        return {"refusals": [f"{file.name}：{error}"]}
    return {"file_name": file.name, "found": found, "problems": found.problems[:PROBLEMS_SHOWN]} | (
        {} if found.problems else _what_it_would_do(request, listed, found)
    )


def _what_it_would_do(request: OfficeRequest, listed: ItemList, found: ReadList) -> dict[str, Any]:
    _, _, taken = ImportItems(request.user, listed, found.items).compare()
    rows = [vars(item) for item in found.items]
    token = signing.dumps([request.user.pk, listed.public_id, rows], salt=SALT, compress=True)
    return {"taken": taken, "first": found.items[:SHOWN], "token": token}


@may_read
@require_http_methods(["GET", "POST"])
def map_items(request: OfficeRequest, public_id: str) -> HttpResponse:
    """对应栏目, in bulk: for items without a column the one that is called most alike is proposed."""
    listed = _editable(request, public_id)
    columns = {column.public_id: column for column in columns_to_choose(listed.agency)}
    waiting = list(listed.items.filter(column__isnull=True).order_by("pk")[:UNMAPPED_SHOWN])
    if request.method == "POST":
        chosen_columns: dict[DisclosureItem, ColumnPage | None] = {
            item: columns[name]
            for item in waiting
            if (name := request.POST.get(f"item-{item.public_id}", "")) in columns
        }
        return perform(request, MapItems(request.user, listed, chosen_columns), "已对应栏目。", _page(listed))
    proposed = proposals(waiting, columns.values())
    context = {
        "list": listed,
        "columns": columns.values(),
        "lines": [(item, proposed.get(item)) for item in waiting],
        "proposed": len(proposed),
    }
    crumbs = (*_crumbs(listed), _crumb(listed))
    return screen(request, "publishing/office/items_map.html", context, title="对应栏目", crumbs=crumbs)


def list_for(request: OfficeRequest, public_id: str) -> ItemList:
    """The list, if the person may see it; else it is not there (404)."""
    lists = ItemList.objects.for_user(request.user).select_related("agency")
    return get_object_or_404(lists, public_id=public_id)


def _editable(request: OfficeRequest, public_id: str) -> ItemList:
    listed = list_for(request, public_id)
    if not may_edit(request.user, listed.agency):
        raise PermissionDenied
    return listed


def _page(listed: ItemList) -> str:
    return reverse("publishing:items", args=[listed.public_id])


def _crumbs(listed: ItemList) -> tuple[tuple[str, str], ...]:
    return (("公开事项", f"{reverse(LISTS)}?agency={listed.agency.code}"),)


def _crumb(listed: ItemList) -> tuple[str, str]:
    return listed.name, _page(listed)
