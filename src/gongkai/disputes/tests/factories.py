"""Disputes for tests, made by the same actions that everybody uses."""

from __future__ import annotations

from datetime import date
from typing import Any

from gongkai.agencies.models import Agency
from gongkai.disputes.actions import AddInstance, Details, RecordResult, RegisterDispute
from gongkai.disputes.enums import Kind, Level
from gongkai.disputes.models import Dispute

TODAY = date(2026, 6, 30)
FILED, ACCEPTED, COPY = date(2026, 2, 2), date(2026, 2, 4), date(2026, 2, 6)


def details(**fields: Any) -> Details:
    """A review whose copy came on COPY, unless said otherwise."""
    fields = {
        "kind": Kind.REVIEW,
        "body": "澄湖市人民政府",
        "claimant": "申请人甲",
        "subject": "不服政府信息公开答复",
        "filed_on": FILED,
        "accepted_on": ACCEPTED,
        "copy_received_on": COPY,
    } | fields
    return Details(**fields)


def registered(agency: Agency, *, today: date = TODAY, **fields: Any) -> Dispute:
    """A review or suit that was registered."""
    return RegisterDispute(None, agency, details(**fields), today=today).perform()


def suit(agency: Agency, **fields: Any) -> Dispute:
    """A direct suit."""
    return registered(agency, **({"kind": Kind.DIRECT, "body": "澄湖区人民法院"} | fields))


def ended(dispute: Dispute, result: str, on: date, *, today: date = TODAY, **fields: Any) -> Dispute:
    """The dispute after its last instance ended."""
    return RecordResult(None, dispute, result=result, decided_on=on, today=today, **fields).perform()


def appealed(dispute: Dispute, on: date, *, level: str = Level.APPEAL, today: date = TODAY) -> Dispute:
    """The dispute before the next court; for a retrial, the retrial."""
    body = "澄湖市中级人民法院"
    return AddInstance(
        None, dispute, level=level, body=body, filed_on=on, accepted_on=on, copy_received_on=on, today=today
    ).perform()
