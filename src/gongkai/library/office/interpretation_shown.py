"""An interpretation as the public will see it, for preview and reviewers: what waits, with the office's files."""

from __future__ import annotations

from django.db.models import Prefetch
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from gongkai.library.document_models import Document
from gongkai.library.enums import Medium
from gongkai.library.interpretation_models import Interpretation
from gongkai.library.media import chart_svg
from gongkai.publishing.models import Record


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
