"""What people do with a compiled report until it is frozen: state figures, write, explain, submit, approve.

The preparer submits, another person approves; approving freezes exactly what was approved. `release` publishes it.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai.agencies.action import NOT_YOURS, Action, reference_to
from gongkai.agencies.models import Agency, User
from gongkai.annual_reports import permissions
from gongkai.annual_reports.actions import MAX_FIGURE
from gongkai.annual_reports.compiled_models import CompiledReport, CountedCase, Stage, TypedFigure
from gongkai.annual_reports.compiling import TYPED, Compiled, NoSuchTable, compile_report, readiness, texts
from gongkai.annual_reports.compiling.differences import disputes_behind
from gongkai.annual_reports.compiling.documents import documents_behind
from gongkai.annual_reports.models import State
from gongkai.applications import counting
from gongkai.law.forms import cell_id, packaged_forms
from gongkai.ledger.queries import head

OVERTAKEN = "这段文字刚刚由他人改过，请刷新页面，看过最新内容后再改。"
MOVED = "编制期间有案件刚刚变动，请再试一次。"
MAX_TEXT = 50_000


class StartReport(Action[CompiledReport]):
    """Begin the report of an agency and year."""

    kind = "compiled_report.started"

    def __init__(self, actor: User | None, agency: Agency, year: int, *, today: date, ground: str = "") -> None:
        super().__init__(actor, ground=ground)
        self.of, self.year, self.today = agency, year, today

    def refusals(self) -> list[str]:
        """Who prepares the agency's reports; a year that has begun and has such tables; once a year."""
        if self.actor and not permissions.may_prepare_for(self.actor, self.of):
            return [NOT_YOURS]
        if self.year > self.today.year:
            return [f"{self.year}年还没有开始，没有可以编制的年报。"]
        try:
            counting.rows_of(self.year)
        except NoSuchTable as error:
            return [str(error)]
        if CompiledReport.objects.filter(agency=self.of, year=self.year).exists():
            return ["该机关这一年度的报告已在编制。"]
        return []

    def change(self) -> CompiledReport:
        """Make it, empty: everything in it is counted."""
        return CompiledReport.objects.create(agency=self.of, year=self.year)

    def subject(self, result: CompiledReport) -> str:
        """The new report."""
        return reference_to(result)

    def agency(self, result: CompiledReport) -> Agency:
        """The report's agency."""
        return result.agency

    def payload(self, result: CompiledReport) -> dict[str, Any]:
        """The year."""
        return {"year": result.year}


class CompiledAction(Action[CompiledReport]):
    """A change of a report that was begun, as it now stands: two people go one after the other."""

    stages: tuple[Stage, ...] = (Stage.DRAFTING,)

    def __init__(self, actor: User | None, report: CompiledReport, *, today: date, ground: str = "") -> None:
        super().__init__(actor, ground=ground)
        self.report, self.today = report, today

    def perform(self) -> CompiledReport:
        """Hold the report's row for the whole of the act."""
        with transaction.atomic():
            held = CompiledReport.objects.select_for_update(of=("self",)).select_related("agency")
            self.report = held.get(pk=self.report.pk)
            return super().perform()

    def allowed(self) -> bool:
        """Whether the actor prepares the agency's reports."""
        return self.actor is None or permissions.may_prepare_for(self.actor, self.report.agency)

    def refusals(self) -> list[str]:
        """Not this person's, or not in this stage."""
        if not self.allowed():
            return [NOT_YOURS]
        if self.report.stage not in self.stages:
            return [f"报告{self.report.get_stage_display()}，现在不能这样办理。"]
        return []

    def subject(self, result: CompiledReport) -> str:
        """The report."""
        return reference_to(result)

    def agency(self, result: CompiledReport) -> Agency:
        """The report's agency."""
        return result.agency

    def payload(self, result: CompiledReport) -> dict[str, Any]:
        """The year."""
        return {"year": result.year}


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure as somebody states it, and where he has it from. None takes an entry away."""

    value: Decimal | None
    source: str


class TypeFigures(CompiledAction):
    """State figures of table 二, each with its source; what is not named stays as it is."""

    kind = "compiled_report.figures_typed"

    def __init__(
        self,
        actor: User | None,
        report: CompiledReport,
        figures: Mapping[str, Stated],
        *,
        today: date,
        ground: str = "",
    ) -> None:
        super().__init__(actor, report, today=today, ground=ground)
        self.figures = figures
        self.changed: dict[str, list[str]] = {}

    def refusals(self) -> list[str]:
        """Cells of table 二, figures that can be, a source for each."""
        if reasons := super().refusals():
            return reasons
        form = packaged_forms()[counting.rows_of(self.report.year).form]
        for cell, stated in self.figures.items():
            place = form.places.get(cell)
            if place is None or place.table.id != TYPED:
                reasons.append(f"{cell} 不是由人填报的数据格。")
                continue
            value = stated.value
            if value is None:
                continue
            if not value.is_finite() or abs(value) >= MAX_FIGURE:
                reasons.append(f"{place.words}：数字过大或者不是数字，请核对。")
            elif place.kind != "change" and value < 0:
                reasons.append(f"{place.words}：不能小于 0。")
            elif place.kind != "amount" and value != value.to_integral_value():
                reasons.append(f"{place.words}：应为整数。")
            elif place.kind == "amount" and value != round(value, 6):
                reasons.append(f"{place.words}：小数过长，请以万元为单位，最多六位小数。")
            if not stated.source:
                reasons.append(f"{place.words}：请写明数字来源，例如“法规科统计台账”。")
        return reasons

    def change(self) -> CompiledReport:
        """Write those that differ from what is there."""
        known = {each.cell: each for each in self._entries()}
        for cell, stated in self.figures.items():
            entry = known.get(cell)
            was = entry.value if entry else None
            if was == stated.value and (entry is None or entry.source == stated.source):
                continue
            self.changed[cell] = [_plain(was), _plain(stated.value)]
            if stated.value is None:
                self._entries().filter(cell=cell).delete()
                continue
            self._entries().update_or_create(
                agency=self.report.agency, year=self.report.year, cell=cell,
                defaults={"value": stated.value, "source": stated.source[:200], "entered_by": self.actor},
            )  # fmt: skip
        return self.report

    def payload(self, result: CompiledReport) -> dict[str, Any]:
        """Each changed figure before and after."""
        return {"year": result.year, "figures": self.changed}

    def _entries(self) -> Any:
        return TypedFigure.objects.filter(agency=self.report.agency, year=self.report.year)


class WriteText(CompiledAction):
    """Write a section; an empty text goes back to the template. `was` is the text as the person saw it."""

    kind = "compiled_report.text_written"

    def __init__(
        self, actor: User | None, report: CompiledReport, *, section: str, text: str, was: str, today: date
    ) -> None:
        super().__init__(actor, report, today=today)
        self.section, self.text, self.was = section, "\n".join(text.split("\r\n")).strip(), was

    def refusals(self) -> list[str]:
        """A section that is written, fields that exist, nobody else's words overwritten."""
        if reasons := super().refusals():
            return reasons
        if self.section not in texts.EDITABLE:
            return ["这一部分没有可以改写的文字。"]
        if len(self.text) > MAX_TEXT:
            return [f"文字不能超过 {MAX_TEXT} 字。"]
        stored = self.report.texts.get(self.section)
        if stored is not None and _squeezed(self.was) != _squeezed(stored):
            return [OVERTAKEN]
        unknown = texts.unknown_fields(self.text, packaged_forms()[counting.rows_of(self.report.year).form])
        return [f"没有“{name}”这个合并字段。" for name in dict.fromkeys(unknown)]

    def change(self) -> CompiledReport:
        """Keep it."""
        self.report.texts.pop(self.section, None)
        if self.text:
            self.report.texts[self.section] = self.text
        self.report.save(update_fields=["texts"])
        return self.report

    def payload(self, result: CompiledReport) -> dict[str, Any]:
        """Which section, and the text's digest."""
        return {"section": self.section, "sha256": hashlib.sha256(self.text.encode()).hexdigest()}


class ExplainCarry(CompiledAction):
    """Sign why this year's opening differs from what was published as last year's closing."""

    kind = "compiled_report.carry_explained"

    def __init__(self, actor: User | None, report: CompiledReport, *, text: str, today: date) -> None:
        super().__init__(actor, report, today=today, ground=text.strip())
        self.found: dict[str, list[Any]] = {}

    def refusals(self) -> list[str]:
        """There must be something to explain, and an explanation."""
        if reasons := super().refusals():
            return reasons
        self.found = readiness.carry_differences(compile_report(self.report.agency, self.report.year, self.report))
        if not self.found:
            return ["本年上年结转数与上年公布的结转数一致，无须说明。"]
        return [] if self.ground else ["请写明差异的原因，例如“某单位并入，转入未办结申请2件”。"]

    def change(self) -> CompiledReport:
        """Keep the explanation with the differences that it explains."""
        report = self.report
        report.carry_differences, report.carry_explanation = self.found, self.ground
        report.carry_explained_by, report.carry_explained_at = self.actor, timezone.now()
        report.save(
            update_fields=["carry_differences", "carry_explanation", "carry_explained_by", "carry_explained_at"]
        )
        return report

    def payload(self, result: CompiledReport) -> dict[str, Any]:
        """The differences."""
        return {"year": result.year, "differences": result.carry_differences}


class SubmitReport(CompiledAction):
    """Hand the report to whoever approves it."""

    kind = "compiled_report.submitted"

    def refusals(self) -> list[str]:
        """Nothing may be left to do."""
        return super().refusals() or readiness.hindrances(
            self.report, compile_report(self.report.agency, self.report.year, self.report), self.today
        )

    def change(self) -> CompiledReport:
        """Wait for approval."""
        report = self.report
        report.stage, report.prepared_by, report.prepared_at = Stage.APPROVAL, self.actor, timezone.now()
        report.returned_reason = ""
        report.save(update_fields=["stage", "prepared_by", "prepared_at", "returned_reason"])
        return report


class _Approving(CompiledAction):
    stages = (Stage.APPROVAL,)

    def allowed(self) -> bool:
        """Whether the actor approves the agency's reports."""
        return self.actor is None or permissions.may_approve_for(self.actor, self.report.agency)


class ReturnReport(_Approving):
    """Send it back to be worked on, with the reason."""

    kind = "compiled_report.returned"

    def refusals(self) -> list[str]:
        """The reason is to be said."""
        return super().refusals() or ([] if self.ground.strip() else ["请写明退回理由。"])

    def change(self) -> CompiledReport:
        """Back to drafting."""
        self.report.stage, self.report.returned_reason = Stage.DRAFTING, self.ground.strip()[:500]
        self.report.save(update_fields=["stage", "returned_reason"])
        return self.report


class ApproveReport(_Approving):
    """Approve, and freeze what was approved: its figures, a row for each counted case, the head of the chain."""

    kind = "compiled_report.frozen"

    def __init__(self, actor: User | None, report: CompiledReport, *, today: date, ground: str = "") -> None:
        super().__init__(actor, report, today=today, ground=ground)
        self.compiled: Compiled | None = None
        self.counted: list[CountedCase] = []

    def refusals(self) -> list[str]:
        """Nobody approves what he submitted; and it is as ready as when it was submitted."""
        if reasons := super().refusals():
            return reasons
        if self.actor and self.report.prepared_by_id == self.actor.pk:
            return ["报告由您送批，须由另一人批准。"]
        self.report.signed = self.today
        self.compiled = compile_report(self.report.agency, self.report.year, self.report)
        if reasons := readiness.hindrances(self.report, self.compiled, self.today):
            return reasons
        self.counted = [
            CountedCase(
                report=self.report, case=number, column=place.column, opening=place.opening, closing=place.closing
            )
            for number, place in counting.placings(self.report.agency, self.report.year)
        ]
        return [] if _adds_up(self.counted, self.compiled) else [MOVED]

    def change(self) -> CompiledReport:
        """Keep it."""
        assert self.compiled
        report = self.report
        at = head(report.agency.code)
        assert at, "an agency whose report was begun has a chain"
        report.stage, report.approved_by, report.approved_at = Stage.FROZEN, self.actor, timezone.now()
        report.head_sequence, report.head_hash = at.sequence, at.hash
        report.frozen = self.compiled.json()
        report.frozen_disputes = disputes_behind(report.agency, report.year, self.compiled.figures)
        report.frozen_documents = documents_behind(report.agency, report.year, self.compiled.from_library)
        report.save()
        CountedCase.objects.bulk_create(self.counted, batch_size=2000)
        return report

    def payload(self, result: CompiledReport) -> dict[str, Any]:
        """The digest of what is frozen, how many cases, the head before this entry."""
        frozen = json.dumps(result.frozen, ensure_ascii=False, sort_keys=True).encode()
        return {
            "year": result.year,
            "sha256": hashlib.sha256(frozen).hexdigest(),
            "cases": len(self.counted),
            "head": {"sequence": result.head_sequence, "hash": result.head_hash},
        }


class ReopenReport(CompiledAction):
    """Work again on a frozen report that is not public, or is withdrawn: to publish a corrected one."""

    kind = "compiled_report.reopened"
    stages = (Stage.FROZEN, Stage.PUBLISHED)

    def allowed(self) -> bool:
        """Who approves may open it again."""
        return self.actor is None or permissions.may_approve_for(self.actor, self.report.agency)

    def refusals(self) -> list[str]:
        """What the public reads is withdrawn first; the reason is to be said."""
        if reasons := super().refusals():
            return reasons
        if self.report.published_as and self.report.published_as.state == State.PUBLISHED:
            return ["报告已经公布，须先撤回才能重新编制。"]
        return [] if self.ground.strip() else ["请写明重新编制的理由。"]

    def change(self) -> CompiledReport:
        """Let go of the frozen figures; the ledger keeps their digest."""
        report = self.report
        report.counted_cases.all().delete()
        report.stage = Stage.DRAFTING
        report.frozen, report.frozen_disputes, report.frozen_documents = {}, {}, {}
        report.head_sequence, report.head_hash = None, ""
        report.approved_by = report.approved_at = report.signed = report.published_as = None
        report.save()
        return report


def _adds_up(counted: list[CountedCase], compiled: Compiled) -> bool:
    """Whether the rows give the figures: both were read at nearly, but not always exactly, the same moment."""
    table = Counter((row, case.column) for case in counted for row in (case.opening, case.closing))
    return all(
        compiled.figures[cell_id(counting.TABLE, row, column)] == table[row, column]
        for rows in [counting.rows_of(compiled.year)]
        for row in (counting.RECEIVED, counting.CARRIED_IN, *rows.outcome_rows, counting.CARRIED_OUT)
        for column in rows.columns
    )


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"
