"""置顶: a record is put on top of one of its columns; on the column's page it is moved and taken off."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.agencies.models import User
from gongkai.publishing.access import may_edit
from gongkai.publishing.actions.pinning import MOST, Move, MovePin, PinRecord, UnpinRecord
from gongkai.publishing.column_models import ColumnPage
from gongkai.publishing.office.columns import column_for
from gongkai.publishing.office.columns_screens import DayInput, form_screen
from gongkai.publishing.office.record_screens import (
    OfficeRequest,
    list_crumb,
    may_read,
    perform,
    record_crumb,
    record_for,
    typed,
)
from gongkai.publishing.record_models import Record

USUALLY = timedelta(days=30)


class PinForm(forms.Form):
    """On top of which column, and until when."""

    column = forms.ChoiceField(label="栏目", widget=forms.RadioSelect)
    until = forms.DateField(label="置顶至", widget=DayInput(), help_text="到这一天为止，第二天自动取消置顶。")

    def __init__(self, data: Any, columns: list[ColumnPage]) -> None:
        super().__init__(data, initial={"column": columns[0].public_id, "until": timezone.localdate() + USUALLY})
        choices = [(column.public_id, column.title) for column in columns]
        self.fields["column"].choices = choices  # type: ignore[attr-defined]


def pinnable(user: User, record: Record) -> list[ColumnPage]:
    """The columns on top of which this person may put the record."""
    if not record.live:
        return []
    there = record.placements.select_related("column__issuer").order_by("column__path")
    return [placement.column for placement in there if may_edit(user, placement.column)]


@may_read
@require_http_methods(["GET", "POST"])
def pin(request: OfficeRequest, public_id: str) -> HttpResponse:
    """置顶."""
    record = record_for(request, public_id)
    columns = {column.public_id: column for column in pinnable(request.user, record)}
    if not columns:
        raise Http404
    return form_screen(
        request, PinForm(request.POST or None, list(columns.values())),
        lambda form: PinRecord(
            request.user, record, columns[form.cleaned_data["column"]], until=form.cleaned_data["until"],
            today=timezone.localdate(),
        ),
        title="置顶", crumbs=(list_crumb(), record_crumb(record)), done="已置顶。", button="置顶",
        after=lambda _: reverse("publishing:record", args=[record.public_id]),
        explanation=f"排在栏目列表最前。每个栏目最多置顶{MOST}条，顺序在栏目页调整。已置顶的，可以在这里改截止日期。",
    )  # fmt: skip


@may_read
@require_POST
def act_on_pin(request: OfficeRequest, public_id: str, record_id: str, act: str) -> HttpResponse:
    """上移、下移、取消置顶, on the column's page; 取消置顶 on the record's too, which then comes back."""
    column = column_for(request, public_id)
    record = get_object_or_404(Record, public_id=record_id, placements__column=column)
    back = reverse("publishing:column", args=[column.public_id])
    if typed(request.POST, "from") == "record":
        back = reverse("publishing:record", args=[record.public_id])
    if act == "quxiao":
        return perform(request, UnpinRecord(request.user, record, column), "已取消置顶。", back)
    if act not in MOVES:
        raise Http404
    return perform(request, MovePin(request.user, record, column, MOVES[act]), "已调整顺序。", back)


MOVES = {"shang": Move.UP, "xia": Move.DOWN}
PIN_ACTS = (*MOVES, "quxiao")
