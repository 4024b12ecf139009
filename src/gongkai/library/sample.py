"""The sample city's library: documents in force, amended, repealed and expired, with interpretations and a clean-up.

Made by the same actions as everybody's, after the sample city's sites and records. The one recording is three tones,
and its transcript says so: an honest one would have to be spoken. Loading again changes nothing that is there.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from importlib.resources import files as package_files
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.library.actions import (
    DecideItems,
    Declare,
    Details,
    EnterDocument,
    EnterInterpretation,
    Link,
    OpenRound,
    RegisterNumber,
    Relate,
    Telling,
)
from gongkai.library.actions.cleanup import Scope
from gongkai.library.cleanup_models import CleanUpRound
from gongkai.library.document_models import Document
from gongkai.library.enums import Decision, DocumentClass, Medium
from gongkai.library.interpretation_models import Interpretation
from gongkai.library.queries import later
from gongkai.publishing.models import Record
from gongkai.publishing.sample_records import publish, sample_columns

ORIGIN = "示例文件库"
GROUND = "示例数据"
_ROUND = "行政规范性文件年度清理"


@transaction.atomic
def load(today: date | None = None) -> int:
    """Enter the sample documents that are not there, with what belongs to them. Returns how many were entered."""
    today = today or timezone.localdate()
    planned = tomllib.loads(
        package_files("gongkai.library").joinpath("sample_documents.toml").read_text(encoding="utf-8")
    )
    agencies = {agency.code: agency for agency in Agency.objects.filter(code__in={"ch", "ch-zrzy"})}
    made: dict[str, Document] = {}
    entered = 0
    for one in sorted(planned["document"], key=lambda it: -it["days"]) + planned["taken"]:
        record = _record(one, agencies, today)
        if record is None:
            continue
        held = Document.objects.filter(record=record).first()
        made[one["key"]] = held or _enter(one, record, today)
        entered += held is None
        if held is None:
            _bear(one, made, today)
    for one in planned["interpretation"]:
        _interpret(one, agencies, made, today)
    if "ch" in agencies:
        _clean_up(agencies["ch"], today)
    return entered


def _record(one: Mapping[str, Any], agencies: Mapping[str, Agency], today: date) -> Record | None:
    """The record that is there, or a new one; None where the agency or its column is not there."""
    agency = agencies.get(one["agency"])
    if agency is None:
        return None
    if "body" not in one:
        return Record.objects.published().filter(agency=agency, title__contains=one["title"]).first()
    origin = f"{ORIGIN}{one['title']}"[:120]
    held = Record.objects.filter(agency=agency, origin=origin).first()
    column = sample_columns(agency).get(one["column"])
    if held is None and column is not None:
        return publish(one, agency, column, [], today, origin)
    return held


def _enter(one: Mapping[str, Any], record: Record, today: date) -> Document:
    out = record.formed_on or today
    effective = out + timedelta(days=one["after"]) if "after" in one else None
    expires = later(effective or out, 12 * one["years"]) - timedelta(days=1) if "years" in one else None
    note = ""
    if one["class"] == DocumentClass.REGULATION:
        begins = effective or out
        note = f"{_day(out)}{record.document_number}公布　自{_day(begins)}起施行"
    details = Details(
        document_class=one["class"], issuers=tuple(one.get("issuers", ())), published_on=out, effective_on=effective,
        expires_on=expires, title_note=note,
    )  # fmt: skip
    document = EnterDocument(None, record, details, today=today, ground=GROUND).perform()
    if one["class"] == DocumentClass.NORMATIVE:
        document = RegisterNumber(None, document, today=today, ground=GROUND).perform()
    return document


def _bear(one: Mapping[str, Any], made: Mapping[str, Document], today: date) -> None:
    source = made[one["key"]]
    for kind, target, words in one.get("acts", ()):
        elsewhere, articles = ("", words) if target else (words, "")
        link = Link(kind, source, made.get(target), elsewhere, articles)
        Relate(None, link, today=today, ground=GROUND).perform()
    for kind, target in one.get("declares", ()):
        on = source.made_on or today
        Declare(None, made[target], kind, on, today=today, ground=source.name[:300]).perform()


def _interpret(
    one: Mapping[str, Any], agencies: Mapping[str, Agency], made: Mapping[str, Document], today: date
) -> None:
    record = _record(one, agencies, today)
    if record is None or Interpretation.objects.filter(record=record).exists():
        return
    file = record.files.first() if one["medium"] in (Medium.PICTURE, Medium.AUDIO) else None
    telling = Telling(
        medium=one["medium"],
        documents=[made[key] for key in one["of"] if key in made],
        meeting=one.get("meeting", ""),
        meeting_on=record.formed_on if "meeting" in one else None,
        series=one.get("series", ""),
        series_number=one.get("series_number"),
        file=file.file if file else None,
        alternative=one.get("alternative", ""),
        content={name: one[name] for name in ("unit", "rows", "pairs") if name in one},
    )
    EnterInterpretation(None, record, telling, ground=GROUND).perform()


def _clean_up(agency: Agency, today: date) -> None:
    """A round that is under way: two decided, the rest not."""
    name = f"{today.year}年{_ROUND}"
    if CleanUpRound.objects.filter(agency=agency).exists():
        return
    as_of = today - timedelta(days=20)
    scope = Scope(name, as_of, "市政府法治建设年度计划", due_on=today + timedelta(days=40))
    round = OpenRound(None, agency, scope, today=today).perform()
    items = [item.public_id for item in round.items.order_by("pk")[:2]]
    DecideItems(None, round, items[:1], Decision.KEEP, ground="执行情况良好，仍有必要").perform()
    DecideItems(None, round, items[1:], Decision.AMEND, ground="与新的上位法有不一致的条款").perform()


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
