"""The applications' panel on the dashboard: what waits, tab by tab."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from gongkai.agencies.models import User
from gongkai.agencies.office.dashboard import Panel, Row
from gongkai.applications import projection
from gongkai.applications.worklist import Desk, Tab


def waiting_applications(user: User, today: date) -> Panel | None:
    """How many cases each tab of the work list has; None for whoever may not read cases."""
    if not user.has_perm("applications.view_application"):
        return None
    projection.refresh(today)
    counts = Desk(user, today).counts()
    address = reverse("applications:list")
    rows = (Row(tab.label, counts[tab], f"{address}?tab={tab.value}") for tab in Tab if counts.get(tab))
    return Panel("依申请公开", tuple(rows))
