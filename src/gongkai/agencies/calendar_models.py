"""The working-day calendar as edited here: years on top of the packaged ones, local days, and a version mark."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from gongkai.agencies.identifiers import short_id
from gongkai.agencies.scoping import AgencyScopedQuerySet
from gongkai.law.calendar import FIRST_YEAR, LAST_YEAR, Arrangement


class CalendarYearQuerySet(models.QuerySet):
    """The years as edited, with what they were before."""

    def current(self) -> Self:
        """Those that count: neither replaced nor taken back."""
        return self.filter(ended_at__isnull=True)


class CalendarYear(models.Model):
    """A year's nation-wide arrangement as entered or corrected here. Replaced, never changed or deleted."""

    year = models.PositiveSmallIntegerField("年份")
    # Day to the feast's name, as {"2027-01-01": "元旦"}: always read and written as a whole.
    days_off = models.JSONField("放假日期", default=dict)
    days_worked = models.JSONField("调休上班日期", default=dict)
    source = models.CharField("来源", max_length=200)
    entered_by = models.ForeignKey(
        "agencies.User", verbose_name="录入人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField("录入时间", default=timezone.now, editable=False)
    ended_at = models.DateTimeField("失效时间", null=True, blank=True, editable=False)

    objects = CalendarYearQuerySet.as_manager()

    class Meta:
        verbose_name = "全国工作日历"
        verbose_name_plural = "全国工作日历"
        ordering = ["-year", "-entered_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["year"], condition=Q(ended_at__isnull=True), name="agencies_calendaryear_one_counts"
            ),
            models.CheckConstraint(
                condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR), name="agencies_calendaryear_in_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}年"

    @property
    def arrangement(self) -> Arrangement:
        """The year's days as the law's calendar takes them."""
        return Arrangement(_by_date(self.days_off), _by_date(self.days_worked))


class LocalDayQuerySet(AgencyScopedQuerySet):
    """Local days, scoped by their agency."""

    def current(self) -> Self:
        """Those that count: neither replaced nor taken back."""
        return self.filter(ended_at__isnull=True)


class LocalDay(models.Model):
    """A day that an agency and the units below it rest or work, other than the nation (《放假办法》 Art 4).

    Replaced or taken back, never deleted.
    """

    agency = models.ForeignKey(
        "agencies.Agency", verbose_name="机关", on_delete=models.PROTECT, related_name="local_days"
    )
    day = models.DateField("日期")
    works = models.BooleanField("上班")
    name = models.CharField("名称", max_length=30)
    basis = models.CharField("依据", max_length=200)
    entered_by = models.ForeignKey(
        "agencies.User", verbose_name="录入人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField("录入时间", default=timezone.now, editable=False)
    ended_at = models.DateTimeField("失效时间", null=True, blank=True, editable=False)

    objects = LocalDayQuerySet.as_manager()

    class Meta:
        verbose_name = "地方放假上班日"
        verbose_name_plural = "地方放假上班日"
        ordering = ["-day", "agency"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "day"], condition=Q(ended_at__isnull=True), name="agencies_localday_one_counts"
            ),
            models.CheckConstraint(
                condition=Q(day__gte=date(FIRST_YEAR, 1, 1), day__lte=date(LAST_YEAR, 12, 31)),
                name="agencies_localday_in_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.name}"


class CalendarVersion(models.Model):
    """One row whose token is drawn anew with each change: processes ask it whether what they remember still holds.

    A random token and no counter: after a rollback, or a restored backup, a number could come again for other days.
    """

    token = models.CharField(max_length=12, default=short_id)

    class Meta:
        verbose_name = "工作日历版本"
        verbose_name_plural = "工作日历版本"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="agencies_calendarversion_one_row")]

    def __str__(self) -> str:
        return self.token


def by_text(days: dict[date, str]) -> dict[str, str]:
    """Days as the database and the ledger keep them, in order."""
    return {f"{day}": name for day, name in sorted(days.items())}


def _by_date(days: dict[str, str]) -> dict[date, str]:
    return {date.fromisoformat(day): name for day, name in days.items()}
