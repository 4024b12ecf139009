"""What the search knows of each public thing. The indexes over it are the database's own (`search.indexes`)."""

from __future__ import annotations

from django.db import models


class SearchEntry(models.Model):
    """What a list of hits shows, and filters read. `ref` names the thing itself, of whatever room."""

    # By day and then by chance: the order of the numbers is that of the days, so the newest are found first.
    number = models.BigIntegerField(primary_key=True)
    ref = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=30)
    title = models.CharField(max_length=500)
    agency = models.CharField(max_length=60)
    on = models.DateField()
    index_number = models.CharField(max_length=120, blank=True)
    document_number = models.CharField(max_length=120, blank=True)
    theme = models.CharField(max_length=60, blank=True)
    validity = models.CharField(max_length=30, blank=True)

    class Meta:
        verbose_name = "检索条目"
        verbose_name_plural = "检索条目"

    def __str__(self) -> str:
        return self.title


class SearchText(models.Model):
    """The long texts of an entry, apart from it so that reading entries stays quick.

    On PostgreSQL the table has more columns, which `search.postgresql` makes and keeps.
    """

    # No foreign key: PostgreSQL would not empty one table without the other.
    number = models.BigIntegerField(primary_key=True)
    summary = models.TextField(blank=True)
    body = models.TextField(blank=True)

    class Meta:
        verbose_name = "检索正文"
        verbose_name_plural = "检索正文"

    def __str__(self) -> str:
        return str(self.number)
