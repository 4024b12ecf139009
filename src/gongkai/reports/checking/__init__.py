"""The check of an annual report: every rule's findings, none of which changes the report."""

from __future__ import annotations

from gongkai.law.forms import Forms, packaged_forms
from gongkai.reports.checking import damage, deadlines, form, headings, prose, relations, text, values, years
from gongkai.reports.checking.basis import in_order
from gongkai.reports.model import Finding, Report


def check(report: Report, forms: Forms | None = None, previous: Report | None = None) -> list[Finding]:
    """All findings on a report, the gravest first; with `previous`, last year's report, those between years too.

    `forms` are the statutory forms to go by (default: the packaged ones). The report is not changed.
    """
    forms = forms or packaged_forms()
    return in_order(
        [
            *relations.findings(report, forms),
            *form.findings(report, forms),
            *headings.findings(report, forms),
            *values.findings(report, forms),
            *deadlines.findings(report),
            *damage.findings(report),
            *text.findings(report),
            *prose.findings(report),
            *(years.findings(report, previous, forms) if previous else ()),
        ]
    )
