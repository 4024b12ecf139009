"""The records' desk in a browser: writing with tables and pictures, saving by itself, reviewing; and what axe says."""

from __future__ import annotations

import io
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from gongkai.agencies.tests.factories import PASSWORD
from gongkai.publishing.actions import AddAttachment, DraftFile
from gongkai.publishing.drafts import draft_of
from gongkai.publishing.models import Record
from gongkai.publishing.tests.factories import RecordFactory
from gongkai.publishing.tests.line import Line

pytestmark = pytest.mark.browser


@pytest.fixture
def line(office_server):
    """An agency with everybody who has a part in a record."""
    return Line()


@pytest.fixture
def enter(page, office_server):
    """`enter(person)`: that person at the back office."""

    def log_in(person):
        page.context.clear_cookies()
        page.goto(office_server.url)
        page.locator("[name=username]").fill(person.username)
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("[name=password]").press("Enter")
        expect(page.get_by_role("heading", name="信息发布")).to_be_visible()
        return page

    return log_in


def png():
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "navy").save(out, "PNG")
    return out.getvalue()


def test_a_draft_is_written_with_a_table_and_a_picture_and_saves_itself(line, enter, office_server):
    record = line.draft(body="<p>第一段。</p><table><tbody><tr><td>旧表</td></tr></tbody></table>")
    desk = enter(line.editor)
    desk.goto(office_server.url + reverse("publishing:edit_record", args=[record.public_id]))
    body = desk.get_by_role("textbox", name="正文", exact=True)
    expect(body.locator("td")).to_have_text("旧表")
    body.click()
    desk.keyboard.press("Control+End")
    desk.keyboard.type("之后。")
    desk.get_by_role("button", name="图片", exact=True).click()
    dialog = desk.get_by_role("dialog", name="插入图片")
    dialog.get_by_label("图片文件").set_input_files({"name": "图.png", "mimeType": "image/png", "buffer": png()})
    dialog.get_by_label("替代文字").fill("一块蓝色")
    dialog.get_by_role("button", name="插入图片").click()
    expect(body.get_by_role("img", name="一块蓝色")).to_be_visible()
    desk.get_by_label("添加附件").set_input_files(
        [{"name": f"附件{n}.txt", "mimeType": "text/plain", "buffer": "内容".encode()} for n in (1, 2)]
    )
    expect(desk.locator("#files li")).to_have_count(3)
    expect(desk.locator("#saved")).to_have_text(re.compile("草稿已于"), timeout=15_000)
    desk.get_by_role("button", name="保存并返回").click()
    expect(desk.locator("h2.subject")).to_be_visible()
    draft = draft_of(Record.objects.select_related("latest_revision").get(pk=record.pk))
    assert "旧表" in draft.body
    assert "之后。" in draft.body
    assert re.search(r'<img src="/fj/\w{12}/" alt="一块蓝色">', draft.body)
    assert [held.title for held in draft.files.all()] == ["一块蓝色", "附件1", "附件2"]


def test_what_is_pasted_keeps_its_structure_and_nothing_else(line, enter, office_server):
    record = line.draft()
    desk = enter(line.editor)
    desk.goto(office_server.url + reverse("publishing:edit_record", args=[record.public_id]))
    body = desk.get_by_role("textbox", name="正文", exact=True)
    body.click()
    pasted = (
        '<style>p{color:red}</style><h1 style="color:red">粘贴的标题</h1><p class="MsoNormal"><b>粗</b><o:p></o:p></p>'
        '<p class=MsoNormal align=right style="text-align:right;margin:3pt">某局</p><center><p>附表</p></center>'
        '<table border=1><tr><td width=90 colspan=2>格</td></tr></table><img src="https://example.com/x.png">'
        "<script>alert(1)</script>"
    )
    desk.evaluate(
        """(html) => {
          const data = new DataTransfer();
          data.setData("text/html", html);
          const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
          document.activeElement.dispatchEvent(event);
        }""",
        pasted,
    )
    expect(body.get_by_role("heading", name="粘贴的标题", level=2)).to_be_visible()
    kept = desk.locator("textarea[name=body]").input_value()
    assert "<strong>粗</strong>" in kept
    assert '<td colspan="2">格</td>' in kept
    assert '<p class="align-right">某局</p><p class="align-center">附表</p>' in kept
    kept = re.sub(' class="align-(right|center)"', "", kept)
    assert not re.search("style|class|script|example|o:p|width", kept)


def test_nothing_of_a_body_is_lost_when_it_is_opened_and_saved(line, enter, office_server):
    file = AddAttachment(line.editor, line.agency, "map1.png", png(), title="图").perform()
    body = (
        f'<figure class="align-center"><img src="/fj/{file.public_id}/map1.png" alt="示意图" width="60" height="40">'
        "<figcaption>图一　示意图</figcaption></figure><pre>第一行\n  第二行</pre><dl><dt>词</dt><dd>解释</dd></dl>"
        '<h5>五级标题</h5><h6>六级标题</h6><p class="align-left indent">缩进，<s>删去</s></p>'
        '<div class="align-right">落款</div><div><p>一段</p></div>'
        '<p><a href="/x" title="提示" rel="noopener noreferrer">链接</a></p>'
        '<table><caption>表</caption><colgroup span="2"></colgroup><tbody><tr><td>1</td><td>2</td></tr>'
        "</tbody><tfoot><tr><td>合计</td><td>3</td></tr></tfoot></table><hr><p>末段</p>"
    )
    record = line.draft([DraftFile(file)], body=body)
    before = draft_of(record).body
    assert before == body
    desk = enter(line.editor)
    desk.goto(office_server.url + reverse("publishing:edit_record", args=[record.public_id]))
    area = desk.get_by_role("textbox", name="正文", exact=True)
    shown = area.get_by_role("img", name="示意图")
    expect(shown).to_be_visible()
    assert shown.evaluate("it => it.naturalWidth") == 60
    area.get_by_text("末段").click()
    desk.keyboard.press("End")
    desk.keyboard.type("。")
    desk.get_by_role("button", name="保存并返回").click()
    expect(desk.locator("h2.subject")).to_be_visible()
    assert desk.locator(".shown img").evaluate("it => it.naturalWidth") == 60
    after = draft_of(Record.objects.select_related("latest_revision").get(pk=record.pk)).body
    assert after == before.replace("末段", "末段。")


def test_a_signature_stays_at_the_right_and_is_put_there_by_a_button(line, enter, office_server):
    record = line.draft(body='<p>正文。</p><p class="align-right">某局办公室</p><p>2026年6月1日</p>')
    desk = enter(line.editor)
    desk.goto(office_server.url + reverse("publishing:edit_record", args=[record.public_id]))
    body = desk.get_by_role("textbox", name="正文", exact=True)
    right = desk.get_by_role("button", name="右对齐", exact=True)
    body.get_by_text("2026年6月1日").click()
    expect(right).to_have_attribute("aria-pressed", "false")
    right.click()
    expect(right).to_have_attribute("aria-pressed", "true")
    expect(body.get_by_text("2026年6月1日")).to_have_css("text-align", "right")
    source = desk.locator("textarea[name=body]")
    signed = '<p>正文。</p><p class="align-right">某局办公室</p><p class="align-right">2026年6月1日</p>'
    assert source.input_value() == signed
    right.click()
    assert source.input_value() == signed.replace('<p class="align-right">2', "<p>2")
    right.click()
    desk.get_by_role("button", name="保存并返回").click()
    expect(desk.locator("h2.subject")).to_be_visible()
    assert draft_of(Record.objects.select_related("latest_revision").get(pk=record.pk)).body == signed


def test_axe_finds_nothing_on_any_screen(line, enter, office_server, violations, fits):
    number = "11010119900307003" + "8"
    table = "<table><tbody><tr><th>项目</th><td>内容</td></tr></tbody></table>"
    record = line.send(line.draft(body=f"<p>联系人证件号{number}。</p>{table}", formed_on=timezone.localdate()))
    RecordFactory(agency=line.agency, column=line.column, published=True)
    desk = enter(line.handler)
    plain = ("records", "withdrawals", "figures")
    handlers = [reverse(f"publishing:{name}") for name in plain]
    handlers += [reverse(f"publishing:{name}", args=[record.public_id]) for name in ("record", "review", "preview")]
    handlers.append(reverse("publishing:record_act", args=[record.public_id, "tuihui"]))
    looked = [(desk, address) for address in handlers]
    for window, address in looked:
        check(window, office_server.url + address, violations, fits)
    desk = enter(line.editor)
    for name in ("new_record", "records"):
        check(desk, office_server.url + reverse(f"publishing:{name}"), violations, fits)
    check(desk, office_server.url + reverse("publishing:edit_record", args=[record.public_id]), violations, fits)


def check(desk, address, violations, fits):
    desk.set_viewport_size({"width": 1280, "height": 900})
    desk.goto(address)
    desk.wait_for_load_state()
    assert [line for line in violations(desk) if "wagtail" not in line] == [], address
    desk.set_viewport_size({"width": 390, "height": 844})
    assert fits(desk), address
