"""The term of publication: 20 working days from the day the information was formed, or another set term (条例 Art 26)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from gongkai.agencies.models import Agency
from gongkai.publishing.record_models import Record


@dataclass(frozen=True, slots=True)
class Term:
    """Where a record stands on its term; `due_on` None where no date of forming is known or nothing has to go out."""

    due_on: date | None
    working_days: int
    published_on: date | None
    days_left: int | None
    """Working days up to the due day, negative after it; None once published."""

    @property
    def late(self) -> bool:
        """Published after the term, or not published and past it."""
        raise NotImplementedError


def term_of(record: Record, today: date) -> Term:
    """The record's term. Ask with `column` and `agency__publishing_office` selected; at most one query then."""
    raise NotImplementedError


def late_condition(agencies: Iterable[Agency], today: date) -> Q:
    """Records of these agencies that should be public and are not, past their term: for `filter()`, no query a row."""
    raise NotImplementedError
