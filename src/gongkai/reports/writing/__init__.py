"""Annual reports written: one module a format, all drawing the same layout (`gongkai.reports.layout`).

Each module has `write(report, form, forms) -> bytes`; it is imported when it is first used, so that nobody pays for
the libraries of a format that is not wanted.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module

from gongkai.law.forms import Form, Forms, packaged_forms
from gongkai.reports.model import Report


class CannotWrite(Exception):
    """A report that cannot be written in a format on this machine. The message is one Chinese sentence."""


@dataclass(frozen=True, slots=True)
class Writer:
    """A format that reports are written in."""

    format: str
    label: str
    """In Chinese, for a download link."""
    media_type: str
    suffix: str
    """Of the file name, with its dot."""

    def write(self, report: Report, form: Form, forms: Forms | None = None) -> bytes:
        """The whole document. `forms` are all known forms, where not the packaged ones. Raises CannotWrite."""
        result: bytes = import_module(f"{__name__}.{self.format}").write(report, form, forms or packaged_forms())
        return result


FORMATS: dict[str, Writer] = {
    writer.format: writer
    for writer in (
        Writer("html", "网页", "text/html; charset=utf-8", ".html"),
        Writer("docx", "Word 文档", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"),
        Writer("pdf", "PDF 文件", "application/pdf", ".pdf"),
        Writer("xlsx", "Excel 表格", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"),
        Writer("csv", "CSV 数据", "text/csv; charset=utf-8", ".csv"),
    )
}


def write(report: Report, form: Form, format: str, forms: Forms | None = None) -> bytes:
    """A report as a file of `format`, a key of FORMATS (KeyError else). Raises CannotWrite."""
    return FORMATS[format].write(report, form, forms)
