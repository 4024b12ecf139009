"""The annual reports' panel on the dashboard: what somebody who prepares or releases them has still to do."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from gongkai.agencies.models import User
from gongkai.agencies.office.dashboard import Panel, Row
from gongkai.annual_reports import permissions, queries
from gongkai.annual_reports.models import State


def waiting_reports(user: User, _today: date) -> Panel | None:
    """Reports that are not public yet, and those among them with findings; None for whoever only reads."""
    if not permissions.may_upload(user):
        return None
    waiting = queries.drafts_of(user)
    kinds = (("待公布", ""), ("待公布，有错误", "error"), ("待公布，有警告", "warning"))
    rows = (Row(label, waiting[found], _list(found)) for label, found in kinds)
    return Panel("年报", tuple(row for row in rows if row.count))


def _list(found: str) -> str:
    asked = {"state": State.DRAFT.value} | ({"found": found} if found else {})
    return f"{reverse('annual_reports:list')}?{urlencode(asked)}"
