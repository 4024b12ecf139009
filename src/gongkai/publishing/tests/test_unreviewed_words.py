"""What goes public without anybody's review passes the same check as records do; who writes it is told so."""

import pytest
from django.urls import reverse
from django.utils import timezone

from gongkai.agencies.action import Refused
from gongkai.agencies.enums import Role
from gongkai.agencies.models import AgencyProfile, Leader
from gongkai.agencies.tests.factories import AgencyFactory, MembershipFactory
from gongkai.publishing.actions.withdrawing import Withdraw
from gongkai.publishing.column_models import PublishingOffice
from gongkai.publishing.columns.actions import AddColumn, ChangeColumn
from gongkai.publishing.columns.home import ComposeHome, PublishHome
from gongkai.publishing.enums import ColumnView, WithdrawalKind
from gongkai.publishing.guard.words import SEEN_AT_ONCE, against, line, markup, office_telephone
from gongkai.publishing.models import SiteHome, WorkPoint
from gongkai.publishing.profiles import ChangeProfile, SaveLeader
from gongkai.publishing.tests.factories import RecordFactory, column_of, site_of
from gongkai.publishing.work_points import SaveWorkPoint

pytestmark = pytest.mark.django_db
NUMBER = "11010519491231002X"
MOBILE = "13812345678"


@pytest.fixture
def agency():
    return AgencyFactory()


def refused(action, place):
    """The one sentence of a refusal, which names the place and never the number."""
    with pytest.raises(Refused) as caught:
        action.perform()
    (sentence,) = caught.value.reasons
    assert sentence.startswith(f"“{place}”中有居民身份证号码，")
    assert NUMBER not in sentence


def test_what_blocks_a_record_blocks_these_words(agency, django_assert_num_queries):
    assert against(agency, [line("内容", "见内部网址之外的说明"), line("空", "")]) == []
    agency.refresh_from_db()
    with django_assert_num_queries(1):
        found = against(agency, [line("内容", f"张某 {NUMBER} {NUMBER}"), markup("说明", f"<p>电话 {MOBILE}</p>")])
    assert [sentence.split("，")[0] for sentence in found] == ["“内容”中有居民身份证号码", "“说明”中有手机号码"]
    assert "可以公开的电话和邮箱" not in found[0]
    assert "可以公开的电话和邮箱" in found[1]


def test_the_offices_own_telephones_may_stand(agency):
    assert against(agency, [office_telephone("联系电话", MOBILE)]) == []
    assert against(agency, [office_telephone("联系电话", NUMBER)])
    assert against(agency, [line("概况", f"找我 {MOBILE}")])
    PublishingOffice.objects.create(agency=agency, office_lines=MOBILE)
    agency.refresh_from_db()
    assert against(agency, [line("概况", f"找我 {MOBILE}")]) == []


def test_a_work_point(agency):
    column = column_of(agency, "工作要点", view=ColumnView.WORK_POINTS)
    said = {"year": 2026, "number": 1}
    refused(SaveWorkPoint(None, WorkPoint(column=column), text=f"公开 {NUMBER}", **said), "要点内容")
    SaveWorkPoint(None, WorkPoint(column=column), text="公开预算", **said).perform()


def test_the_notice_of_a_withdrawal(agency):
    record = RecordFactory(agency=agency, published=True)

    def taken(notice):
        return Withdraw(None, record, WithdrawalKind.PERSONAL, "泄露", now=timezone.now(), notice=notice)

    refused(taken(f"误登 {NUMBER}"), "公开说明")
    # The reason stays inside, and may have to name what it is about.
    Withdraw(None, record, WithdrawalKind.PERSONAL, f"误登 {NUMBER}", now=timezone.now(), notice="内容有误").perform()


def test_profile_and_heads(agency):
    today = timezone.localdate()
    refused(ChangeProfile(None, agency, today=today, overview=f"联系人 {NUMBER}"), "概况")
    ChangeProfile(None, agency, today=today, overview="依法设立。", phone=MOBILE).perform()
    assert AgencyProfile.objects.get(agency=agency).phone == MOBILE
    head = {"name": "某某", "post": "局长", "number": 1}
    refused(SaveLeader(None, Leader(agency=agency), today=today, duties=f"主持工作 {NUMBER}", **head), "工作分工")


def test_what_a_column_says_of_itself(agency):
    column = column_of(agency)
    refused(ChangeColumn(None, column, description=f"经办人 {NUMBER}"), "栏目描述")
    said = {"title": "专栏", "keywords": f"张某,{NUMBER}"}
    refused(AddColumn(None, site_of(agency), today=timezone.localdate(), **said), "栏目关键词")


def home_with(agency, source):
    home = site_of(agency)
    figure = {"value": "12", "label": "办结", "source": source}
    blocks = [{"type": "figures", "value": {"title": "一年", "figures": [figure]}}]
    blocks.append({"type": "notice", "value": {"title": "", "text": "<p>欢迎</p>"}})
    return home, type(home)._meta.get_field("body").to_python(blocks)


def test_words_of_a_home_page_when_composed_and_when_put_out(agency):
    home, body = home_with(agency, f"统计 {NUMBER}")
    refused(ComposeHome(None, home, body), "首页第1块（关键数字）的来源")
    # A draft from before this rule, or one that was right when it was written, is looked at again.
    home.body = body
    home.save_revision()
    waiting = SiteHome.objects.get(pk=home.pk).latest_revision_id
    refused(PublishHome(None, home, revision=waiting), "首页第1块（关键数字）的来源")
    ComposeHome(None, home, home_with(agency, "统计")[1]).perform()


@pytest.mark.parametrize("name", ["edit_profile", "add_leader", "add_point", "withdraw", "change_column"])
def test_the_form_says_that_the_public_sees_it_at_once(agency, office_client, name):
    client = office_client(MembershipFactory(agency=agency, role=Role.EDITOR).user)
    column = column_of(agency, "工作要点", view=ColumnView.WORK_POINTS)
    record = RecordFactory(agency=agency, published=True)
    address = {
        "edit_profile": ("publishing:edit_profile", agency.code),
        "add_leader": ("publishing:add_leader", agency.code),
        "add_point": ("publishing:add_point", column.public_id),
        "change_column": ("publishing:change_column", column.public_id),
        "withdraw": ("publishing:record_act", record.public_id, "chehui"),
    }[name]
    page = client.get(reverse(address[0], args=address[1:])).content.decode()
    assert SEEN_AT_ONCE in page or "公众立即看到" in page
