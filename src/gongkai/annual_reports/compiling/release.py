"""Publishing a frozen report: it becomes a published annual report like any other, with its official file."""

from __future__ import annotations

from typing import Any

from gongkai.annual_reports import permissions
from gongkai.annual_reports.actions import PublishReport, TakeInReport, Upload
from gongkai.annual_reports.compiled_models import CompiledReport, Stage
from gongkai.annual_reports.compiling.actions import CompiledAction
from gongkai.annual_reports.convert import report_from_json
from gongkai.law.forms import packaged_forms
from gongkai.reports.isolated import answer
from gongkai.reports.model import Report
from gongkai.reports.writing import write

OFFICIAL = "docx"
"""The file that is published and kept as the original: of our formats the one that is read back word for word."""


def frozen_report(report: CompiledReport) -> Report:
    """The report as it was frozen, for writing."""
    return report_from_json(report.frozen)


class ReleaseReport(CompiledAction):
    """Publish the frozen report."""

    kind = "compiled_report.released"
    stages = (Stage.FROZEN,)

    def allowed(self) -> bool:
        """Releasing is for fewer than preparing."""
        agency = self.report.agency
        return self.actor is None or self.actor.scope.may_act(agency, *permissions.RELEASING)

    def change(self) -> CompiledReport:
        """Take the file in as an annual report and publish that. Raises Refused where another one is public."""
        report = frozen_report(self.report)
        form = packaged_forms()[report.form or ""]
        data = write(report, form, OFFICIAL)
        name = f"{report.file}.{OFFICIAL}"
        upload = Upload(name, data, answer(data, name))
        kept = TakeInReport(self.actor, upload, agency=self.report.agency, ground=str(self.report)).perform()
        PublishReport(self.actor, kept).perform()
        self.report.stage, self.report.published_as = Stage.PUBLISHED, kept
        self.report.save(update_fields=["stage", "published_as"])
        return self.report

    def payload(self, result: CompiledReport) -> dict[str, Any]:
        """The year and the digest of the file that the public gets."""
        assert result.published_as
        return {"year": result.year, "sha256": result.published_as.sha256}
