"""The records' panel on the dashboard: what waits for this person."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from gongkai.agencies.models import User
from gongkai.agencies.office.dashboard import Panel, Row
from gongkai.publishing import consultations
from gongkai.publishing.desk import Desk, Tab


def waiting_records(user: User, today: date) -> Panel | None:
    """How many each tab of unfinished drafts has; None for whoever may not read records."""
    if not user.has_perm("publishing.view_record"):
        return None
    counts, address = Desk(user, today).counts(), reverse("publishing:records")
    rows = (Row(tab.label, counts[tab], f"{address}?tab={tab.value}") for tab in Tab if counts.get(tab))
    asked = consultations.asked_of(user).filter(consultations.OPEN).count()
    consulted = Row("其他机关征求意见，待答复", asked, reverse("publishing:consultations"))
    return Panel("信息发布", (*rows, consulted) if asked else tuple(rows))
