"""Sound and film on the public site: handed out in the parts that a player asks for, with their transcript beneath."""

from __future__ import annotations

import hashlib

import pytest
from django.core.files.base import ContentFile
from hypothesis import given
from hypothesis import strategies as st

from gongkai.documents.tests.recordings import wav
from gongkai.library.enums import Medium
from gongkai.library.interpretation_models import Interpretation
from gongkai.portal.tests.test_records import own_pages  # noqa: F401 - a fixture for all
from gongkai.publishing import live_gate
from gongkai.publishing.handing_out import _bounds
from gongkai.publishing.models import Attachment, Record, RecordFile
from gongkai.publishing.tests.factories import RecordFactory, column_of

pytestmark = pytest.mark.django_db
SOUND = wav(0.5)


@pytest.fixture
def sound(people) -> Attachment:
    record = RecordFactory(agency=people.agency, column=column_of(people.agency), published=True, title="解读录音")
    file = Attachment(title="录音", agency=people.agency, sha256=hashlib.sha256(SOUND).hexdigest())
    file.file.save("录音.wav", ContentFile(SOUND), save=False)
    file.save()
    with live_gate.opened():
        RecordFile.objects.create(record=record, file=file, title="录音")
    Interpretation.objects.create(
        record=record, agency=people.agency, medium=Medium.AUDIO, file=file, alternative="三十分钟内免费。"
    )
    return file


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.mark.parametrize(
    ("asked", "status", "start", "end"),
    [
        ("bytes=0-", 206, 0, len(SOUND)), ("bytes=100-199", 206, 100, 200),
        ("bytes=-50", 206, len(SOUND) - 50, len(SOUND)),
        ("bytes=4000-99999", 206, 4000, len(SOUND)), ("bytes=99999-", 416, 0, 0), ("bytes=-0", 416, 0, 0),
        ("bytes=5-2", 416, 0, 0), ("bytes=0-1,4-5", 200, 0, len(SOUND)), ("lines=1-2", 200, 0, len(SOUND)),
        ("bytes=-", 200, 0, len(SOUND)), (None, 200, 0, len(SOUND)),
    ],
)  # fmt: skip
def test_the_part_that_is_asked_for_and_nothing_else(public_client, sound, asked, status, start, end):
    headers = {"Range": asked} if asked else {}
    response = public_client.get(f"/fj/{sound.public_id}/x.wav", headers=headers)
    assert response.status_code == status
    assert body(response) == SOUND[start:end]
    assert response["Content-Type"] == "audio/wav"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Accept-Ranges"] == "bytes"
    if status == 206:
        assert response["Content-Range"] == f"bytes {start}-{end - 1}/{len(SOUND)}"
        assert response["Content-Length"] == str(end - start)
        assert response["Content-Disposition"].startswith("attachment")
    if status == 416:
        assert response["Content-Range"] == f"bytes */{len(SOUND)}"


def test_a_part_of_another_version_is_the_whole(public_client, sound):
    address = f"/fj/{sound.public_id}/x.wav"
    tag = public_client.get(address)["ETag"]
    assert public_client.get(address, headers={"Range": "bytes=0-9", "If-Range": tag}).status_code == 206
    assert public_client.get(address, headers={"Range": "bytes=0-9", "If-Range": '"old"'}).status_code == 200


def test_who_has_it_already_is_told_so_while_it_is_public(public_client, sound):
    address = f"/fj/{sound.public_id}/x.wav"
    kept = {"If-None-Match": public_client.get(address)["ETag"]}
    assert public_client.get(address, headers=kept).status_code == 304
    with live_gate.opened():
        Record.objects.filter(pk=sound.uses.get().record_id).update(live=False, state="withdrawn")
    assert public_client.get(address, headers=kept).status_code == 404


def test_the_page_plays_it_with_its_transcript(public_client, sound):
    record = sound.uses.get().record
    page = public_client.get(f"/wz/{record.public_id}/").content.decode()
    assert f'<audio controls preload="none" aria-label="音频：解读录音" src="/fj/{sound.public_id}/' in page
    assert "三十分钟内免费。" in page


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 40))
def test_bounds_lie_within_the_file(first: int, last: int, size: int):
    for start, end in (
        _bounds(str(first), str(last), size),
        _bounds("", str(last), size),
        _bounds(str(first), "", size),
    ):
        assert start > end or 0 <= start <= end < size
