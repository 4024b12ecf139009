"""The back office is ours: its name, its language, its menu; and it is not in the public process."""

import re

import pytest

from gongkai.agencies import events
from gongkai.agencies.action import Action
from gongkai.agencies.enums import Administrator, Role
from gongkai.agencies.tests.factories import PASSWORD, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db

# Words of ours, and codes, that are written in Latin letters on purpose.
LATIN = re.compile(r"[A-Za-z]{3,}")


def visible_text(page: str) -> str:
    body = "<body" + page.partition("<body")[2]
    body = re.sub(r"<(script|style|template|noscript)\b.*?</\1>|<!--.*?-->", " ", body, flags=re.DOTALL)
    return re.sub(r"<[^>]+>", " ", body)


def test_the_login_page_is_chinese_and_ours(office_client):
    page = office_client().get("/office/login/").content.decode()
    assert "<title>登录工作后台 - 公开</title>" in page
    assert not LATIN.findall(visible_text(page))
    assert "wagtail.org" not in page


@pytest.mark.parametrize("role", Role.values)
def test_the_dashboard_says_ones_duties(office_client, role):
    held = MembershipFactory(role=role)
    page = office_client(held.user).get("/office/").content.decode()
    assert held.agency.name in page
    assert Role(role).label in page
    assert "wagtail.org" not in page


@pytest.mark.parametrize("part", Administrator.values)
def test_an_administrator_gets_in(office_client, part):
    page = office_client(UserFactory(administrator=part)).get("/office/").content.decode()
    assert Administrator(part).label in page


def test_an_account_without_any_role_is_not_let_in(office_client):
    response = office_client(UserFactory()).get("/office/")
    assert response.status_code == 302
    assert response.url.startswith("/office/login/")


def test_login_by_password(office_client):
    held = MembershipFactory()
    client = office_client()
    response = client.post("/office/login/", {"username": held.user.username, "password": PASSWORD})
    assert response.status_code == 302
    assert client.get("/office/").status_code == 200


def test_everybody_changes_the_own_password(office_client):
    held = MembershipFactory()
    client = office_client(held.user)
    page = client.get("/office/account/").content.decode()
    assert 'name="password-old_password"' in page
    assert "first_name" not in page
    new = "a quite different pass phrase"
    filled = {
        "password-old_password": PASSWORD,
        "password-new_password1": new,
        "password-new_password2": new,
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
        "theme-keyboard_shortcuts": "on",
    }
    assert client.post("/office/account/", filled).status_code == 302
    held.user.refresh_from_db()
    assert held.user.check_password(new)


@pytest.mark.parametrize("path", ["/office/", "/office/login/", "/admin/", "/django-admin/"])
def test_the_public_process_has_no_back_office(public_client, path):
    assert public_client.get(path).status_code == 404


def test_an_officers_cookie_means_nothing_to_the_public_process(public_client, people):
    public_client.force_login(people.handler)
    response = public_client.get("/")
    assert response.status_code == 200
    assert not hasattr(response.wsgi_request, "user")


@pytest.mark.parametrize("client_name", ["public", "office"])
def test_nothing_may_be_loaded_from_elsewhere(client_name, public_client, office_client):
    client, path = {"public": (public_client, "/"), "office": (office_client(), "/office/login/")}[client_name]
    headers = client.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "unsafe-eval" not in policy
    assert "http" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "SAMEORIGIN"


def kinds_of(action):
    """The kinds of events of all actions of the platform (tests make some of their own) below this one."""
    for below in action.__subclasses__():
        if "kind" in vars(below) and ".tests." not in below.__module__:
            yield below.kind
        yield from kinds_of(below)


def test_every_event_that_the_platform_records_has_a_chinese_name():
    recorded = set(kinds_of(Action))
    assert {"annual_report.published", "site.marks_changed", "user.created"} <= recorded
    assert not {kind for kind in recorded if LATIN.search(events.kind_name(kind))}


@pytest.mark.parametrize("path", ["/admin/", "/xxgk/nianbao/"])
def test_an_address_outside_the_back_office_is_refused_in_chinese(office_client, path):
    response = office_client().get(path)
    assert response.status_code == 404
    page = response.content.decode()
    assert "没有这个页面" in page
    assert not LATIN.findall(visible_text(page))
