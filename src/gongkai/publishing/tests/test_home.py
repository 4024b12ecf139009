"""A home page is composed by one person and put out by another; Wagtail's own screens are no way around."""

import json

import pytest
from django.urls import reverse

from gongkai.agencies.action import Refused
from gongkai.agencies.enums import Administrator, Role
from gongkai.agencies.tests.factories import AgencyFactory, MembershipFactory, UserFactory
from gongkai.publishing.columns.home import ComposeHome, PublishHome, draft_of
from gongkai.publishing.models import SiteHome
from gongkai.publishing.tests.factories import column_of, site_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency():
    return AgencyFactory()


def body_of(home, *columns, title="最新"):
    rows = [{"type": "latest", "value": {"title": title, "columns": [column.pk for column in columns], "rows": 5}}]
    return type(home)._meta.get_field("body").to_python(json.dumps(rows))


def person(agency, *roles):
    user = UserFactory()
    for role in roles:
        MembershipFactory(user=user, agency=agency, role=role)
    return user


def test_composed_by_one_put_out_by_another(agency):
    editor, both = person(agency, Role.EDITOR), person(agency, Role.EDITOR, Role.REVIEWER)
    column = column_of(agency)
    home = SiteHome.objects.get(issuer=agency)
    ComposeHome(editor, home, body_of(home, column), seen=0).perform()
    home.refresh_from_db()
    assert len(home.body) == 0
    draft, waiting = draft_of(home)
    assert draft.body[0].value["columns"][0].pk == column.pk
    with pytest.raises(Refused, match="没有此项权限"):
        PublishHome(editor, home, revision=waiting.pk).perform()
    # Who has written an earlier draft of the same change may not put it out either.
    ComposeHome(both, home, body_of(home, column, title="动态"), seen=waiting.pk).perform()
    ComposeHome(editor, home, body_of(home, column, title="要闻")).perform()
    home.refresh_from_db()
    _, waiting = draft_of(home)
    with pytest.raises(Refused, match="不能自己发布"):
        PublishHome(both, home, revision=waiting.pk).perform()
    reviewer = person(agency, Role.REVIEWER)
    home.title = "改了名"
    home.save()
    PublishHome(reviewer, home, revision=waiting.pk).perform()
    home = SiteHome.objects.get(pk=home.pk)
    assert (home.title, home.body[0].value["title"]) == ("改了名", "要闻")
    assert draft_of(home) == (home, None)
    with pytest.raises(Refused, match="没有等待发布"):
        PublishHome(reviewer, home, revision=waiting.pk).perform()
    # A new change begins anew: who wrote the last one may put out this one.
    ComposeHome(editor, home, body_of(home, column)).perform()
    home.refresh_from_db()
    PublishHome(both, home, revision=home.latest_revision_id).perform()


def test_nothing_is_put_out_or_overwritten_unseen(agency):
    editor, reviewer = person(agency, Role.EDITOR), person(agency, Role.REVIEWER)
    home = site_of(agency)
    ComposeHome(editor, home, body_of(home), seen=0).perform()
    first = SiteHome.objects.get(pk=home.pk).latest_revision_id
    with pytest.raises(Refused, match="其他人刚刚保存"):
        ComposeHome(editor, home, body_of(home), seen=0).perform()
    ComposeHome(editor, home, body_of(home), seen=first).perform()
    with pytest.raises(Refused, match="又有改动"):
        PublishHome(reviewer, home, revision=first).perform()


def test_blocks_name_columns_of_the_site_or_of_units_below(agency):
    editor = person(agency, Role.EDITOR)
    home = site_of(agency)
    unit, stranger = column_of(AgencyFactory(parent=agency)), column_of(AgencyFactory(), "外单位栏目")
    ComposeHome(editor, home, body_of(home, unit)).perform()
    with pytest.raises(Refused, match="外单位栏目"):
        ComposeHome(editor, home, body_of(home, unit, stranger)).perform()


@pytest.mark.parametrize("holder", [*Role, *Administrator])
def test_wagtails_own_screens_change_no_page(holder, office_client):
    agency = AgencyFactory()
    column = column_of(agency)
    home = SiteHome.objects.get(issuer=agency)
    if holder in list(Administrator):
        user = UserFactory(administrator=holder)
    else:
        user = MembershipFactory(agency=agency, role=holder).user
    home.save_revision(user=user)
    client = office_client(user)
    elsewhere = site_of(AgencyFactory()).pk
    before = list(SiteHome.objects.values()) + list(type(column).objects.values())
    pk, child = home.pk, column.pk
    fields = {"title": "改", "slug": "gai", "action-publish": "1", "body-count": "0"}
    for name, args in (
        ("wagtailadmin_pages:edit", [pk]),
        ("wagtailadmin_pages:edit", [child]),
        ("wagtailadmin_pages:add", ["publishing", "columnpage", pk]),
        ("wagtailadmin_pages:delete", [child]),
        ("wagtailadmin_pages:move", [child]),
        ("wagtailadmin_pages:move_confirm", [child, elsewhere]),
        ("wagtailadmin_pages:copy", [child]),
        ("wagtailadmin_pages:unpublish", [child]),
        ("wagtailadmin_pages:revisions_revert", [pk, home.latest_revision_id]),
        ("wagtailadmin_pages:set_page_position", [child]),
        ("wagtailadmin_pages:convert_alias", [child]),
    ):
        assert client.post(reverse(name, args=args), fields).status_code != 200, (name, holder)
    bulk = reverse("wagtail_bulk_action", args=["publishing", "basepage", "publish"])
    assert client.post(f"{bulk}?id={pk}", {}).status_code in (302, 403, 404)
    assert list(SiteHome.objects.values()) + list(type(column).objects.values()) == before
