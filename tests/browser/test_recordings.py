"""Sound in a browser: made at the desk with its transcript, played on its page; a file cleared of what it hides."""

from __future__ import annotations

import hashlib
import os

import docx as python_docx
import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from playwright.sync_api import expect

from gongkai.agencies.tests.factories import PASSWORD, AgencyFactory
from gongkai.documents.tests.office import saved
from gongkai.documents.tests.recordings import wav
from gongkai.library.enums import Medium
from gongkai.library.interpretation_models import Interpretation
from gongkai.publishing import guard, live_gate
from gongkai.publishing.actions import AddAttachment, DraftFile
from gongkai.publishing.models import Attachment, RecordFile
from gongkai.publishing.sample_records import _tones
from gongkai.publishing.tests.factories import RecordFactory, column_of
from gongkai.publishing.tests.line import VALUES, Line
from tests.browser.conftest import PHONE

pytestmark = pytest.mark.browser
SIZES = (PHONE, {"width": 1366, "height": 900})


def shoot(page, name):
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=f"{folder}/{name}-{page.viewport_size['width']}.png", full_page=True)


@pytest.fixture
def desk(page, office_server):
    """An editor of an agency with everybody, at the back office."""
    line = Line()
    page.goto(office_server.url)
    page.locator("[name=username]").fill(line.editor.username)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    expect(page.get_by_role("heading", name="信息发布")).to_be_visible()
    page.line, page.root = line, office_server.url
    return page


def test_an_interpretation_is_played_with_the_keyboard_and_read_beneath(page, public_server, violations, fits):
    agency, tones = AgencyFactory(name="澄湖市人民政府"), _tones()
    record = RecordFactory(agency=agency, column=column_of(agency, "政策解读"), published=True, title="听一听停车收费")
    file = Attachment(
        title="停车收费录音", agency=agency, sha256=hashlib.sha256(tones).hexdigest(), file_size=len(tones)
    )
    file.file.save("录音.wav", ContentFile(tones), save=False)
    file.save()
    with live_gate.opened():
        RecordFile.objects.create(record=record, file=file, title=file.title)
    words = "停放不超过三十分钟的，免收停车费。\n\n收费标准在停车场出入口公示。"
    Interpretation.objects.create(record=record, agency=agency, medium=Medium.AUDIO, file=file, alternative=words)
    for size in SIZES:
        page.set_viewport_size(size)
        page.goto(f"{public_server.url}/wz/{record.public_id}/")
        expect(page.get_by_text("停放不超过三十分钟的")).to_be_visible()
        shoot(page, "jiedu")
        assert violations(page) == []
        assert fits(page)
    sound = page.locator("audio")
    sound.focus()
    page.keyboard.press("Space")
    sound.evaluate("it => new Promise(done => it.addEventListener('timeupdate', () => it.currentTime > 0.2 && done()))")
    assert sound.evaluate("it => it.duration") == pytest.approx(2.4, abs=0.1)
    # To a place further on, which asks for the part from there.
    sound.evaluate("it => new Promise(done => { it.addEventListener('ended', done); it.currentTime = 2; })")


def test_a_recording_is_entered_with_its_file(desk, violations, fits):
    record = desk.line.draft()
    address = reverse("library:enter_interpretation") + f"?record={record.public_id}"
    for size in SIZES:
        desk.set_viewport_size(size)
        desk.goto(desk.root + address)
        shoot(desk, "dengji")
        assert violations(desk) == []
        assert fits(desk)
    desk.get_by_label("解读形式").select_option("audio")
    desk.get_by_label("上传图片、音频、视频").set_input_files(
        {"name": "a.wav", "mimeType": "audio/wav", "buffer": wav()}
    )
    desk.get_by_role("button", name="登记解读").click()
    expect(desk.get_by_text("音频须附文字稿。")).to_be_visible()
    desk.get_by_label("上传图片、音频、视频").set_input_files(
        {"name": "a.wav", "mimeType": "audio/wav", "buffer": wav()}
    )
    desk.get_by_label("替代文字、文字稿").fill("三十分钟内免费。")
    desk.get_by_role("button", name="登记解读").click()
    expect(desk.get_by_text("已登记。")).to_be_visible()
    desk.goto(desk.root + reverse("publishing:preview", args=[record.public_id]))
    shoot(desk, "yulan")
    expect(desk.get_by_label("试听：音频解读")).to_be_visible()
    assert violations(desk) == []


def test_a_word_file_is_cleared_with_one_click(desk, violations, fits):
    paper = python_docx.Document()
    paper.core_properties.author = "某作者"
    paper.add_comment(paper.add_paragraph("手机13800138000").runs[0], "请核对", author="某作者")
    line = desk.line
    file = AddAttachment(line.editor, line.agency, "名单.docx", saved(paper)).perform()
    record = line.draft([DraftFile(file, "名单")])
    guard.examine(record, VALUES["formed_on"])
    for size in SIZES:
        desk.set_viewport_size(size)
        desk.goto(desk.root + reverse("publishing:record", args=[record.public_id]))
        shoot(desk, "jiancha")
        assert violations(desk) == []
        assert fits(desk)
    desk.get_by_role("button", name="清除批注、修订、隐藏内容和属性").click()
    expect(desk.get_by_text("已写成新的文件")).to_be_visible()
    expect(desk.get_by_role("button", name="清除批注、修订、隐藏内容和属性")).to_have_count(0)
    desk.get_by_role("button", name="遮盖：手机号码").click()
    expect(desk.get_by_text("没有发现问题。")).to_be_visible()
    shoot(desk, "jiancha-hou")
