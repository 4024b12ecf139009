"""A report as PDF in the official look."""

from __future__ import annotations

from gongkai.documents.official_pdf import NoFont, OfficialPdf
from gongkai.law.forms import Form, Forms
from gongkai.reports.model import Report
from gongkai.reports.writing import CannotWrite
from gongkai.reports.writing.outline import outline
from gongkai.reports.writing.paper import compose


def write(report: Report, form: Form, forms: Forms) -> bytes:
    """The whole report as PDF. Raises CannotWrite where no font has its characters."""
    content = outline(report, form, forms)
    document = OfficialPdf(content.title, content.signer)
    compose(document, content)
    try:
        return document.to_bytes()
    except NoFont as error:
        raise CannotWrite(str(error)) from error
