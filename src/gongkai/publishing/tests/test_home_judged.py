"""Who puts out a home page has seen all of it: drawn as the public will see it, every word listed; or sends it back."""

import json

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail import blocks

from gongkai.agencies.action import Refused
from gongkai.agencies.enums import Role
from gongkai.agencies.tests.factories import AgencyFactory, MembershipFactory
from gongkai.publishing.blocks import columns_in, offering, outline
from gongkai.publishing.columns.home import ComposeHome, PublishHome, ReturnHome, draft_of, return_of
from gongkai.publishing.models import SiteHome
from gongkai.publishing.office.columns_home import waiting_homes
from gongkai.publishing.tests.factories import column_of, site_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def everything(column):
    """A body with a block of every kind, each field filled in with words that stand nowhere else."""
    return [
        {"type": "latest", "value": {"title": "最新消息", "columns": [column.pk], "rows": 5}},
        {"type": "side_by_side", "value": {"columns": [column.pk, column.pk], "rows": 4}},
        {"type": "links", "value": {"title": "常用服务", "links": [
            {"text": "办事大厅", "column": None, "address": "https://example.gov.cn/a", "note": "周末也开"},
            {"text": "看通知", "column": column.pk, "address": "", "note": ""},
        ]}},
        {"type": "notice", "value": {"title": "公告", "text": "<p>本周<b>停办</b>一天</p>"}},
        {"type": "figures", "value": {"title": "一年", "figures": [
            {"value": "12件", "label": "新收", "source": "来自统计年报"},
        ]}},
        {"type": "library", "value": {"title": "新文件", "rows": 3}},
        {"type": "application", "value": {"title": "我要申请", "text": "任何人都可以申请"}},
        {"type": "topics", "value": {"title": "几个专题", "rows": 2}},
    ]  # fmt: skip


WORDS = (
    "最新消息", "常用服务", "办事大厅", "https://example.gov.cn/a", "周末也开", "看通知", "公告", "停办", "一年",
    "12件", "新收", "来自统计年报", "新文件", "我要申请", "任何人都可以申请", "几个专题",
)  # fmt: skip


def body_of(home, rows):
    return type(home)._meta.get_field("body").to_python(rows)


@pytest.fixture
def agency():
    return AgencyFactory()


@pytest.fixture
def people(agency):
    roles = {"editor": Role.EDITOR, "reviewer": Role.REVIEWER, "signer": Role.SIGNER}
    return {name: MembershipFactory(agency=agency, role=role).user for name, role in roles.items()}


@pytest.fixture
def waiting(agency, people):
    """A home page with a draft of every kind of block, composed by the editor."""
    column = column_of(agency)
    home = SiteHome.objects.get(issuer=agency)
    ComposeHome(people["editor"], home, body_of(home, everything(column))).perform()
    return SiteHome.objects.get(pk=home.pk)


def labels(user):
    panel = waiting_homes(user, TODAY)
    return [row.label for row in panel.rows] if panel else []


def test_the_judge_sees_the_draft_drawn_and_every_word_of_it(waiting, agency, people, office_client):
    client = office_client(people["reviewer"])
    tab = client.get(reverse("publishing:home")).content.decode()
    assert [word for word in WORDS if word not in tab] == []
    preview = reverse("publishing:preview_home", args=[waiting.public_id])
    assert preview in tab
    drawn = client.get(preview)
    assert "no-store" in drawn["Cache-Control"]
    assert [word for word in ("来自统计年报", "停办", "任何人都可以申请", "周末也开") if word not in drawn.text] == []
    assert len(SiteHome.objects.get(pk=waiting.pk).body) == 0
    stranger = office_client(MembershipFactory(role=Role.REVIEWER).user)
    assert stranger.get(preview).status_code == 404


def test_sent_back_with_a_reason_and_composed_anew(waiting, people, office_client):
    editor, reviewer, signer = people["editor"], people["reviewer"], people["signer"]
    assert (labels(editor), labels(reviewer), labels(signer)) == ([], ["首页草稿待审核发布"], ["首页草稿待审核发布"])
    number = waiting.latest_revision_id
    with pytest.raises(Refused, match="没有此项权限"):
        ReturnHome(editor, waiting, revision=number, reason="x").perform()
    with pytest.raises(Refused, match="请写明退回理由"):
        ReturnHome(reviewer, waiting, revision=number, reason=" ").perform()
    back = office_client(reviewer).post(
        reverse("publishing:return_home", args=[waiting.public_id]), {"revision": number, "reason": "来源写错了"}
    )
    assert back.status_code == 302
    with pytest.raises(Refused, match="已经退回"):
        PublishHome(signer, waiting, revision=number).perform()
    assert (labels(editor), labels(reviewer)) == (["首页草稿已退回"], [])
    assert "来源写错了" in office_client(editor).get(reverse("publishing:home")).text
    ComposeHome(editor, waiting, body_of(waiting, [])).perform()
    fresh = draft_of(SiteHome.objects.get(pk=waiting.pk))[1]
    assert return_of(fresh) is None
    assert (labels(editor), labels(reviewer)) == ([], ["首页草稿待审核发布"])
    PublishHome(signer, waiting, revision=fresh.pk).perform()
    assert labels(reviewer) == []


def test_nobody_is_asked_to_judge_his_own(waiting, agency, people):
    both = MembershipFactory(agency=agency, role=Role.EDITOR).user
    MembershipFactory(agency=agency, role=Role.REVIEWER, user=both)
    assert labels(both) == ["首页草稿待审核发布"]
    ComposeHome(both, waiting, body_of(waiting, [])).perform()
    assert labels(both) == []
    assert labels(people["reviewer"]) == ["首页草稿待审核发布"]


def test_the_panel_asks_the_database_once_however_many_homes(waiting, people, django_assert_num_queries):
    reviewer = people["reviewer"]
    for _ in range(3):
        MembershipFactory(user=reviewer, role=Role.REVIEWER, agency=(other := AgencyFactory()))
        home = site_of(other)
        ComposeHome(None, home, body_of(home, [])).perform()
    reviewer = type(reviewer).objects.get(pk=reviewer.pk)
    assert reviewer.scope.memberships
    with django_assert_num_queries(1):
        (row,) = waiting_homes(reviewer, TODAY).rows
    assert row.count == 4


def test_columns_are_chosen_from_a_select_of_the_sites_own(waiting, agency, people, office_client):
    column_of(AgencyFactory(), "别的机关的栏目")
    page = office_client(people["editor"]).get(reverse("publishing:compose_home", args=[waiting.public_id])).text
    offered = [title for title in ("通知公告", "别的机关的栏目") if json.dumps(title)[1:-1] in page]
    assert offered == ["通知公告"]
    assert "AdminPageChooser" not in page


def test_a_choice_is_stored_as_it_was(waiting, agency):
    """What was stored by the chooser loads, and what the select sends is stored just so."""
    (column,) = {column.pk: column for column in [waiting.get_children().first().specific]}.values()
    made = offering([(column.pk, column.title)])
    latest = made.child_blocks["latest"]
    value = latest.value_from_datadict(
        {"x-title": "新", "x-columns-count": "1", "x-columns-0-value": str(column.pk), "x-columns-0-order": "0",
         "x-columns-0-deleted": "", "x-columns-0-type": "item", "x-rows": "6"}, {}, "x",
    )  # fmt: skip
    assert latest.clean(value)["columns"][0] == column
    stored = draft_of(waiting)[0].body
    assert columns_in(stored) == {column.pk}
    assert latest.get_form_state(stored[0].value)["columns"][0]["value"] == [str(column.pk)]
    # The list is that of this form alone.
    again = offering([]).child_blocks["latest"].child_blocks["columns"].child_block
    assert isinstance(again, blocks.PageChooserBlock)
    assert len(list(again.field.widget.choices)) == 1
    assert outline(stored)[0].kind == "最新信息"
