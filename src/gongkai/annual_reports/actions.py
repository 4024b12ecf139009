"""What people do with an annual report. `gongkai.agencies.action` says how actions are used."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from gongkai.agencies.action import NOT_YOURS, Action, reference_to
from gongkai.agencies.models import Agency, User
from gongkai.annual_reports import permissions
from gongkai.annual_reports.convert import cells_from_json, storable
from gongkai.annual_reports.models import AnnualReport, ReportCell, ReportFinding, State
from gongkai.law.forms import packaged_forms
from gongkai.publishing.guard.words import against, line

if TYPE_CHECKING:
    from gongkai.annual_reports.models import UploadBatch

FIRST_YEAR = 2008
MAX_FIGURE = Decimal(10) ** 12

_BESIDE_THE_READING = ("cells", "findings", "blocks")


@dataclass(frozen=True)
class Upload:
    """A file as it came, and what was read from it."""

    name: str
    data: bytes
    reading: dict[str, Any]
    """The contract's JSON with `findings` and the source's `blocks`."""
    sha256: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "sha256", hashlib.sha256(self.data).hexdigest())


class TakeInReport(Action[AnnualReport]):
    """Keep a file that was read: the original, its figures, what was found."""

    kind = "annual_report.taken_in"

    def __init__(
        self,
        actor: User | None,
        upload: Upload,
        *,
        agency: Agency | None = None,
        batch: UploadBatch | None = None,
        ground: str = "",
    ) -> None:
        super().__init__(actor, ground=ground)
        self.upload, self.of, self.batch = upload, agency, batch

    def refusals(self) -> list[str]:
        """Only who prepares reports, and for an agency only who prepares its reports."""
        if self.actor is None:
            return []
        allowed = permissions.may_prepare_for(self.actor, self.of) if self.of else permissions.may_upload(self.actor)
        return [] if allowed else [NOT_YOURS]

    def change(self) -> AnnualReport:
        """Save the file and the rows."""
        data, upload = storable(self.upload.reading), self.upload
        report = AnnualReport(
            agency=self.of,
            year=data.get("year"),
            form=data.get("form") or "",
            title=(data.get("title") or "")[:300],
            agency_printed=(data.get("agency_printed") or "")[:200],
            signed=date.fromisoformat(data["signed"]) if data.get("signed") else None,
            file_name=upload.name[:200],
            file_format=str(data.get("format") or "")[:16],
            file_size=len(upload.data),
            sha256=upload.sha256,
            reading={name: value for name, value in data.items() if name not in _BESIDE_THE_READING},
            source_blocks=data.get("blocks", []),
            batch=self.batch,
            uploaded_by=self.actor,
        )
        report.file.save(upload.name, ContentFile(upload.data), save=False)
        report.save(force_insert=True)
        ReportCell.objects.bulk_create(cells_from_json(report, data))
        replace_findings(report, data.get("findings", []))
        return report

    def subject(self, result: AnnualReport) -> str:
        """The new report."""
        return reference_to(result)

    def agency(self, result: AnnualReport) -> Agency | None:
        """The report's agency, where it is known."""
        return result.agency

    def payload(self, result: AnnualReport) -> dict[str, Any]:
        """The original's digest."""
        return {"sha256": result.sha256}


def replace_findings(report: AnnualReport, findings: list[dict[str, Any]]) -> None:
    """Put these findings (as JSON) in the place of the report's; what was shown to the public stays shown."""
    shown = {(f.rule, tuple(f.cells), f.source) for f in report.findings.filter(shown=True)}
    report.findings.all().delete()
    rows = [
        ReportFinding(
            report=report,
            number=number,
            rule=item["rule"],
            level=item["level"],
            message=item["message"],
            advice=item.get("advice", ""),
            cells=item.get("cells", []),
            expected=item.get("expected"),
            actual=item.get("actual"),
            source=item.get("source", "")[:120],
            excerpt=item.get("excerpt", ""),
        )
        for number, item in enumerate(findings, start=1)
    ]
    for row in rows:
        row.shown = (row.rule, tuple(row.cells), row.source) in shown
    ReportFinding.objects.bulk_create(rows)


class _ReportAction(Action[AnnualReport]):
    """A change of a report that is kept already."""

    def __init__(self, actor: User | None, report: AnnualReport, *, ground: str = "") -> None:
        super().__init__(actor, ground=ground)
        self.report = report

    def allowed(self) -> bool:
        """Whether the actor prepares this report."""
        return self.actor is None or permissions.may_prepare(self.actor, self.report)

    def refusals(self) -> list[str]:
        """Only who is allowed to."""
        return [] if self.allowed() else [NOT_YOURS]

    def perform(self) -> AnnualReport:
        """As any action, on the report as it now stands: two people at the same report go one after the other."""
        with transaction.atomic():
            now = AnnualReport.objects.select_for_update(of=("self",)).select_related("agency")
            self.report.refresh_from_db(fields=["state", "agency", "year"], from_queryset=now)
            return super().perform()

    def subject(self, result: AnnualReport) -> str:
        """The report."""
        return reference_to(result)

    def agency(self, result: AnnualReport) -> Agency | None:
        """The report's agency, where it is known."""
        return result.agency


class AssignReport(_ReportAction):
    """Say whose report this is and on which year."""

    kind = "annual_report.assigned"

    def __init__(
        self, actor: User | None, report: AnnualReport, *, agency: Agency | None, year: int | None, ground: str = ""
    ) -> None:
        super().__init__(actor, report, ground=ground)
        self.to, self.year = agency, year

    def refusals(self) -> list[str]:
        """An agency the actor prepares reports for, a year that can be; nothing that is public already."""
        reasons = super().refusals()
        if self.report.state == State.PUBLISHED:
            reasons.append("报告已经公布，须先撤回才能改变机关或年度。")
        if self.to is None:
            reasons.append("请选定行政机关。")
        elif self.actor and not permissions.may_prepare_for(self.actor, self.to):
            reasons.append(f"您不办理{self.to.name}的年报。")
        if self.year is None or not FIRST_YEAR <= self.year <= timezone.localdate().year:
            reasons.append(f"年度应在 {FIRST_YEAR} 年至 {timezone.localdate().year} 年之间。")
        return reasons

    def change(self) -> AnnualReport:
        """Set both."""
        self.report.agency, self.report.year = self.to, self.year
        self.report.save(update_fields=["agency", "year"])
        return self.report

    def payload(self, result: AnnualReport) -> dict[str, Any]:
        """The year."""
        return {"year": result.year}


class CorrectCell(_ReportAction):
    """Put a figure right that was read wrongly. What is printed stays beside it."""

    kind = "annual_report.cell_corrected"

    def __init__(
        self,
        actor: User,
        report: AnnualReport,
        *,
        cell: str,
        value: Decimal | None,
        reason: str,
    ) -> None:
        super().__init__(actor, report, ground=reason.strip())
        self.cell, self.value, self.was = cell, value, ""

    def refusals(self) -> list[str]:
        """A cell of a form, a figure that can be, a reason that the public may read beside it; not what it sees
        already."""
        reasons = super().refusals()
        place = packaged_forms().places.get(self.cell)
        if self.report.state == State.PUBLISHED:
            reasons.append("报告已经公布，须先撤回才能更正。")
        if place is None:
            reasons.append("格式中没有这个数据格。")
        elif self.value is not None:
            if abs(self.value) >= MAX_FIGURE:
                reasons.append("数字过大，请核对。")
            elif place.kind == "count" and (self.value < 0 or self.value != self.value.to_integral_value()):
                reasons.append("这一格是件数，应为不小于 0 的整数。")
        if not self.ground:
            reasons.append("请写明更正理由，例如“原件第 3 页为 12，程序读成 17”。")
        return reasons + against(self.report.agency, [line("更正理由", self.ground)])

    def change(self) -> AnnualReport:
        """Write the corrected figure beside the printed one."""
        row, _ = ReportCell.objects.get_or_create(report=self.report, cell=self.cell)
        self.was = str(row.value)
        row.corrected_value = self.value
        row.corrected_by, row.corrected_at, row.correction_reason = self.actor, timezone.now(), self.ground[:300]
        row.save()
        return self.report

    def payload(self, result: AnnualReport) -> dict[str, Any]:
        """The cell, the figure before and after."""
        return {"cell": self.cell, "from": self.was, "to": str(self.value)}


class ShowFindings(_ReportAction):
    """Choose which findings the public sees beside the report."""

    kind = "annual_report.findings_shown"

    def __init__(self, actor: User | None, report: AnnualReport, *, numbers: Collection[int], ground: str = "") -> None:
        super().__init__(actor, report, ground=ground)
        self.numbers = sorted(set(numbers))

    def allowed(self) -> bool:
        """What the public sees is for those who release."""
        return self.actor is None or permissions.may_release(self.actor, self.report)

    def change(self) -> AnnualReport:
        """Mark exactly these."""
        self.report.findings.exclude(number__in=self.numbers).update(shown=False)
        self.report.findings.filter(number__in=self.numbers).update(shown=True)
        return self.report

    def payload(self, result: AnnualReport) -> dict[str, Any]:
        """How many are shown."""
        return {"shown": len(self.numbers)}


class PublishReport(_ReportAction):
    """Make the report public, the original with it."""

    kind = "annual_report.published"

    def allowed(self) -> bool:
        """Releasing is for fewer than preparing."""
        return self.actor is None or permissions.may_release(self.actor, self.report)

    def refusals(self) -> list[str]:
        """Agency and year must be known, no other report of that agency and year public, and no words in it that the
        public may not read."""
        reasons = super().refusals()
        report = self.report
        if report.state == State.PUBLISHED:
            return [*reasons, "报告已经公布。"]
        if report.agency is None or report.year is None:
            return [*reasons, "公布前须确定机关和年度。"]
        if AnnualReport.objects.published().filter(agency=report.agency, year=report.year).exists():
            reasons.append(f"{report.agency.name}{report.year}年度报告已经公布；如要替换，请先撤回原来的一份。")
        return reasons + against(report.agency, [line("标题", report.title), line("报告正文", _text_of(report))])

    def change(self) -> AnnualReport:
        """Set the state, who and when."""
        report = self.report
        report.state, report.published_by, report.published_at = State.PUBLISHED, self.actor, timezone.now()
        report.withdrawn_at, report.withdrawn_reason = None, ""
        report.save(update_fields=["state", "published_by", "published_at", "withdrawn_at", "withdrawn_reason"])
        return report

    def payload(self, result: AnnualReport) -> dict[str, Any]:
        """The year and the original's digest: what the public was shown."""
        return {"year": result.year, "sha256": result.sha256}


def _text_of(report: AnnualReport) -> str:
    """All that the original says, line by line and cell by cell."""
    said = []
    for block in report.source_blocks:
        said += [cell["text"] for row in block.get("rows", ()) for cell in row] or [block.get("text", "")]
    return "\n".join(said)


class WithdrawReport(_ReportAction):
    """Take a published report away, with a reason."""

    kind = "annual_report.withdrawn"

    def __init__(self, actor: User | None, report: AnnualReport, *, reason: str) -> None:
        super().__init__(actor, report, ground=reason.strip())

    def allowed(self) -> bool:
        """Who may release may withdraw."""
        return self.actor is None or permissions.may_release(self.actor, self.report)

    def refusals(self) -> list[str]:
        """It must be public, and the reason is to be said."""
        reasons = super().refusals()
        if self.report.state != State.PUBLISHED:
            reasons.append("报告没有公布，不必撤回。")
        if not self.ground:
            reasons.append("请写明撤回理由。")
        return reasons

    def change(self) -> AnnualReport:
        """Set the state, when and why."""
        report = self.report
        report.state, report.withdrawn_at, report.withdrawn_reason = State.WITHDRAWN, timezone.now(), self.ground[:500]
        report.save(update_fields=["state", "withdrawn_at", "withdrawn_reason"])
        return report

    def payload(self, result: AnnualReport) -> dict[str, Any]:
        """The year."""
        return {"year": result.year}
