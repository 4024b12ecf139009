"""Cases for tests, made by the same actions that everybody uses."""

from __future__ import annotations

from datetime import date
from typing import Any

from gongkai.agencies.models import Agency
from gongkai.applications.actions import ConfirmReceipt, Contents, Decide, Ground, Happening, Person, RecordStep, TakeIn
from gongkai.applications.models import Application

TODAY = date(2026, 1, 20)
RECEIVED = date(2026, 1, 5)


def contents(**fields: Any) -> Contents:
    """An application handed in at the counter on RECEIVED, unless said otherwise."""
    fields = {
        "channel": "counter",
        "applicant_type": "natural_person",
        "people": [Person("申请人甲", id_kind="居民身份证", id_number="110101199003070038", phone="010-00000000")],
        "subject": "某地块征收补偿安置方案",
        "description": "申请公开某地块的征收补偿安置方案全文。",
        "arrived_on": RECEIVED,
    } | fields
    return Contents(**fields)


def taken_in(agency: Agency, *, today: date = TODAY, **fields: Any) -> Application:
    """An application that was taken in at the desk; at the counter, so that its receipt is fixed."""
    return TakeIn(None, agency, contents(**fields), today=today).perform()


def step(case: Application, kind: str, on: date, *, today: date = TODAY, **fields: Any) -> Application:
    """The case after a step."""
    return RecordStep(None, case, Happening(kind, on, **fields), today=today).perform()


def decided(
    case: Application, on: date, outcome: str = "granted", *, today: date = TODAY, **fields: Any
) -> Application:
    """The case after its decision; a refusal rests on Art 14 unless said otherwise."""
    fields.setdefault("grounds", [Ground("14", reason="经审查，属于不予公开的范围。")])
    return Decide(None, case, on=on, outcome=outcome, today=today, **fields).perform()


def confirmed(case: Application, on: date, *, today: date = TODAY) -> Application:
    """The case after an officer confirmed its receipt."""
    return ConfirmReceipt(None, case, confirmed_on=on, today=today).perform()
