"""The office shows an interpretation as the public will see it, and while it waits: in the preview and to reviewers."""

from __future__ import annotations

import pytest
from django.urls import reverse

from gongkai.agencies.enums import Role
from gongkai.agencies.tests.factories import MembershipFactory
from gongkai.documents.tests.recordings import mp4
from gongkai.library.actions import AmendInterpretation, EnterInterpretation, Telling
from gongkai.library.enums import Medium
from gongkai.publishing.actions import DraftFile
from gongkai.publishing.models import Record
from gongkai.publishing.tests.line import Line

pytestmark = pytest.mark.django_db
CAPTIONS = "WEBVTT\n\n00:00.000 --> 00:02.000\n三十分钟内免费\n".encode()
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def line(db: None) -> Line:
    """An agency with everybody."""
    return Line()


def page_of(client, name: str, *args: str) -> str:
    """The page of a record in the office."""
    answer = client.get(reverse(f"publishing:{name}", args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_film_is_played_with_captions_and_transcript_by_whoever_may_see_the_draft(line: Line, office_client) -> None:
    film, captions = line.file("a.mp4", mp4()), line.file("a.vtt", CAPTIONS)
    record = line.draft([DraftFile(film), DraftFile(captions)])
    EnterInterpretation(line.editor, record, Telling(Medium.VIDEO, file=film, captions=captions)).perform()
    record = line.send(Record.objects.get(pk=record.pk))
    played = [reverse("publishing:played", args=[each.public_id]) for each in (film, captions)]
    handler = office_client(line.handler)
    for name in ("preview", "review", "record"):
        page = page_of(handler, name, record.public_id)
        assert f'src="{played[0]}"><track kind="captions"' in page, name
        assert f'src="{played[1]}"' in page
        assert "<h4>文字稿</h4><p>三十分钟内免费</p>" in page
    answer = handler.get(played[0], headers={"Range": "bytes=0-3"})
    assert (answer.status_code, answer["Content-Type"], answer["Content-Disposition"]) == (206, "video/mp4", "inline")
    answer = handler.get(played[1])
    assert answer["Content-Type"].startswith("text/vtt")
    assert answer["Content-Disposition"].startswith("inline")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    stranger = office_client(MembershipFactory(role=Role.EDITOR).user)
    assert [stranger.get(address).status_code for address in played] == [404, 404]
    paper = reverse("publishing:played", args=[line.file().public_id])
    assert handler.get(paper).status_code == 404


def test_what_waits_is_shown_and_the_preview_says_which_version_it_is(line: Line, office_client) -> None:
    picture = line.file("图.png", PNG)
    record = line.published([DraftFile(picture)])
    editor = office_client(line.editor)
    page = page_of(editor, "preview", record.public_id)
    assert "不是已发布的版本" not in page
    assert "没有更新的稿件" in page
    record = Record.objects.get(pk=record.pk)
    told = Telling(Medium.PICTURE, file=picture, alternative="一圈四路<b>")
    held = EnterInterpretation(line.editor, record, told).perform()
    page = page_of(editor, "preview", record.public_id)
    assert "不是已发布的版本" in page
    address = reverse("publishing:picture", args=[picture.public_id])
    assert f'<img src="{address}" alt="一圈四路&lt;b&gt;">' in page
    chart = Telling(Medium.CHART, content={"rows": [["2025年", "12"]], "unit": "件"})
    AmendInterpretation(line.editor, held, chart).perform()
    page = page_of(editor, "preview", record.public_id)
    assert '<svg class="bars"' in page
    assert '<th scope="row">2025年</th><td>12</td>' in page
