"""The files of an interpretation come in with it: they join the attachments of its record's draft."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain, count
from pathlib import PurePath
from typing import TYPE_CHECKING

from gongkai.agencies.action import Refused
from gongkai.library.actions.interpreting import Telling
from gongkai.library.captions import NotCaptions, as_webvtt
from gongkai.library.enums import Medium
from gongkai.publishing.actions import AddAttachment, DraftFile, SaveDraft
from gongkai.publishing.drafts import draft_of
from gongkai.publishing.models import Attachment, Record

if TYPE_CHECKING:
    from gongkai.agencies.models import User


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as it was sent."""

    name: str
    data: bytes
    title: str = ""
    """What the public reads; what it is, in a word, where nobody says."""


def with_files(
    actor: User | None, record: Record, telling: Telling, file: Sent | None, captions: Sent | None
) -> Telling:
    """The telling with these files, which are taken in and attached to the record's draft; they are public with it.

    Captions in SubRip become WebVTT, also those that were chosen among the attachments. Raises Refused.
    """
    added: list[Attachment] = []
    if file is not None:
        named = file.title or str(Medium(telling.medium).label)
        added.append(_taken(actor, record, file, named))
        telling = replace(telling, file=added[-1])
    if telling.medium == Medium.VIDEO:
        shown = _converted(captions or _held(telling.captions))
        if shown is not None:
            added.append(_taken(actor, record, shown, "视频字幕"))
            telling = replace(telling, captions=added[-1])
    if added:
        there = [DraftFile(each.file, each.title) for each in draft_of(record).files.all()]
        SaveDraft(actor, record, {}, [*there, *map(DraftFile, added)], version=record.version).perform()
        record.refresh_from_db()
    return telling


def _taken(actor: User | None, record: Record, sent: Sent, title: str) -> Attachment:
    """Taken in under that title; told apart from those of the draft that have it already."""
    there = {each.title for each in draft_of(record).files.all()}
    names = chain((title,), (f"{title}（{number}）" for number in count(2)))
    free = next(name for name in names if name not in there)
    return AddAttachment(actor, record.agency, sent.name, sent.data, title=free).perform()


def _held(captions: Attachment | None) -> Sent | None:
    """Captions among the attachments that have to be converted; None where they are as they should be."""
    if captions is None or captions.file_extension.lower() != "srt":
        return None
    return Sent(f"{captions.title}.srt", _read(captions))


def _converted(captions: Sent | None) -> Sent | None:
    if captions is None:
        return None
    try:
        return Sent(f"{PurePath(captions.name).stem}.vtt", as_webvtt(captions.data))
    except NotCaptions as error:
        raise Refused([str(error)]) from None


def _read(file: Attachment) -> bytes:
    with file.file.open("rb") as opened:
        return bytes(opened.read())
