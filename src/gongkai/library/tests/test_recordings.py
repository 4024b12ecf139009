"""Interpretations in sound and film: made at the desk with what everybody needs to use them."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from gongkai.agencies.enums import Role
from gongkai.agencies.tests.factories import AgencyFactory, MembershipFactory
from gongkai.documents.tests.recordings import mp4, wav
from gongkai.library.captions import NotCaptions, as_webvtt, spoken, transcript
from gongkai.library.interpretation_models import Interpretation
from gongkai.library.public import interpretation_page
from gongkai.library.tests.factories import policy_column
from gongkai.publishing.drafts import draft_of
from gongkai.publishing.live_gate import opened
from gongkai.publishing.models import Attachment, Record, RecordFile
from gongkai.publishing.signals import record_changed
from gongkai.publishing.tests.factories import RecordFactory

SRT = (
    "\ufeff1\r\n00:00:01,500 --> 00:00:03,0\r\n<i>停车</i>三十分钟\r\n内免费\r\n\r\n"
    "2\r\n00:00:04,000 --> 00:00:05,000\r\n谢谢\r\n"
)


def test_subrip_becomes_webvtt_in_any_encoding():
    made = as_webvtt(SRT.encode()).decode()
    assert made == (
        "WEBVTT\n\n00:00:01.500 --> 00:00:03.000\n<i>停车</i>三十分钟\n内免费\n\n00:00:04.000 --> 00:00:05.000\n谢谢\n"
    )
    assert as_webvtt(SRT.lstrip("\ufeff").encode("gb18030")).decode() == made
    assert as_webvtt(made.encode()).decode() == made
    assert transcript(made.encode()) == "停车三十分钟 内免费\n谢谢"


@pytest.mark.parametrize(
    "data", [b"", b"WEBVTT\n\n", "字幕".encode(), b"1\n00:00:01,000 --> 00:00:02,000\n\n", b"x" * 2_100_000]
)
def test_what_holds_no_captions_is_refused(data: bytes):
    with pytest.raises(NotCaptions):
        as_webvtt(data)


@given(st.lists(st.text(alphabet="停车费 a1", min_size=1).filter(str.strip), min_size=1, max_size=9))
def test_every_word_of_a_subrip_file_is_in_the_captions(lines: list[str]):
    srt = "\n\n".join(f"{n}\n00:00:{n:02},000 --> 00:00:{n:02},900\n{line}" for n, line in enumerate(lines))
    assert spoken(as_webvtt(srt.encode()).decode()).split() == spoken("WEBVTT\n\n" + srt).split()
    assert all(word in spoken(srt) for line in lines for word in line.split())


def captions(number: int, between: str) -> str:
    times = (f"{at // 3600:02}:{at // 60 % 60:02}:{at % 60:02}" for at in range(number))
    return between.join(f"{at},000 --> {at},900\n第{n}句" for n, at in enumerate(times))


@pytest.mark.parametrize("between", ["\n\n", "\n"])
def test_a_day_of_talking_is_read_at_once(between: str):
    """Two megabytes, each caption of which says its own words and none of the others', with empty lines or without."""
    number = 40_000
    assert spoken(captions(number, between)).split("\n") == [f"第{n}句" for n in range(number)]


def test_a_caption_without_words_says_nothing():
    assert spoken("00:01,0 --> 00:02,0\n\n2\n00:03,0 --> 00:04,0\n谢谢") == "谢谢"


def test_tags_that_are_never_closed_are_words():
    opened = "<a" * 900_000
    assert spoken(f"00:01,0 --> 00:02,0\n{opened}") == opened


@pytest.fixture
def desk(office_client):
    agency = AgencyFactory(code="CS")
    editor = MembershipFactory(agency=agency, role=Role.EDITOR).user
    record = RecordFactory(agency=agency, column=policy_column(agency), title="停车办法解读")
    address = reverse("library:enter_interpretation", urlconf=settings.OFFICE_URLCONF) + f"?record={record.public_id}"
    return SimpleNamespace(agency=agency, client=office_client(editor), record=record, address=address)


def sent(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def put_out(record: Record) -> None:
    """The draft as the public has it, without the way there."""
    draft = draft_of(record)
    with opened():
        Record.objects.filter(pk=record.pk).update(live=True, state="published", published_at=timezone.now())
        RecordFile.objects.filter(record=record).delete()
        for held in draft.files.all():
            RecordFile.objects.create(record=record, file=held.file, title=held.title)
    record.refresh_from_db()
    record_changed.send(Record, record=record, kind="published")


@pytest.mark.django_db
def test_a_recording_is_made_at_the_desk_with_its_transcript(desk):
    said = {"medium": "audio", "sent_file": sent("解读.wav", wav())}
    answer = desk.client.post(desk.address, said)
    assert answer.status_code == 422
    assert "音频须附文字稿" in answer.content.decode()
    assert not Attachment.objects.exists()  # nothing is taken in that was refused
    answer = desk.client.post(desk.address, {**said, "sent_file": sent("解读.mp3", wav()), "alternative": "文字"})
    assert "与扩展名不符" in answer.content.decode()
    words = "停车三十分钟内免费。"
    leaked = {**said, "sent_file": sent("解读.wav", wav()), "alternative": "请致电13800138000"}
    assert "文字稿中有手机号码" in desk.client.post(desk.address, leaked).content.decode()
    said = {**said, "sent_file": sent("解读.wav", wav()), "alternative": words}
    assert desk.client.post(desk.address, said).status_code == 302
    made = Interpretation.objects.get()
    desk.record.refresh_from_db()
    assert [held.file for held in draft_of(desk.record).files.all()] == [made.file]
    page = interpretation_page(desk.record)
    assert page is not None
    assert page.file is None  # not before the record with its attachments is public
    put_out(desk.record)
    page = interpretation_page(desk.record)
    assert page is not None
    assert page.file == made.file


@pytest.mark.django_db
def test_a_film_needs_captions_which_may_be_subrip_and_give_its_transcript(desk):
    said = {"medium": "video", "sent_file": sent("解读.mp4", mp4())}
    answer = desk.client.post(desk.address, said).content.decode()
    assert "视频须附字幕文件" in answer
    said = {"medium": "video", "sent_file": sent("解读.mp4", mp4()), "sent_captions": sent("字幕.srt", SRT.encode())}
    assert desk.client.post(desk.address, said).status_code == 302
    made = Interpretation.objects.get()
    assert (made.captions.file_extension, made.alternative) == ("vtt", "停车三十分钟 内免费\n谢谢")
    desk.record.refresh_from_db()
    assert draft_of(desk.record).files.count() == 2


@pytest.mark.django_db
def test_a_film_is_not_shown_without_captions_and_goes_over_to_those_that_were_masked(desk):
    said = {"medium": "video", "sent_file": sent("解读.mp4", mp4()), "sent_captions": sent("字幕.srt", SRT.encode())}
    assert desk.client.post(desk.address, said).status_code == 302
    made = Interpretation.objects.get()
    record = desk.record
    record.refresh_from_db()
    put_out(record)
    page = interpretation_page(record)
    assert page is not None
    assert (page.file, page.captions) == (made.file, made.captions)
    use = RecordFile.objects.get(record=record, file=made.captions)
    RecordFile.objects.filter(pk=use.pk).delete()
    page = interpretation_page(record)
    assert page is not None
    assert page.file is None
    masked = Attachment(title=made.captions.title, agency=desk.agency)
    masked.file.save("字幕.vtt", sent("字幕.vtt", b"WEBVTT"), save=False)
    masked.save()
    with opened():
        RecordFile.objects.create(record=record, file=masked, title="字幕")
    record_changed.send(Record, record=record, kind="changed")
    page = interpretation_page(record)
    assert page is not None
    assert (page.file, page.captions) == (made.file, masked)
