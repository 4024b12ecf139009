"""The records' panel on the dashboard: what waits for this person."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from gongkai.agencies.models import Agency, User
from gongkai.agencies.office.dashboard import Panel, Row
from gongkai.publishing import access, consultations
from gongkai.publishing.desk import Desk, Tab
from gongkai.publishing.enums import LEAKS
from gongkai.publishing.event_models import Withdrawal


def waiting_records(user: User, today: date) -> Panel | None:
    """How many each tab of unfinished drafts has; None for whoever may not read records."""
    if not user.has_perm("publishing.view_record"):
        return None
    counts, address = Desk(user, today).counts(), reverse("publishing:records")
    rows = (Row(tab.label, counts[tab], f"{address}?tab={tab.value}") for tab in Tab if counts.get(tab))
    asked = consultations.asked_of(user).filter(consultations.OPEN).count()
    consulted = Row("其他机关征求意见，待答复", asked, reverse("publishing:consultations"))
    told = [*rows, *([consulted] if asked else [])]
    if mine := user.scope.condition("", *access.LEAK_HANDLERS):
        agencies = Agency.objects.filter(mine)
        leaks = Withdrawal.objects.filter(agency__in=agencies, kind__in=LEAKS, handling="").order_by("-on")
        if oldest := leaks.last():
            address = f"{reverse('publishing:withdrawals')}?leaks=1&year={oldest.on.year}"
            told.append(Row("泄露待登记处置情况", leaks.count(), address))
    return Panel("信息发布", tuple(told))
