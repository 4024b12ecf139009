"""The desk of published records: what waits for whom, writing, reviewing, taking away; who may see and press what."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from gongkai.agencies.enums import Role
from gongkai.agencies.tests.factories import DepartmentFactory, MembershipFactory, UserFactory
from gongkai.publishing.base_models import Attachment
from gongkai.publishing.drafts import draft_of
from gongkai.publishing.enums import RecordState, Stage, WithdrawalKind
from gongkai.publishing.event_models import PublicationEvent, Withdrawal
from gongkai.publishing.office.record_acts import ACTS
from gongkai.publishing.record_models import Record
from gongkai.publishing.tests.factories import RecordFactory, column_of
from gongkai.publishing.tests.line import Line, person

pytestmark = pytest.mark.django_db
Office = Callable[..., Any]


class House(Line):
    """An agency with a column and one person for each duty, by what he does."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.people = {
            "editor": self.editor, "first": self.handler, "second": self.reviewer, "secrecy": self.secrecy,
            "third": self.signer, "discipline": person(self.agency, Role.DISCIPLINE),
        }  # fmt: skip

    def draft(self, title: str = "关于除险加固的通知", **values: Any) -> Record:  # type: ignore[override]
        said = {"title": title, "body": "<p>请于三月底前完成。</p>", "formed_on": timezone.localdate()} | values
        return super().draft(**said)

    def sent(self, **values: Any) -> Record:
        return self.send(self.draft(**values))


@pytest.fixture
def house(db: None) -> House:
    return House()


EMPTY_PAGE = 7
"""Session, account, roles, and what Wagtail's frame asks for: the same on every page of the back office."""


def address(name: str, record: Record, *more: Any) -> str:
    return reverse(f"publishing:{name}", args=[record.public_id, *more])


def text_of(response: Any) -> str:
    return response.content.decode()


def posted(client: Any, record: Record, **changes: Any) -> dict[str, Any]:
    """The editing form as the browser would send it, with changes."""
    shown = client.get(address("edit_record", record)).context["form"]
    found = {name: shown[name].value() for name in shown.fields}
    data = {name: value for name, value in found.items() if value not in (None, "")}
    files = list(draft_of(Record.objects.get(pk=record.pk)).files.all())
    data |= {"version": Record.objects.get(pk=record.pk).version, "attachment": [held.file.public_id for held in files]}
    return data | {f"attachment_title_{held.file.public_id}": held.title for held in files} | changes


def test_a_record_is_written_reviewed_by_four_and_put_out(office_client: Office, house: House) -> None:
    desk = {name: office_client(person) for name, person in house.people.items()}
    begun = desk["editor"].post(
        reverse("publishing:new_record"), {"column": house.column.pk, "title": "关于汛期值守的通知"}
    )
    record = Record.objects.get()
    assert begun.url == address("edit_record", record)
    typed = posted(
        desk["editor"], record, formed_on=timezone.localdate().isoformat(), body="<p>各单位二十四小时值守。</p>",
        theme="agriculture", genre="notice", summary="汛期实行双岗", keywords="防汛 值守", leave="1",
        channels=["website", "wechat"],
    )  # fmt: skip
    saved = desk["editor"].post(address("edit_record", record), typed)
    assert saved.url == address("record", record)
    sent = desk["editor"].post(address("record_act", record, "songshen"), {})
    assert sent.status_code == 302, text_of(sent)
    for name in ("first", "second", "secrecy", "third"):
        page = desk[name].get(reverse("publishing:review"), follow=True)
        # All that goes out is before whoever lets it go out.
        assert all(words in text_of(page) for words in ("各单位二十四小时值守", "汛期实行双岗", "防汛 值守"))
        said = {"comment": "同意", "pass": "1", "version": page.context["record"].version}
        if name == "secrecy":
            said |= {"content_fit": "on", "timing_fit": "on", "manner_fit": "on"}
        passed = desk[name].post(address("review", record), said)
        assert passed.status_code == 302, passed.context["refusals"]
        assert passed.url == reverse("publishing:review")
    out = desk["third"].post(address("record_act", record, "fabu"), {})
    assert out.status_code == 302, text_of(out)
    record.refresh_from_db()
    assert (record.live, record.state, record.index_number[:10]) == (True, RecordState.PUBLISHED, "000014349/")
    page = text_of(desk["discipline"].get(address("record", record)))
    for name in ("first", "second", "secrecy", "third"):
        assert str(house.people[name]) in page
    assert "已公开" in page
    assert "政务微博" not in page
    assert "微信公众号" in page


def test_the_list_opens_with_what_waits_for_me(office_client: Office, house: House) -> None:
    waiting, draft = house.sent(), house.draft("另一份草稿")
    page = office_client(house.people["first"]).get(reverse("publishing:records"))
    assert page.context["tab"] == "waiting"
    assert [line.record.pk for line in page.context["lines"]] == [waiting.pk]
    dashboard = text_of(office_client(house.people["first"]).get("/office/"))
    assert f'<a href="{reverse("publishing:records")}?tab=waiting">待我审核<strong>1</strong></a>' in dashboard
    # Who wrote it is not asked to review it, whatever roles he has.
    MembershipFactory(user=house.people["editor"], agency=house.agency, role=Role.HANDLER)
    page = office_client(house.people["editor"]).get(reverse("publishing:records"))
    assert page.context["tab"] == "drafts"
    assert [line.record.pk for line in page.context["lines"]] == [draft.pk]


def test_what_is_overdue_comes_first_with_its_days(office_client: Office, house: House) -> None:
    today = timezone.localdate()
    house.draft("新的", formed_on=today)
    older = house.draft("更旧的", formed_on=today - timedelta(days=90))
    old = house.draft("旧的", formed_on=today - timedelta(days=60))
    client = office_client(house.people["second"])
    page = client.get(reverse("publishing:records"))
    assert page.context["tab"] == "late"
    assert [line.record.pk for line in page.context["lines"]] == [older.pk, old.pk]
    assert "超期" in text_of(page)
    assert 'class="late days"' in text_of(page)
    due = client.get(reverse("publishing:records"), {"tab": "due"})
    assert [line.record.title for line in due.context["lines"]] == ["新的"]


FILTERED: list[tuple[dict[str, str], int]] = [
    ({"q": "水库"}, 1), ({"number": "澄政发〔2026〕3号"}, 1), ({"number": "000000000/2026-00077"}, 1),
    ({"number": "2026"}, 0),
    ({"genre": "notice"}, 1), ({"theme": "agriculture"}, 1), ({"state": "published"}, 1), ({"state": "<x>"}, 2),
    ({"first": "2026-02-03", "last": "2026-02-03"}, 1), ({"first": "2026-02-04"}, 0), ({"first": "2026-13-40"}, 2),
    ({"unit": "999999999999999999"}, 2), ({"column": "nichts"}, 0), ({"page": "-7"}, 2), ({"q": "%"}, 0),
]  # fmt: skip


def test_what_did_not_go_out_at_its_time_is_told(office_client: Office, house: House) -> None:
    past = timezone.now() - timedelta(hours=2)
    record = RecordFactory(agency=house.agency, column=house.column, stage=Stage.APPROVED, go_live_at=past)
    client = office_client(house.people["third"])
    assert "未能按时发布" in text_of(client.get(reverse("publishing:records"), {"tab": "scheduled"}))
    page = text_of(client.get(address("record", record)))
    assert "未能按时发布" in page
    assert "还不能发布" in page


@pytest.mark.parametrize(("asked", "found"), FILTERED)
def test_the_list_is_narrowed_down(office_client: Office, house: House, asked: dict[str, str], found: int) -> None:
    RecordFactory(
        agency=house.agency, column=house.column, title="关于水库除险加固的通知", document_number="澄政发〔2026〕3号",
        index_number="000000000/2026-00077", genre="notice", theme="agriculture", published=True,
        published_at=timezone.make_aware(timezone.datetime(2026, 2, 3, 23, 30)),
    )  # fmt: skip
    RecordFactory(agency=house.agency, column=house.column)
    RecordFactory(title="别处的水库")
    page = office_client(house.people["discipline"]).get(reverse("publishing:records"), {"tab": "all"} | asked)
    assert page.status_code == 200
    assert len(page.context["lines"]) == found


def test_the_export_says_what_the_list_says_and_holds_no_formula(office_client: Office, house: House) -> None:
    record = house.draft('=HYPERLINK("x")')
    answer = office_client(house.people["editor"]).get(reverse("publishing:export_records"), {"tab": "all"})
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows())
    assert [cell.value for cell in rows[1]][1] == record.title
    assert all(cell.data_type != "f" for row in rows for cell in row)


@pytest.mark.parametrize("asked", [{"tab": "all"}, {"tab": "late"}, {}])
def test_the_list_costs_the_same_with_few_and_with_many(
    office_client: Office, house: House, asked: dict[str, str]
) -> None:
    old = timezone.localdate() - timedelta(days=90)
    client = office_client(house.people["editor"])

    def cost() -> int:
        with CaptureQueriesContext(connection) as run:
            assert client.get(reverse("publishing:records"), asked).status_code == 200
        return len(run)

    RecordFactory(agency=house.agency, column=house.column, formed_on=old)
    cost()
    few = cost()
    for number in range(30):
        unit = DepartmentFactory(agency=house.agency) if number % 10 == 0 else None
        RecordFactory(agency=house.agency, column=house.column, formed_on=old, unit=unit, author=house.people["first"])
    assert cost() == few <= 11 + EMPTY_PAGE


def test_a_draft_saves_itself_and_tells_who_was_overtaken(office_client: Office, house: House) -> None:
    record, client = house.draft(), office_client(house.people["editor"])
    typed = posted(client, record, title="改后的标题", auto="1")
    first = client.post(address("edit_record", record), typed)
    assert first.status_code == 200, text_of(first)
    record.refresh_from_db()
    assert json.loads(first.content)["version"] == record.version
    assert draft_of(record).title == "改后的标题"
    overtaken = client.post(address("edit_record", record), typed)
    assert overtaken.status_code == 422
    assert "刚刚由他人办理过" in text_of(overtaken) or "刚刚由他人办理过" in "".join(
        json.loads(overtaken.content)["reasons"]
    )


def test_errors_stand_beside_their_fields_and_on_top(office_client: Office, house: House) -> None:
    record, client = house.draft(), office_client(house.people["editor"])
    answer = client.post(address("edit_record", record), posted(client, record, title="", formed_on="2026-02-31"))
    page = text_of(answer)
    assert answer.status_code == 422
    assert '<a href="#id_title">标题：' in page
    assert '<a href="#id_formed_on">' in page
    assert 'id="id_title_error"' in page
    live = timezone.now() + timedelta(days=3)
    both = {"go_live_at": live.isoformat()[:16], "expire_at": (live - timedelta(days=1)).isoformat()[:16]}
    assert "到期撤下的时间应当晚于" in text_of(
        client.post(address("edit_record", record), posted(client, record, **both))
    )


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(out, "PNG")
    return out.getvalue()


def test_a_picture_and_an_attachment_come_in_and_stay_private(office_client: Office, house: House) -> None:
    record, client = house.draft(), office_client(house.people["editor"])
    file = SimpleUploadedFile("图.png", png(), "image/png")
    silent = client.post(address("upload", record), {"file": file, "picture": "1", "alternative": " "})
    assert silent.status_code == 422
    assert "替代文字" in json.loads(silent.content)["reasons"][0]
    file = SimpleUploadedFile("图.png", png(), "image/png")
    taken = json.loads(
        client.post(address("upload", record), {"file": file, "picture": "1", "alternative": "示意图"}).content
    )
    image = f'<p><img src="{taken["picture"]}" alt="示意图"></p>'
    body = f"<p>见图。</p>{image}<table><tbody><tr><td>一</td></tr></tbody></table>"
    typed = posted(client, record, body=body, **{f"attachment_title_{taken['id']}": "示意图"})
    typed["attachment"] = [taken["id"]]
    assert client.post(address("edit_record", record), typed).status_code == 302
    record.refresh_from_db()
    draft = draft_of(record)
    assert f'src="/fj/{taken["id"]}/"' in draft.body
    assert "<table>" in draft.body
    assert [held.title for held in draft.files.all()] == ["示意图"]
    # The editor shows it by the office's own address, which is nobody's who does not work here.
    assert taken["picture"] in text_of(client.get(address("edit_record", record)))
    assert client.get(taken["picture"]).headers["Content-Type"] == "image/png"
    assert client.get(taken["address"]).headers["Content-Disposition"].startswith("attachment")
    stranger = MembershipFactory(role=Role.EDITOR).user
    for private in (taken["picture"], taken["address"]):
        assert office_client(stranger).get(private).status_code == 404
    silent = posted(client, record, body=f'<p><img src="{taken["picture"]}" alt=""></p>')
    assert "没有替代文字" in text_of(client.post(address("edit_record", record), silent))


def test_what_changed_is_shown_character_by_character(office_client: Office, house: House) -> None:
    record, client = house.draft(body="<p>请于三月底前完成。</p><p>不变。</p>"), office_client(house.people["editor"])
    client.post(address("edit_record", record), posted(client, record, body="<p>请于五月底前完成。</p><p>不变。</p>"))
    count = record.revisions.count()
    page = text_of(client.get(address("record_version", record, count)))
    assert "请于<del>三</del><ins>五</ins>月底前完成。" in page
    assert client.get(address("record_version", record, count + 1)).status_code == 404
    assert client.get(address("record_version", record, 0)).status_code == 404


def test_a_reviewer_returns_with_a_reason_and_not_without(office_client: Office, house: House) -> None:
    record, client = house.sent(), office_client(house.people["first"])
    assert client.post(address("review", record), {"return": "1", "comment": ""}).status_code == 422
    assert client.post(address("review", record), {"return": "1", "comment": "数字有误"}).status_code == 302
    record.refresh_from_db()
    assert record.stage == Stage.RETURNED
    page = text_of(office_client(house.people["editor"]).get(address("record", record)))
    assert "数字有误" in page
    assert "按退回理由修改" in page


def test_the_secrecy_reviewer_says_what_is_not_fit(office_client: Office, house: House) -> None:
    record = house.pass_stages(house.sent(), upto=2)
    client = office_client(house.people["secrecy"])
    said = {"return": "1", "comment": "时机不宜", "content_fit": "on", "manner_fit": "on", "timing_opinion": "尚未决定"}
    answer = client.post(address("review", record), said)
    assert answer.status_code == 302, answer.context["refusals"]
    form = record.secrecy_reviews.get()
    assert (form.passed, form.content_fit, form.timing_fit, form.timing_opinion) == (False, True, False, "尚未决定")
    assert "不同意公开" in text_of(client.get(address("record", record)))


def test_after_one_draft_the_next_one_comes(office_client: Office, house: House) -> None:
    one, two = house.sent(title="其一"), house.sent(title="其二")
    client = office_client(house.people["first"])
    assert client.get(reverse("publishing:review")).url == address("review", one)
    assert client.post(address("review", one), {"pass": "1"}).url == address("review", two)
    assert client.post(address("review", two), {"pass": "1"}).url == reverse("publishing:review")
    assert "没有等待您审核" in text_of(client.get(reverse("publishing:review")))


def test_findings_are_marked_decided_and_masked(office_client: Office, house: House) -> None:
    number = "11010119900307003" + "8"
    record = house.sent(body=f"<p>联系人证件号{number}。</p>")
    editor, secrecy = office_client(house.people["editor"]), office_client(house.people["secrecy"])
    page = secrecy.get(address("record", record))
    assert f'<mark class="block">{number}<sup>' in text_of(page)
    run = page.context["examined"]
    found = run.findings[0]["key"]
    said = {"do": "decide", "run": run.public_id, "key": found, "ground": "虚构的示例号码"}
    assert editor.post(address("finding", record), said, follow=True).context["messages"]
    assert not record.guard_decisions.exists()
    secrecy.post(address("finding", record), said)
    assert record.guard_decisions.get().by == house.people["secrecy"]
    editor.post(address("finding", record), {"do": "mask", "run": run.public_id, "key": found})
    record.refresh_from_db()
    assert number not in draft_of(record).body


def test_withdrawal_register_and_purge_by_two(office_client: Office, house: House) -> None:
    record = RecordFactory(agency=house.agency, column=house.column, published=True)
    secrecy, third = office_client(house.people["secrecy"]), office_client(house.people["third"])
    register = reverse("publishing:withdrawals")
    assert "其中泄露0条" in text_of(third.get(register))
    said = {"kind": WithdrawalKind.SECRET, "ground": "误发", "manner": "notice"}
    assert secrecy.post(address("record_act", record, "chehui"), said).status_code == 422
    gone = secrecy.post(address("record_act", record, "chehui"), said | {"notice": "本信息已撤回。"})
    assert gone.status_code == 302, text_of(gone)
    row = Withdrawal.objects.get()
    assert (row.notice, row.kind) == ("本信息已撤回。", WithdrawalKind.SECRET)
    assert "其中泄露1条" in text_of(third.get(register))
    third.post(reverse("publishing:handle_withdrawal", args=[row.public_id]), {"handling": "已核查"})
    row.refresh_from_db()
    assert row.handling == "已核查"
    assert "已核查" in text_of(third.get(reverse("publishing:print_withdrawals")))
    asked = secrecy.post(address("record_act", record, "shenqing-qingchu"), {"ground": "涉密"})
    assert asked.status_code == 302, text_of(asked)
    same = secrecy.post(address("record_act", record, "pizhun-qingchu"), {"backups": "无"})
    assert same.status_code == 422
    done = third.post(address("record_act", record, "pizhun-qingchu"), {"backups": "备份保留30天后删除"})
    assert done.status_code == 302, text_of(done)
    record.refresh_from_db()
    assert record.state == RecordState.PURGED
    assert "已清除" in text_of(third.get(address("record", record)))


def test_a_purged_file_is_not_there_any_more(office_client: Office, house: House) -> None:
    client = office_client(house.people["editor"])
    purged = Attachment.objects.create(agency=house.agency, title="附件", file="")
    for name in ("attachment", "picture"):
        assert client.get(reverse(f"publishing:{name}", args=[purged.public_id])).status_code == 404


def test_sending_and_releasing_say_what_came_of_it(office_client: Office, house: House) -> None:
    client = office_client(house.people["editor"])
    clean, leaking = house.draft("防汛公告"), house.draft("内部通知", body="<p>秘密★一年</p>")
    assert "须处理" not in text_of(client.post(address("record_act", clean, "songshen"), follow=True))
    said = text_of(client.post(address("record_act", leaking, "songshen"), follow=True))
    assert "有1处须处理的内容" in said
    assert "1处须处理，处理以前不能发布" in said


def test_other_bodies_are_asked_and_their_answer_is_kept(office_client: Office, house: House) -> None:
    record, client = house.draft(), office_client(house.people["editor"])
    today = timezone.localdate()
    said = {"body": "水利局", "question": "数据是否一致", "sent_on": today, "due_on": today + timedelta(days=10)}
    assert client.post(address("record_act", record, "zhengqiu"), said).status_code == 302
    asked = record.consulted.get()
    page = text_of(client.get(address("record", record)))
    assert "水利局" in page
    assert f"dafu/?asked={asked.public_id}" in page
    there = f"{address('record_act', record, 'dafu')}?asked={asked.public_id}"
    no = client.post(there, {"agreed": "0", "answer": "数据不一致", "answered_on": today})
    assert no.status_code == 302, text_of(no)
    assert "登记协调结果" in text_of(client.get(address("record", record)))
    assert client.get(f"{address('record_act', record, 'dafu')}?asked=nichts").status_code in (200, 404)


def test_columns_of_one_name_are_told_apart_by_what_is_above_them(office_client: Office, house: House) -> None:
    for above in ("政务公开", "法定主动公开内容"):
        column_of(house.agency, "规划计划", parent=column_of(house.agency, above, view="group"))
    client, record = office_client(house.people["editor"]), house.draft()
    for where in (reverse("publishing:new_record"), address("edit_record", record)):
        page = text_of(client.get(where))
        assert "规划计划（政务公开）</option>" in page
        assert "规划计划（法定主动公开内容）</option>" in page
        assert f"{house.column.title}</option>" in page


def test_filing_anew_is_previewed_first(office_client: Office, house: House) -> None:
    other = column_of(house.agency, "政策文件")
    records = [RecordFactory(agency=house.agency, column=house.column, published=True) for _ in range(2)]
    client, there = office_client(house.people["editor"]), reverse("publishing:reclassify")
    said = {"record": [record.public_id for record in records], "filing": "1", "column": other.pk}
    page = client.post(there, said)
    assert len(page.context["preview"]) == 2
    assert not Record.objects.filter(column=other).exists()
    assert client.post(there, said | {"apply": "1"}).status_code == 302
    assert Record.objects.filter(column=other).count() == 2
    assert client.post(there, {}).url == reverse("publishing:records")


def test_every_figure_opens_the_records_that_it_counts(office_client: Office, house: House) -> None:
    for on, genre in ((date(2026, 3, 1), "notice"), (date(2026, 3, 2), ""), (date(2025, 3, 2), "notice")):
        record = RecordFactory(agency=house.agency, column=house.column, published=True)
        PublicationEvent.objects.create(
            record=record, kind="published", on=on, agency=house.agency, column=house.column, genre=genre,
            content_class="business",
        )  # fmt: skip
    client = office_client(house.people["discipline"])
    page = client.get(reverse("publishing:figures"), {"first": "2026-01-01", "last": "2026-12-31"})
    assert page.context["whole"].count == 2
    for table in page.context["tables"]:
        assert sum(line.count for line in table.lines) == 2, table.title
        for line in table.lines:
            opened = client.get(line.address)
            assert opened.context["page"].paginator.count == line.count, (table.title, line.label)
    book = client.get(reverse("publishing:export_figures"), {"first": "2026-01-01", "last": "2026-12-31"})
    assert "说明" in openpyxl.load_workbook(io.BytesIO(book.content)).sheetnames
    assert client.get(reverse("publishing:counted_records"), {"by_unit": "x"}).status_code == 404


# --------------------------------------------------------------------------------------------- who may come here

READING = ("records", "export_records", "review", "withdrawals", "print_withdrawals", "figures", "export_figures")
OF_A_RECORD = ("record", "preview", "edit_record", "review")


def test_discipline_reads_all_and_changes_nothing(office_client: Office, house: House) -> None:
    record, client = house.sent(), office_client(house.people["discipline"])
    for name in READING:
        assert client.get(reverse(f"publishing:{name}")).status_code == 200, name
    page = client.get(address("record", record))
    assert page.status_code == 200
    assert page.context["offers"] == []
    assert client.get(address("edit_record", record)).status_code in (302, 403)
    assert client.get(reverse("publishing:new_record")).status_code in (302, 403)
    for act in ACTS:
        before = Record.objects.get().version
        client.post(address("record_act", record, act), {"comment": "x", "ground": "x"})
        assert Record.objects.get().version == before, act
    assert client.post(address("review", record), {"pass": "1"}).status_code == 422


def test_another_agencys_people_find_nothing(office_client: Office, house: House) -> None:
    record = house.sent()
    for role in (Role.EDITOR, Role.HANDLER, Role.REVIEWER, Role.SECRECY_REVIEWER, Role.SIGNER, Role.RESEARCHER):
        client = office_client(MembershipFactory(role=role).user)
        for name in OF_A_RECORD:
            assert client.get(address(name, record)).status_code in (302, 403, 404), (role, name)
        shown = client.get(reverse("publishing:records"), {"tab": "all"})
        assert record.title not in text_of(shown)
        client.post(address("record_act", record, "tongguo"), {})
    assert Record.objects.get().stage == Stage.FIRST


def test_administrators_and_the_public_come_nowhere(office_client: Office, house: House) -> None:
    record = house.sent()
    for client in (office_client(UserFactory(system=True)), office_client(UserFactory(audit=True)), office_client()):
        for where in (*(reverse(f"publishing:{name}") for name in READING), address("record", record)):
            assert client.get(where).status_code == 302, where


def test_other_columns_are_folded_away_until_one_is_chosen_and_an_error_leads_to_its_field(
    office_client: Office, house: House
) -> None:
    record, second = house.draft(), column_of(house.agency, "政策文件")
    desk = office_client(house.editor)
    page = text_of(desk.get(address("edit_record", record)))
    assert '<details class="fold" id="also-in"><summary>同时发布到其他栏目：<span data-ticked>没有选择' in page
    desk.post(address("edit_record", record), posted(desk, record, also_in=[second.pk]))
    page = text_of(desk.get(address("edit_record", record)))
    assert 'id="also-in" open' in page
    assert "已选1个" in page
    sent = house.sent()
    refused = text_of(office_client(house.people["first"]).post(address("review", sent), {"return": "1"}))
    assert 'role="alert" tabindex="-1" autofocus' in refused
    assert '<a href="#return_comment">退回理由：' in refused
    assert '退回理由<span class="required">必填' in refused


def test_without_a_column_the_screen_says_why_and_whom_to_ask(office_client: Office) -> None:
    editor = MembershipFactory(role=Role.EDITOR)
    page = text_of(office_client(editor.user).get(reverse("publishing:new_record")))
    assert "本机关还没有网站或者专栏" in page
    assert reverse("publishing:make_site") in page
    editor.department = DepartmentFactory(agency=editor.agency)
    editor.save()
    page = text_of(office_client(editor.user).get(reverse("publishing:new_record")))
    assert "请本机关的编辑（不限内设机构的）在“栏目和事项”建立网站" in page


def test_a_missing_organisation_code_is_told_to_whoever_sends(office_client: Office, house: House) -> None:
    desk, record = office_client(house.editor), house.draft()
    house.agency.publishing_office.organisation_code = ""
    house.agency.publishing_office.save()
    page = text_of(desk.post(address("record_act", record, "songshen"), {}, follow=True))
    assert "本机关尚未填写九位组织机构代码" in page
    assert "“主动公开设置”中填写" in page


def test_a_leak_leads_to_whoever_says_what_was_done_about_it(office_client: Office, house: House) -> None:
    record = RecordFactory(agency=house.agency, column=house.column, published=True)
    signer, secrecy = office_client(house.people["third"]), office_client(house.people["secrecy"])
    said = {"kind": "personal", "ground": "附件含电话", "manner": "notice", "notice": "附件有误。"}
    page = text_of(signer.post(address("record_act", record, "chehui"), said, follow=True))
    assert "请保密审查员或者签发人登记处置情况" in page
    assert "公众看不到内容，原地址显示撤回说明" in page
    handling = reverse("publishing:handle_withdrawal", args=[Withdrawal.objects.get().public_id])
    assert handling in page
    assert handling not in text_of(office_client(house.editor).get(address("record", record)))
    assert "未登记" in text_of(secrecy.get(reverse("publishing:print_withdrawals")))
    assert "泄露待登记处置情况" in text_of(secrecy.get("/office/"))
    secrecy.post(handling, {"handling": "已联系转载网站删除", "closed_on": ""})
    assert "泄露待登记处置情况" not in text_of(secrecy.get("/office/"))
