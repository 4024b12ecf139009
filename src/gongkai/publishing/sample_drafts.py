"""What waits on the sample city's desks: drafts at every stage of review, made by the sample accounts' own acts."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from importlib.resources import files as package_files
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai.agencies.calendar import calendar_for
from gongkai.agencies.models import Agency, User
from gongkai.publishing.actions import CreateRecord, PassStage, ReturnDraft, SecrecyForm, SendToReview
from gongkai.publishing.column_models import ColumnPage
from gongkai.publishing.enums import Stage
from gongkai.publishing.models import Record
from gongkai.publishing.sample_records import sample_columns

ORIGIN = "示例稿"
AGENCY = "ch-zrzy"


def load_drafts(people: Mapping[str, str], today: date | None = None) -> int:
    """Make the sample drafts that are not there; `people` names the account of each stage and of who writes ("editor").

    Returns how many were made. Dates hang on today's, so that something is always about to be late.
    """
    today = today or timezone.localdate()
    agency = Agency.objects.get(code=AGENCY)
    columns = sample_columns(agency)
    accounts = {stage: User.objects.get(username=name) for stage, name in people.items()}
    planned = tomllib.loads(
        package_files("gongkai.publishing").joinpath("sample_drafts.toml").read_text(encoding="utf-8")
    )["draft"]
    made = 0
    for number, one in enumerate(planned, start=1):
        origin = f"{ORIGIN}{number}"
        if one["column"] in columns and not Record.objects.filter(agency=agency, origin=origin).exists():
            with transaction.atomic():
                _draft(one, agency, columns[one["column"]], accounts, today, origin)
            made += 1
    return made


def _draft(
    planned: Mapping[str, Any], agency: Agency, column: ColumnPage, people: Mapping[str, User], today: date, origin: str
) -> None:
    formed_on = calendar_for(agency).add_working_days(today, -planned["formed"])
    values = {"title": planned["title"], "body": planned["body"], "formed_on": formed_on, "genre": planned["genre"]}
    record = CreateRecord(people["editor"], agency, column, values, origin=origin).perform()
    if planned["stage"] == Stage.WRITING:
        return
    record = SendToReview(people["editor"], record).perform()
    if planned["stage"] == Stage.RETURNED:
        ReturnDraft(people[Stage.FIRST], record, planned["reason"]).perform()
        return
    while record.stage != planned["stage"]:
        form = SecrecyForm(True, True, True) if record.stage == Stage.SECRECY else None
        record = PassStage(people[record.stage], record, secrecy=form).perform()
