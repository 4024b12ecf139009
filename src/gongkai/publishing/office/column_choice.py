"""Columns to choose from in a form, told apart where two bear the same title."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import Any

from django import forms

from gongkai.publishing.base_models import BasePage
from gongkai.publishing.column_models import ColumnPage


def names_of(columns: Collection[ColumnPage]) -> dict[int, str]:
    """Each column's title, with that of the one above it where several bear the same. At most one query."""
    often = Counter(column.title for column in columns)
    parents = {column.pk: column.path[: -column.steplen] for column in columns if often[column.title] > 1}
    above = BasePage.objects.filter(path__in=set(parents.values()))
    titles = dict(above.values_list("path", "title")) if parents else {}
    return {
        column.pk: f"{column.title}（{titles[parents[column.pk]]}）" if column.pk in parents else column.title
        for column in columns
    }


class ColumnChoice(forms.ModelChoiceField):
    """One column of those that `offer` names."""

    names: dict[int, str]

    def __init__(self, **more: Any) -> None:
        super().__init__(ColumnPage.objects.none(), **({"label": "栏目"} | more))

    def offer(self, columns: Collection[ColumnPage]) -> None:
        """Let these be chosen from, in the order of the tree."""
        self.names = names_of(columns)
        self.queryset = ColumnPage.objects.filter(pk__in=self.names).order_by("path")

    def label_from_instance(self, column: Any) -> str:
        """The column's name among those on offer."""
        return self.names[column.pk]


class ColumnChoices(ColumnChoice, forms.ModelMultipleChoiceField):
    """Several of them."""
