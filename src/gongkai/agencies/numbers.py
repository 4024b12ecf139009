"""Running numbers: drawn one after another for an agency and a year, never twice.

A number that was drawn and not used stays drawn: a gap can be explained, a number used twice can not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models, transaction

if TYPE_CHECKING:
    from gongkai.agencies.models import Agency


class NumberSeries(models.Model):
    """How far an agency has come in a series (`name`) of a year."""

    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "编号序列"
        verbose_name_plural = "编号序列"
        constraints = [models.UniqueConstraint(fields=["agency", "name", "year"], name="agencies_numberseries_once")]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.name} {self.year}: {self.last}"


def draw_number(agency: Agency, name: str, year: int, *, beyond: int = 0) -> int:
    """The next number of the series, held until the caller's transaction ends: two callers never get the same.

    `beyond` is the last number that was used outside the platform, where the series goes on from there.
    """
    with transaction.atomic():
        NumberSeries.objects.get_or_create(agency=agency, name=name, year=year)
        series = NumberSeries.objects.select_for_update().get(agency=agency, name=name, year=year)
        series.last = max(series.last, beyond) + 1
        series.save(update_fields=["last"])
    return series.last


def leave_out(agency: Agency, name: str, year: int, upto: int) -> None:
    """Never draw a number up to this one in the series: it came along with records that were taken over."""
    with transaction.atomic():
        NumberSeries.objects.get_or_create(agency=agency, name=name, year=year)
        NumberSeries.objects.filter(agency=agency, name=name, year=year, last__lt=upto).update(last=upto)
