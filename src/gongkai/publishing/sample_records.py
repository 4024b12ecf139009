"""The sample city's published records: rows as they stand after publication, with their numbers, places and events.

Rows rather than actions: a year of papers would take a minute to go through all its reviews. The way through review is
shown by what the sample accounts do themselves. Loading again changes nothing that is there.
"""

from __future__ import annotations

import hashlib
import tomllib
import wave
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from importlib.resources import files as package_files
from io import BytesIO
from math import pi, sin
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from docx import Document
from PIL import Image, ImageDraw
from xlsxwriter import Workbook

from gongkai.agencies.models import Agency
from gongkai.publishing import index_numbers, live_gate, release
from gongkai.publishing.actions.withdrawing import Withdraw
from gongkai.publishing.columns.tree import columns_below, site_of
from gongkai.publishing.enums import Attribute, Channel, EventKind, RecordState, Stage, WithdrawalKind
from gongkai.publishing.models import (
    Attachment,
    ColumnPage,
    PublicationEvent,
    PublishingOffice,
    Record,
    RecordFile,
    WorkPoint,
)
from gongkai.publishing.signals import record_changed

ORIGIN = "示例"
_CODES = {
    "ch": "000000001", "ch-zrzy": "000000002", "ch-zjj": "000000003", "ql": "000000004", "ql-zrzy": "000000005",
    "ql-xitang": "000000006",
}  # fmt: skip
_PICTURES = {"wetland": "澄湖湿地水域示意图", "map": "规划示意图：环线、放射线和三条控制线"}


@transaction.atomic
def load_records(today: date | None = None) -> int:
    """Put in the sample records that are not there. Returns how many were put in."""
    today = today or timezone.localdate()
    agencies = {agency.code: agency for agency in Agency.objects.filter(code__in=_CODES)}
    for code, agency in agencies.items():
        PublishingOffice.objects.get_or_create(
            agency=agency, defaults={"organisation_code": _CODES[code], "trusted_hosts": "www.chenghu.example"}
        )
    columns = {code: sample_columns(agency) for code, agency in agencies.items()}
    there = set(Record.objects.filter(origin__startswith=ORIGIN).values_list("origin", flat=True))
    made = 0
    for number, planned in enumerate(_planned(today), start=1):
        column = columns.get(planned["agency"], {}).get(planned["column"])
        origin = f"{ORIGIN}{number}"
        if column is None or origin in there:
            continue
        also = [columns[planned["agency"]][slug] for slug in planned.get("also", ())]
        publish(planned, agencies[planned["agency"]], column, also, today, origin)
        made += 1
    if points := columns.get("ch", {}).get("zt-gzyd"):
        _work_points(points, today)
    return made


def sample_columns(agency: Agency) -> Mapping[str, ColumnPage]:
    """The agency's columns by their slugs."""
    home = site_of(agency)
    return {column.slug: column for column in columns_below(home)} if home else {}


def _planned(today: date) -> Iterator[dict[str, Any]]:
    """The records of the file, oldest first, so that numbers are drawn in their order."""
    data = _file()
    every = [*data["record"], *(one for series in data["series"] for one in _series(series))]
    yield from sorted(every, key=lambda one: -one["days"])


def _file() -> dict[str, Any]:
    return tomllib.loads(
        package_files("gongkai.publishing").joinpath("sample_records.toml").read_text(encoding="utf-8")
    )


def _work_points(column: ColumnPage, today: date) -> None:
    for planned in _file()["point"]:
        point, made = WorkPoint.objects.get_or_create(
            column=column, year=today.year, number=planned["number"],
            defaults={"text": planned["text"], "due_on": today + timedelta(days=planned["due"])},
        )  # fmt: skip
        if made:
            point.evidence.set(Record.objects.published().filter(agency=column.issuer, title__in=planned["evidence"]))


def _series(series: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for at in range(series["count"]):
        yield {**series, "days": series["first"] + at * series["every"], "n": series["count"] - at}


def publish(
    planned: Mapping[str, Any], agency: Agency, column: ColumnPage, also: list[ColumnPage], today: date, origin: str
) -> Record:
    """A record as the file plans it, as it stands after publication; also for the samples of rooms above."""
    day = today - timedelta(days=planned["days"])
    at = timezone.make_aware(datetime.combine(day, time(9 + planned["days"] % 8, planned["days"] * 7 % 60)))
    words = {
        "year": day.year, "last": day.year - 1, "day": f"{day.year}年{day.month}月{day.day}日",
        "month": f"{day.year}年{day.month}月", "n": planned.get("n", 1), "figure": 4 + planned["days"] % 5,
    }  # fmt: skip
    used = [_attachment(agency, name) for name in planned.get("files", ())]
    picture = ""
    if kind := planned.get("picture"):
        drawn = _attachment(agency, f"{kind}.png", _picture(kind))
        used.append(drawn)
        picture = f'<img src="/fj/{drawn.public_id}/{kind}.png" alt="{_PICTURES[kind]}">'

    def filled(name: str) -> str:
        return str(planned.get(name, "")).format(**words, picture=picture)

    record = Record(
        agency=agency, column=column, title=filled("title"), body=filled("body").strip(), summary=filled("summary"),
        document_number=filled("number"), genre=planned.get("genre", ""), theme=planned.get("theme", ""),
        keywords=planned.get("keywords", ""), source=planned.get("source", agency.name),
        map_number=filled("map_number"), attribute=Attribute.PROACTIVE, responsible="信息公开岗（示例）",
        channels=[Channel.WEBSITE], formed_on=day, signed_on=day if planned.get("number") else None,
        unit=column.department, key_field=column.key_field, origin=origin,
        index_number=index_numbers.draw(agency, day), state=RecordState.PUBLISHED, stage=Stage.DONE, live=True,
        published_at=at, first_published_at=at, last_published_at=at, has_unpublished_changes=False,
    )  # fmt: skip
    with live_gate.opened():
        record.save()
        record.also_in.set(also)
        record.save()
        for order, file in enumerate(used):
            RecordFile.objects.create(record=record, file=file, title=file.title, sort_order=order)
        release.place(record)
    PublicationEvent.objects.create(
        record=record, kind=EventKind.PUBLISHED, at=at, on=day, agency=agency, unit=record.unit, column=column,
        content_class=column.content_class, key_field=record.key_field, genre=record.genre,
    )  # fmt: skip
    record_changed.send(sender=Record, record=record, kind=EventKind.PUBLISHED)
    if notice := planned.get("withdrawn"):
        _withdraw(record, notice)
    return record


def _withdraw(record: Record, notice: str) -> None:
    why = "所附名单有误（示例数据）"
    Withdraw(None, record, WithdrawalKind.ERROR, why, notice=notice, now=timezone.now()).perform()


# ---------------------------------------------------------------- files of our own


def _attachment(agency: Agency, name: str, data: bytes | None = None) -> Attachment:
    stem, _, ending = name.rpartition(".")
    data = data or (_tones() if ending == "wav" else _workbook(stem) if ending == "xlsx" else _paper(stem))
    made = Attachment(title=stem, agency=agency, sha256=hashlib.sha256(data).hexdigest(), file_size=len(data))
    made.file.save(name, ContentFile(data), save=False)
    made.save()
    return made


def _paper(title: str) -> bytes:
    document = Document()
    document.add_heading(title, level=1)
    document.add_paragraph("本文件为示例数据，内容为演示而编写。")
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _workbook(title: str) -> bytes:
    out = BytesIO()
    book = Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("公开表")
    for row, values in enumerate(
        [(title, "", ""), ("序号", "项目", "数量"), (1, "示例项目一", 12), (2, "示例项目二", 8)]
    ):
        sheet.write_row(row, 0, values)
    book.close()
    return out.getvalue()


def _tones() -> bytes:
    """Three tones, one after the other, each fading out: a sound that is played and says nothing."""
    rate, out = 8000, BytesIO()
    tones = [(523.25, 0.6), (659.25, 0.6), (783.99, 1.2)]
    levels = (
        round(128 + 90 * (1 - at / (rate * length)) * sin(2 * pi * pitch * at / rate))
        for pitch, length in tones
        for at in range(int(rate * length))
    )
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(rate)
        sound.writeframes(bytes(levels))
    return out.getvalue()


def _picture(kind: str) -> bytes:
    """A drawing in flat colours: the lake with its reeds, or a ring with four roads."""
    image = Image.new("RGB", (960, 540), "#eef3f0")
    draw = ImageDraw.Draw(image)
    if kind == "wetland":
        draw.rectangle((0, 300, 960, 540), fill="#a9c7d6")
        for at in range(20, 960, 46):
            draw.line((at, 330, at + 10, 210 + at % 70), fill="#5f7d4f", width=5)
        for at in range(5):
            x, y = 180 + at * 130, 110 + at % 3 * 34
            draw.arc((x, y, x + 40, y + 30), 200, 340, fill="#333a40", width=4)
            draw.arc((x + 36, y, x + 76, y + 30), 200, 340, fill="#333a40", width=4)
    else:
        draw.ellipse((230, 60, 730, 480), outline="#1a4f94", width=8)
        draw.ellipse((400, 200, 560, 340), fill="#a9c7d6")
        for end in ((0, 80), (960, 120), (60, 540), (920, 520)):
            draw.line((480, 270, *end), fill="#7a8794", width=6)
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
