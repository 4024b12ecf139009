"""The screens of authorities, people and the ledger, tried by who may and by who may not."""

from datetime import date

import pytest
from django.urls import reverse
from lxml import html

from gongkai.agencies.actions import CreateAgency, RenameAgency
from gongkai.agencies.enums import Administrator, Role
from gongkai.agencies.models import Agency, User
from gongkai.agencies.office import urls
from gongkai.agencies.tests.factories import AgencyFactory, DepartmentFactory, MembershipFactory, UserFactory
from gongkai.ledger.actions import append
from gongkai.ledger.models import Entry

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


def addresses():
    """Every address of these screens, with a record for those that need one."""
    held = MembershipFactory()
    given = {"code": held.agency.code, "public_id": held.user.public_id, "role_id": held.public_id}
    for pattern in urls.urlpatterns:
        names = pattern.pattern.converters
        yield reverse(f"agencies:{pattern.name}", kwargs={name: given[name] for name in names})


def test_nobody_else_gets_in(office_client, people):
    readers = [office_client(people.handler), office_client(people.stranger), office_client()]
    for address in addresses():
        for client in readers:
            assert client.get(address).status_code == 302, address
            assert client.post(address).status_code == 302, address
    assert Entry.objects.count() == 0


@pytest.mark.parametrize("part", Administrator.values)
def test_each_administrator_opens_only_the_own_screens(office_client, part):
    client = office_client(UserFactory(administrator=part))
    opened = {address.split("/")[2] for address in addresses() if client.get(address).status_code == 200}
    assert (
        opened
        == {
            Administrator.SYSTEM: {"jiguan", "renyuan"},
            Administrator.SECURITY: {"jiguan", "renyuan"},
            Administrator.AUDIT: {"taizhang"},
        }[Administrator(part)]
    )


def test_the_menu_shows_what_one_may_open(office_client):
    for part, shown in ((Administrator.SYSTEM, True), (Administrator.AUDIT, False)):
        page = office_client(UserFactory(administrator=part)).get("/office/").content.decode()
        assert ("/office/renyuan/" in page) is shown
        assert ("/office/taizhang/" in page) is not shown


def test_an_agency_is_made_renamed_and_found_by_its_old_name(office_client):
    client = office_client(UserFactory(system=True))
    filled = {
        "code": "ZRZY",
        "name": "某市国土局",
        "level": "county",
        "kind": "department",
        "ground": "某编〔2026〕1号",
    }
    assert client.post(reverse("agencies:create"), filled).status_code == 302
    renamed = {"name": "某市自然资源局", "short_name": "", "on": "2026-01-05"}
    assert client.post(reverse("agencies:rename", args=["ZRZY"]), renamed).status_code == 302
    assert Agency.objects.get().name == "某市自然资源局"
    assert Entry.objects.first().ground == "某编〔2026〕1号"
    assert "某市自然资源局" in client.get(reverse("agencies:list"), {"q": "某市国土局"}).content.decode()
    assert "用至 2026-01-05" in client.get(reverse("agencies:agency", args=["ZRZY"])).content.decode()


def test_what_refuses_is_shown_and_nothing_typed_is_lost(office_client):
    AgencyFactory(code="ZRZY")
    filled = {"code": "ZRZY", "name": "新的局", "level": "county", "kind": "department"}
    response = office_client(UserFactory(system=True)).post(reverse("agencies:create"), filled)
    assert response.status_code == 422
    assert "机关代码 ZRZY 已被使用。" in response.content.decode()
    assert 'value="新的局"' in response.content.decode()


def test_script_in_a_name_is_text(office_client):
    CreateAgency(None, code="X1", name="<script>alert(1)</script>").perform()
    page = office_client(UserFactory(system=True)).get(reverse("agencies:list")).content.decode()
    assert "<script>alert" not in page


def test_an_account_is_made_by_one_and_given_its_role_by_another(office_client):
    agency = AgencyFactory()
    system, security = office_client(UserFactory(system=True)), office_client(UserFactory(security=True))
    filled = {"username": "bianji", "display_name": "编辑", "password": PASSWORD, "again": PASSWORD}
    assert system.post(reverse("agencies:create_user"), filled).status_code == 302
    user = User.objects.get(username="bianji")
    grant, role = reverse("agencies:grant", args=[user.public_id]), {"role": Role.EDITOR, "agency": agency.pk}
    assert system.post(grant, role).status_code == 302
    assert not user.memberships.exists()
    assert security.post(grant, role).status_code == 302
    held = user.memberships.current().get()
    assert security.post(reverse("agencies:end_role", args=[user.public_id, held.public_id])).status_code == 302
    assert not user.memberships.current().exists()


def test_departments_are_offered_under_their_agency_and_another_agencys_is_refused(office_client):
    here, there = AgencyFactory(name="甲局"), AgencyFactory(name="乙局")
    DepartmentFactory(agency=here, name="甲科")
    elsewhere = DepartmentFactory(agency=there, name="乙科")
    DepartmentFactory(agency=AgencyFactory(name="丙局", abolished_on=date(2020, 1, 1)), name="丙科")
    user, security = UserFactory(), office_client(UserFactory(security=True))
    grant = reverse("agencies:grant", args=[user.public_id])
    form = html.fromstring(security.get(grant).content).xpath("//main//form")[0]
    listed = {group.get("label"): group.xpath("option/text()") for group in form.xpath(".//optgroup")}
    assert listed == {"甲局": ["甲科"], "乙局": ["乙科"]}
    assert [select.xpath("option[1]/text()") for select in form.xpath(".//select")] == [
        ["请选择"],
        ["请选择"],
        ["不限"],
    ]
    filled = {"role": Role.HANDLER, "agency": here.pk, "department": elsewhere.pk}
    response = security.post(grant, filled)
    assert response.status_code == 422
    assert "内设机构不属于该机关。" in response.content.decode()
    assert not user.memberships.exists()


@pytest.mark.parametrize(("password", "again"), [("short", "short"), ("123456789012", "123456789012"), (PASSWORD, "x")])
def test_a_weak_or_mistyped_password_is_refused(office_client, password, again):
    filled = {"username": "bianji", "display_name": "编辑", "password": password, "again": again}
    response = office_client(UserFactory(system=True)).post(reverse("agencies:create_user"), filled)
    assert response.status_code == 422
    assert not User.objects.filter(username="bianji").exists()


def test_the_system_administrator_sets_no_other_administrators_password(office_client):
    security = UserFactory(security=True)
    response = office_client(UserFactory(system=True)).post(
        reverse("agencies:password", args=[security.public_id]), {"password": PASSWORD, "again": PASSWORD}
    )
    assert response.status_code == 422
    security.refresh_from_db()
    assert not security.check_password(PASSWORD)


def test_the_ledger_is_read_by_the_audit_administrator_in_words(office_client):
    agency = CreateAgency(None, code="ZRZY", name="某市自然资源局").perform()
    RenameAgency(
        UserFactory(system=True, display_name="系统管理员甲"), agency, on=agency.created_at.date(), name="新名"
    ).perform()
    page = office_client(UserFactory(audit=True)).get(reverse("agencies:ledger")).content.decode()
    for word in ("机关更名", "系统管理员甲", "服务器命令行", "机关 ZRZY"):
        assert word in page
    assert "agencies.agency" not in page
    assert 'value="agency.renamed"' in page


def test_the_ledger_shows_a_record_of_an_unknown_kind_as_it_is_written(office_client):
    append("gone.event", actor="a", subject="gone.model:abc")
    assert "gone.model:abc" in office_client(UserFactory(audit=True)).get(reverse("agencies:ledger")).content.decode()


def test_the_discipline_office_reads_the_chains_of_its_authority_and_its_units_only(office_client):
    held = MembershipFactory(role=Role.DISCIPLINE)
    MembershipFactory(user=held.user, role=Role.HANDLER, agency__code="OTHER")
    append("own.event", actor="a", agency=held.agency.code)
    append("units.event", actor="a", agency=AgencyFactory(parent=held.agency).code)
    append("others.event", actor="a", agency="OTHER")
    append("platform.event", actor="a")
    page = office_client(held.user).get(reverse("agencies:ledger")).content.decode()
    assert "own.event" in page
    assert "units.event" in page
    assert "others.event" not in page
    assert "platform.event" not in page


def test_the_list_costs_the_same_however_long(office_client, django_assert_max_num_queries):
    AgencyFactory.create_batch(60)
    MembershipFactory.create_batch(60)
    client = office_client(UserFactory(system=True))
    for name in ("list", "people"):
        with django_assert_max_num_queries(10):
            page = client.get(reverse(f"agencies:{name}"), {"page": 2}).content.decode()
        assert "上一页" in page


def test_a_new_installation_names_its_next_steps_and_a_running_one_does_not(office_client):
    system = UserFactory(system=True)
    page = office_client(system).get("/office/").content.decode()
    for step in ("任命为安全管理员", "任命第三个人为审计管理员", "建立机关", "再由安全管理员授予角色", "建立网站"):
        assert step in page
    UserFactory(administrator=Administrator.SECURITY)
    UserFactory(administrator=Administrator.AUDIT)
    MembershipFactory()
    page = office_client(system).get("/office/").content.decode()
    assert "任命第三个人" not in page
    assert "再由安全管理员授予角色" not in page


def test_level_and_nature_are_corrected_with_a_reason(office_client):
    agency = AgencyFactory(level="county", kind="department")
    client, address = office_client(UserFactory(system=True)), reverse("agencies:correct", args=[agency.code])
    assert client.post(address, {"level": "township", "kind": "township", "ground": ""}).status_code == 422
    assert client.post(address, {"level": "county", "kind": "department", "ground": "误"}).status_code == 422
    assert client.post(address, {"level": "township", "kind": "township", "ground": "登记有误"}).status_code == 302
    agency.refresh_from_db()
    assert (agency.level, agency.kind) == ("township", "township")
    entry = Entry.objects.get(kind="agency.corrected")
    assert entry.ground == "登记有误"
    assert (
        "更正机关的层级和性质"
        in office_client(UserFactory(administrator=Administrator.AUDIT))
        .get(reverse("agencies:ledger"))
        .content.decode()
    )


def test_a_person_s_page_offers_only_what_the_reader_may_do(office_client):
    security, audit = UserFactory(administrator=Administrator.SECURITY), UserFactory(administrator=Administrator.AUDIT)
    person, system = UserFactory(), UserFactory(system=True)

    def acts(reader, about):
        page = office_client(reader).get(reverse("agencies:person", args=[about.public_id])).content.decode()
        return [word for word in ("授予角色", "管理员任免") if f">{word}<" in page]

    assert acts(security, person) == ["授予角色", "管理员任免"]
    assert acts(security, audit) == ["管理员任免"]
    assert acts(security, security) == []
    assert acts(system, person) == []
    security.is_active = False
    security.save()
    assert acts(system, person) == ["管理员任免"]
