"""An interpretation as the public will see it, for preview and reviewers: what waits, with the office's files."""

from __future__ import annotations

from django.db.models import Prefetch
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from gongkai.agencies.models import User
from gongkai.library.document_models import Document
from gongkai.library.enums import Medium
from gongkai.library.interpretation_models import Interpretation
from gongkai.library.media import chart_svg
from gongkai.library.rights import may_keep
from gongkai.publishing.enums import ColumnKind, RecordState
from gongkai.publishing.models import Record
from gongkai.publishing.office.beside import Link


def shown(record: Record) -> SafeString:
    """The interpretation that the record is, as its latest draft has it; "" for a record that is none."""
    documents = Document.objects.published().select_related("record").order_by("-made_on", "pk")
    rows = Interpretation.objects.select_related("file", "captions").prefetch_related(Prefetch("documents", documents))
    found = rows.filter(record=record.pk).first()
    if found is None:
        return SafeString()
    drafted = found.as_drafted()
    chart = drafted.medium == Medium.CHART
    context = {
        "it": drafted,
        "documents": list(found.documents.all()),
        "title": record.title,
        "chart": mark_safe(chart_svg(record.title, drafted.content, f"chart-{found.public_id}")) if chart else "",  # noqa: S308 - escaped there
        # No film goes out without its captions.
        "file": None if drafted.medium == Medium.VIDEO and drafted.captions is None else drafted.file,
        "pairs": drafted.content.get("pairs", ()),
        "rows": drafted.content.get("rows", ()),
    }
    return render_to_string("library/office/interpretation_shown.html", context)


def link(user: User, record: Record) -> Link | None:
    """To where the interpretation is entered, on a record among the interpretations, or amended."""
    if not may_keep(user, record.agency):
        return None
    if held := Interpretation.objects.filter(record=record.pk).first():
        return Link("修改解读", reverse("library:interpretation", args=[held.public_id]))
    if wanting(record):
        return Link("登记解读", f"{reverse('library:enter_interpretation')}?record={record.public_id}")
    return None


def wanting(record: Record) -> str:
    """That a record among the interpretations is none yet."""
    if record.column.kind != ColumnKind.INTERPRETATION or record.state == RecordState.PURGED:
        return ""
    if Interpretation.objects.filter(record=record.pk).exists() or Document.objects.filter(record=record.pk).exists():
        return ""
    return "这条信息在政策解读栏目，还没有登记解读：没有写明解读哪份文件，也不会在文件的页面上显示。"
