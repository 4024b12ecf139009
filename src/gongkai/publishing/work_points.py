"""The year's work points 政务公开工作要点 of a column, each with the records that show it done."""

from __future__ import annotations

from abc import ABC
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Max, Q, QuerySet

from gongkai.agencies.action import NOT_YOURS, Action, reference_to
from gongkai.agencies.models import Agency, User
from gongkai.publishing.columns.base import told
from gongkai.publishing.columns.rights import may_edit
from gongkai.publishing.enums import ColumnView
from gongkai.publishing.guard.words import against, line
from gongkai.publishing.models import ColumnPage, Record, WorkPoint
from gongkai.reports.writing.spreadsheet import write_list

FIELDS = ("year", "number", "text", "unit", "due_on")


@dataclass(frozen=True)
class Done:
    """How many of a year's points are shown done, and how many are over their day."""

    number: int
    done: int
    late: int

    @property
    def open(self) -> int:
        """Those without evidence."""
        return self.number - self.done


def points_of(column: ColumnPage, year: int) -> QuerySet[WorkPoint]:
    """The year's points in order, each with `proofs`, the number of public records that show it done. One query."""
    proofs = Count("evidence", filter=Q(evidence__live=True), distinct=True)
    return column.work_points.filter(year=year).annotate(proofs=proofs).select_related("unit").order_by("number")


def done(column: ColumnPage, year: int, today: date) -> Done:
    """Counts of a year. Two queries."""
    proved = Q(evidence__live=True)
    points = column.work_points.filter(year=year)
    counted = points.aggregate(number=Count("pk", distinct=True), done=Count("pk", filter=proved, distinct=True))
    late = points.filter(due_on__lt=today).exclude(pk__in=points.filter(proved).values("pk")).count()
    return Done(counted["number"], counted["done"], late)


class PointState(models.TextChoices):
    """How a point stands, in the words that the desk, its spreadsheet and the public site have in common."""

    DONE = "done", "已落实"
    LATE = "late", "超期未落实"
    OPEN = "open", "推进中"


def state_of(point: WorkPoint, today: date) -> PointState:
    """How a point of `points_of` stands today."""
    if point.proofs:  # type: ignore[attr-defined]
        return PointState.DONE
    return PointState.LATE if point.due_on and point.due_on < today else PointState.OPEN


def export_points(column: ColumnPage, year: int, today: date) -> bytes:
    """The year's points as XLSX. Two queries."""
    header = (("序号", 8), ("要点内容", 60), ("责任单位", 20), ("完成期限", 14), ("落实情况", 14), ("公开的信息", 60))
    points = points_of(column, year).prefetch_related("evidence")
    lines = (
        [
            point.number, point.text, point.unit.name if point.unit else "", point.due_on, state_of(point, today).label,
            "\n".join(f"{record.index_number} {record.title}" for record in point.evidence.all() if record.live),
        ]
        for point in points
    )  # fmt: skip
    return write_list(f"{year}年{column.title}", header, lines, "xlsx")


def years_of(column: ColumnPage) -> list[int]:
    """The years for which there are points, the newest first."""
    return list(column.work_points.order_by("-year").values_list("year", flat=True).distinct())


def next_number(column: ColumnPage, year: int) -> int:
    """The number of the next point of the year."""
    return (column.work_points.filter(year=year).aggregate(last=Max("number"))["last"] or 0) + 1


class _PointAction(Action[WorkPoint], ABC):
    """A change of a work point."""

    def __init__(self, actor: User | None, point: WorkPoint, *, ground: str = "") -> None:
        super().__init__(actor, ground=ground)
        self.point = point

    def refusals(self) -> list[str]:
        """Only who keeps the agency's columns."""
        return [] if may_edit(self.actor, self.point.column.issuer) else [NOT_YOURS]

    def subject(self, result: WorkPoint) -> str:
        """The point."""
        return reference_to(result)

    def agency(self, result: WorkPoint) -> Agency | None:
        """Whose column it is in."""
        return result.column.issuer


class SaveWorkPoint(_PointAction):
    """Enter a point, or change one: any of `FIELDS`."""

    kind = "work_point.changed"

    def __init__(self, actor: User | None, point: WorkPoint, *, ground: str = "", **fields: Any) -> None:
        super().__init__(actor, point, ground=ground)
        if unknown := set(fields) - set(FIELDS):
            raise TypeError(f"no field of a work point: {sorted(unknown)}")
        self.changed = [name for name, value in fields.items() if getattr(point, name) != value]
        self.fields = fields
        if point.pk is None:
            self.kind = "work_point.added"

    def refusals(self) -> list[str]:
        """In a column for work points; a number that the year has not yet; a department of the agency; a text that the
        public may read."""
        point = self.point
        for name, value in self.fields.items():
            setattr(point, name, value.strip() if isinstance(value, str) else value)
        reasons = super().refusals()
        if point.column.view != ColumnView.WORK_POINTS:
            reasons.append("这个栏目不是工作要点栏目。")
        if point.unit and point.unit.agency_id != point.column.issuer_id:
            reasons.append("责任单位不是本机关的内设机构。")
        try:
            point.clean_fields(exclude=["column"])
        except ValidationError as error:
            reasons += [text for texts in error.message_dict.values() for text in texts]
        else:
            others = WorkPoint.objects.filter(column=point.column, year=point.year, number=point.number)
            if others.exclude(pk=point.pk).exists():
                reasons.append(f"{point.year}年已有第{point.number}项要点。")
        reasons += against(point.column.issuer, [line("要点内容", point.text)])
        return reasons or ([] if self.changed else ["没有任何改动。"])

    def change(self) -> WorkPoint:
        """Save it."""
        self.point.save()
        told(self.point.column)
        return self.point

    def payload(self, result: WorkPoint) -> dict[str, Any]:
        """Which point of which year, and what of it."""
        return {"year": result.year, "number": result.number, "changed": self.changed}


class SetEvidence(_PointAction):
    """Say which records show a point done; those that were named before and are not now are taken off."""

    kind = "work_point.evidenced"

    def __init__(
        self, actor: User | None, point: WorkPoint, records: Sequence[Record], *, ground: str = ""
    ) -> None:  # fmt: skip
        super().__init__(actor, point, ground=ground)
        self.records = records

    def refusals(self) -> list[str]:
        """Published records of the agency or of units below it."""
        reasons = super().refusals()
        issuer = self.point.column.issuer
        for record in self.records:
            if not record.live:
                reasons.append(f"“{record.title}”还没有公开，不能作为落实情况。")
            elif issuer is None or not record.agency.path.startswith(issuer.path):
                reasons.append(f"“{record.title}”不是本机关或者下级机关的信息。")
        return reasons

    def change(self) -> WorkPoint:
        """Set the links."""
        self.point.evidence.set(self.records)
        told(self.point.column)
        return self.point

    def payload(self, result: WorkPoint) -> dict[str, Any]:
        """The records, by their public numbers."""
        return {"records": sorted(record.public_id for record in self.records)}
