"""The register of a year's cases, in the columns of the contract: what is written can be taken over elsewhere.

In it are exactly the cases that table 三 of the year's report counts: received in the year, or received before and not
concluded before it began. A case's repeated steps (a second consultation) show the first asking and the last answer.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from gongkai.agencies.models import Agency
from gongkai.applications.counting import cases_of_year
from gongkai.applications.enums import Channel
from gongkai.applications.importing.columns import COLUMNS
from gongkai.applications.importing.past_case import ANSWERS, ORDER
from gongkai.applications.importing.words import applicant_labels, result_label
from gongkai.applications.models import Application
from gongkai.law.outcomes import packaged_outcomes
from gongkai.reports.writing.spreadsheet import Format, Value, write_list

HEADER = [(column.label, column.width) for column in COLUMNS]
NEWEST_FORM = "2021"
A_PIECE = 2_000


def write_register(agency: Agency, year: int, form: Format | str) -> bytes:
    """The register as `csv`, `xlsx` (labels and words in Chinese) or `json` (ids)."""
    cases = register_of(agency, year)
    if form == "json":
        rows = [_json_row(case) for case in cases]
        return json.dumps(rows, ensure_ascii=False, indent=1).encode() + b"\n"
    title = f"{year}年依申请公开台账"
    return write_list(title, HEADER, (_words_row(case) for case in cases), form)  # type: ignore[arg-type]


def register_of(agency: Agency, year: int) -> Iterator[Application]:
    """The cases in order of receipt, with their events."""
    cases = cases_of_year(agency, year).order_by("received_on", "pk").prefetch_related("events")
    return cases.iterator(chunk_size=A_PIECE)


def values_of(case: Application) -> dict[str, Any]:
    """The case by the columns' ids; a day that is not there is None."""
    outcome = packaged_outcomes().get(case.outcome)
    row = (outcome.row(NEWEST_FORM) if outcome else "") or case.outcome_row
    ended = case.state in ("decided", "served") or case.concluded_on is not None
    return {
        "receipt_no": case.receipt_no,
        "applicant_type": case.applicant_type,
        "applicant_name": case.applicant_name,
        "channel": case.channel,
        "subject": case.subject,
        **_days(case),
        "outcome": row if ended else "",
        "region": case.region,
        "topic": case.topic,
        "information_year": case.information_year,
    }


def _days(case: Application) -> dict[str, date | None]:
    """The first day of each kind of step, of answers and endings the last."""
    kinds = {kind: column for column, kind in ORDER} | {"withdrawn": "served_on", "abandoned": "served_on"}
    days: dict[str, date | None] = {column: None for column, _ in ORDER}
    for event in case.live_events():
        column = kinds.get(event.kind)
        if column is None or (event.kind == "served" and event.partial):
            continue
        if column in ANSWERS or column == "decided_on" or days[column] is None:
            days[column] = event.on
    if case.concluded_on is not None and case.state in ("withdrawn", "abandoned"):
        # What is decided after a withdrawal only tells of it.
        days["decided_on"] = None
    return days


def _json_row(case: Application) -> dict[str, Any]:
    values = values_of(case)
    return {
        column.id: value.isoformat() if isinstance(value := values[column.id], date) else value for column in COLUMNS
    }


def _words_row(case: Application) -> list[Value]:
    values = values_of(case)
    values["applicant_type"] = applicant_labels().get(case.applicant_type, case.applicant_type)
    values["channel"] = str(Channel(case.channel).label) if case.channel in Channel.values else case.channel
    values["outcome"] = result_label(case.outcome, case.outcome_row) if values["outcome"] else ""
    return [values[column.id] for column in COLUMNS]
