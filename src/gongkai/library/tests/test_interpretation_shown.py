"""The office shows an interpretation as the public will see it, and while it waits: in the preview and to reviewers."""

from __future__ import annotations

import pytest
from django.urls import reverse

from gongkai.agencies.enums import Role
from gongkai.agencies.tests.factories import MembershipFactory
from gongkai.documents.tests.recordings import mp4
from gongkai.library.actions import AmendInterpretation, EnterInterpretation, Telling, with_files
from gongkai.library.actions.attaching import Sent
from gongkai.library.enums import Medium
from gongkai.publishing.actions import DraftFile
from gongkai.publishing.drafts import draft_of
from gongkai.publishing.enums import ColumnKind
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
        assert name == "record" or 'aria-label="试看：a"' in page
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
    chart = Telling(Medium.CHART, content={"rows": [["2025年", "1300.5"]], "unit": "万元"})
    AmendInterpretation(line.editor, held, chart).perform()
    page = page_of(editor, "preview", record.public_id)
    assert '<svg class="bars"' in page
    assert "单位：万元。2025年：1300.5。" in page
    assert '<th scope="row">2025年</th><td>1300.5</td>' in page


def test_a_record_among_the_interpretations_leads_to_where_it_is_entered_and_says_what_is_wanting(
    line: Line, office_client
) -> None:
    line.column.kind = ColumnKind.INTERPRETATION
    line.column.save()
    record, editor = line.draft(), office_client(line.editor)
    page = page_of(editor, "record", record.public_id)
    assert "还没有登记解读" in page
    assert f"{reverse('library:enter_interpretation')}?record={record.public_id}" in page
    assert "登记解读</a>" not in page_of(office_client(line.handler), "record", record.public_id)
    sent = editor.post(reverse("publishing:record_act", args=[record.public_id, "songshen"]), {}, follow=True)
    said = sent.content.decode()
    assert "已送审。" in said
    assert said.count("还没有登记解读") == 2, "once as an answer, once on the page"
    second = line.draft(title="第二条")
    held = EnterInterpretation(line.editor, second, Telling(Medium.TEXT)).perform()
    page = page_of(editor, "record", second.public_id)
    assert "还没有登记解读" not in page
    assert f'{reverse("library:interpretation", args=[held.public_id])}">修改解读' in page


def test_files_that_come_along_are_named_for_the_public(line: Line) -> None:
    record = line.draft()
    for title in ("停车收费图解", "", ""):
        with_files(line.editor, record, Telling(Medium.PICTURE), Sent("jiedu.png", PNG, title), None)
        record = Record.objects.get(pk=record.pk)
    assert [held.title for held in draft_of(record).files.all()] == ["停车收费图解", "图解", "图解（2）"]
