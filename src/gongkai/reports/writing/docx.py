"""A report as a Word document in the official look, its tables real tables with merged cells."""

from __future__ import annotations

from gongkai.documents.official_docx import OfficialDocument
from gongkai.law.forms import Form, Forms
from gongkai.reports.model import Report
from gongkai.reports.writing.outline import outline
from gongkai.reports.writing.paper import compose


def write(report: Report, form: Form, forms: Forms) -> bytes:
    """The whole report as .docx."""
    content = outline(report, form, forms)
    document = OfficialDocument(content.title, content.signer)
    compose(document, content)
    return document.to_bytes()
