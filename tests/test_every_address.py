"""Every address of both processes, tried by everybody: who has nothing to do with a thing sees and changes none of it.

The addresses are read from the two processes themselves, so that a new one is tried as soon as it is there, and fails
here until there is something for its arguments (`tests.support.addresses`).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookies import SimpleCookie
from itertools import chain, product
from typing import Any

import pytest
from conftest import role_settings
from django.conf import settings as configured
from django.core import signing
from django.db import connection, transaction
from django.test import Client

from gongkai.agencies.enums import READING_ROLES, Administrator, Role
from gongkai.agencies.models import User
from gongkai.agencies.tests.factories import AgencyFactory, MembershipFactory, UserFactory
from gongkai.site.closed import CLOSED
from tests.support.addresses import NOT_NOW, NOT_TRIED, NoObject, filled, of_office, of_public, routes
from tests.support.one_of_each import OPEN, SECRET, OneOfEach, somebody

pytestmark = pytest.mark.django_db
ACTING = tuple(role for role in Role if role not in READING_ROLES)

OPEN_TO_ALL = (
    "/office/login/", "/office/logout/", "/office/password_reset/", "/office/sprite/", "/office/jsi18n/", "/documents/",
)  # fmt: skip
"""Where somebody not logged in is not sent to the login: the login itself, Wagtail's drawings and words, files."""

OURS = tuple(f"office/{each}/" for each in ("shenqing", "fabu", "wenjianku", "nianbao", "fuyi-susong", "rili"))
"""Where the screens of our rooms begin that whoever works at an agency may open."""

NOTED = ("django_session", "wagtailusers_userprofile", "wagtailadmin_editingsession")
"""What any visit may write: of the visitor himself."""

WAGTAILS_FAULTS = {("post", "/office/choose-external-link/"): "takes a form without any field for one with an address"}
"""Where Wagtail itself fails over a form without any field; nothing is shown or changed there."""

DUTIES: dict[str, tuple[str, ...]] = {
    Administrator.SYSTEM: ("/office/jiguan/", "/office/renyuan/"),
    Administrator.SECURITY: ("/office/jiguan/", "/office/renyuan/"),
    Administrator.AUDIT: ("/office/taizhang/",),
}
"""What an administrator is there for: the agencies and people of all, and the ledger, which repeats the grounds."""

_WRITING = re.compile(
    r'\s*(?P<act>INSERT|UPDATE|DELETE|REPLACE)\s(?:OR \w+ )?(?:INTO |FROM )?"?(?P<table>\w+)', re.IGNORECASE
)


@dataclass(frozen=True)
class Answer:
    """What somebody got at an address, and what it wrote."""

    status: int
    location: str
    content: bytes
    writes: tuple[str, ...]
    fault: str

    def shows(self, words: str) -> bool:
        """Whether the words stand in it: in its text, or in any part of an office file or archive."""
        sought = words.encode()
        if sought in self.content:
            return True
        if not self.content.startswith(b"PK\x03\x04"):
            return False
        with zipfile.ZipFile(io.BytesIO(self.content)) as archive:
            return any(sought in archive.read(name) for name in archive.namelist())


@dataclass(frozen=True)
class Visitor:
    """Somebody at one of the processes."""

    name: str
    client: Client
    cookies: str = ""

    def tries(self, address: str, method: str, query: dict[str, str] | None = None) -> Answer:
        """Ask for the address, and undo what that did: also to the browser, which may have been logged out."""
        self.client.cookies = SimpleCookie(self.cookies)
        with transaction.atomic(), _watched() as writes:
            response = getattr(self.client, method)(address, query or {})
            content = b"".join(response.streaming_content) if response.streaming else response.content
            transaction.set_rollback(True)
        fault = getattr(response, "exc_info", None)
        return Answer(
            response.status_code,
            response.get("Location", ""),
            content,
            tuple(writes),
            f"{fault[0].__name__}: {fault[1]}" if fault else "",
        )


@contextmanager
def _watched() -> Iterator[list[str]]:
    """The tables that are written to meanwhile."""
    tables: list[str] = []

    def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        found = _WRITING.match(sql)
        if found and found["table"] not in NOTED:
            tables.append(f"{found['act']} {found['table']}")
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        yield tables


def visitor(name: str, user: User | None = None) -> Visitor:
    """The person with a browser of his own; faults become answers."""
    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(user)
    return Visitor(name, client, client.cookies.output(header="", sep=";"))


@pytest.fixture
def at(settings: Any) -> Callable[[str], None]:
    """`at("office")`: from now on requests go to that process."""

    def go(role: str) -> None:
        for name, value in role_settings(role).items():
            setattr(settings, name, value)

    return go


@pytest.fixture
def world(caplog: pytest.LogCaptureFixture, settings: Any) -> OneOfEach:
    # Who asks is told by the cookie alone: of thousands of requests none needs to read and undo a session's row.
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    caplog.set_level("CRITICAL", logger="django.request")
    return OneOfEach()


def addresses(urlconf: str, given: Any) -> dict[str, list[str]]:
    """All of the process with objects, by route; none is left out but those that say why."""
    found: dict[str, list[str]] = {}
    lacking: list[str] = []
    for route in routes(urlconf):
        if route in NOT_TRIED or ("/" + route).startswith(tuple(f"/{each}" for each in CLOSED)):
            continue
        try:
            found[route] = filled(route, given)
        except NoObject as sentence:
            lacking.append(str(sentence))
    assert not lacking, "\n".join(lacking)
    return found


def test_each_address_that_is_not_tried_is_there() -> None:
    there = {*routes(configured.PUBLIC_URLCONF), *routes(configured.OFFICE_URLCONF)}
    assert {*NOT_TRIED, *NOT_NOW} <= there


def test_the_public_site_fails_nobody_and_shows_nothing_that_is_not_public(world: OneOfEach, at: Any) -> None:
    at("public")
    other = Visitor("applicant of another case", Client(raise_request_exception=False), f"case={_another_case()}")
    offences: list[str] = []
    for address in chain(*addresses(configured.PUBLIC_URLCONF, of_public(world)).values()):
        for who in (visitor("public"), other):
            for method in ("get", "post"):
                answer = who.tries(address, method)
                offences += _public_offences(address, answer, f"{method} {address} by {who.name}")
    assert not offences, "\n".join(offences)


def _another_case() -> str:
    return signing.dumps("22222222222a", salt="portal.case")


def _public_offences(address: str, answer: Answer, what: str) -> Iterator[str]:
    counting = ("publishing_viewcount", "applications_failedlookup", "publishing_viewed")
    if answer.status >= 500:
        yield f"{what}: {answer.status} {answer.fault}"
    if answer.shows(SECRET):
        yield f"{what}: shows what is not public ({answer.status})"
    for write in answer.writes:
        if not write.endswith(counting):
            yield f"{what}: {write}"


@pytest.mark.any_database
def test_no_screen_of_the_office_lets_in_who_has_nothing_to_do_with_it(world: OneOfEach, at: Any) -> None:
    here, elsewhere = world.agency, AgencyFactory(code="CS-TA", name="栖岭县测试局")
    switched_off = somebody(here, *ACTING)
    at("office")
    neighbour = visitor("all roles elsewhere", somebody(elsewhere, *ACTING))
    strangers = [
        neighbour,
        visitor("discipline elsewhere", somebody(elsewhere, Role.DISCIPLINE)),
        visitor("researcher", somebody(here, Role.RESEARCHER)),
    ]
    strangers += [visitor(part, UserFactory(administrator=part)) for part in Administrator.values]
    nobodies = [visitor("public"), visitor("switched off", switched_off)]
    switched_off.is_active = False
    switched_off.save()
    of_ours = dict.fromkeys(("agency", "jiguan", "jg"), here.code)
    offences: list[str] = []
    for route, there in addresses(configured.OFFICE_URLCONF, of_office(world)).items():
        for address, method in product(there, ("get", "post")):
            what = f"{method} {address} by"
            for who in nobodies:
                offences += _nobody_offences(address, who.tries(address, method), f"{what} {who.name}")
            for who in strangers:
                own = address.startswith(DUTIES.get(who.name, ("-",)))
                held = _faults if own else _stranger_offences
                offences += held(address, who.tries(address, method), f"{what} {who.name}")
            if "<" not in route:
                answer = neighbour.tries(address, method, of_ours)
                offences += _stranger_offences(address, answer, f"{what} {neighbour.name}, asking for {here.code}")
    assert not offences, f"{len(offences)}\n" + "\n".join(offences)


def _nobody_offences(address: str, answer: Answer, what: str) -> Iterator[str]:
    if not address.startswith(OPEN_TO_ALL) and not _to_login(answer) and address != "/":
        yield f"{what}: {answer.status} {answer.location}"
    yield from _stranger_offences(address, answer, what)


def _faults(address: str, answer: Answer, what: str) -> Iterator[str]:
    if answer.status >= 500 and (what.split()[0], address) not in WAGTAILS_FAULTS:
        yield f"{what}: {answer.status} {answer.fault}"


def _to_login(answer: Answer) -> bool:
    return answer.status in (301, 302) and answer.location.startswith("/office/login/")


def _stranger_offences(address: str, answer: Answer, what: str) -> Iterator[str]:
    yield from _faults(address, answer, what)
    if answer.shows(SECRET) or answer.shows(OPEN):
        yield f"{what}: shows what is another agency's ({answer.status})"
    for write in sorted(set(answer.writes)):
        yield f"{what}: {write}"


def test_no_screen_of_the_office_fails_who_works_here_and_readers_change_nothing(world: OneOfEach, at: Any) -> None:
    at("office")
    for role in set(ACTING) - {Role.HANDLER}:
        MembershipFactory(user=world.owner, agency=world.agency, role=role)
    works, reads = visitor("acting", world.owner), visitor("discipline", somebody(world.agency, Role.DISCIPLINE))
    offences: list[str] = []
    shown = 0
    for route, there in addresses(configured.OFFICE_URLCONF, of_office(world)).items():
        found = False
        for method, address in product(("get", "post"), there):
            for who in (works, reads):
                answer, what = who.tries(address, method), f"{method} {address} by {who.name}"
                offences += _faults(address, answer, what)
                if who is reads or method == "get":
                    offences += [f"{what}: {write}" for write in sorted(set(answer.writes))]
                if who is works:
                    found = found or answer.status not in (404, 405)
                    shown += answer.shows(SECRET)
        if not found and route.startswith(OURS) and route not in NOT_NOW:
            offences.append(f"{route}: nothing is there for who works here")
    assert not offences, f"{len(offences)}\n" + "\n".join(offences)
    assert shown > 100, shown


@pytest.mark.slow
@pytest.mark.any_database
@pytest.mark.parametrize("role", ACTING)
def test_each_role_alone_fails_nowhere_and_reaches_no_other_agency(world: OneOfEach, at: Any, role: Role) -> None:
    here, there = somebody(world.agency, role), somebody(AgencyFactory(code="CS-TA"), role)
    at("office")
    works, stranger = visitor(f"{role} here", here), visitor(f"{role} elsewhere", there)
    offences: list[str] = []
    tried = chain(*addresses(configured.OFFICE_URLCONF, of_office(world)).values())
    for address, method in product(tried, ("get", "post")):
        offences += _faults(address, works.tries(address, method), f"{method} {address} by {works.name}")
        answer = stranger.tries(address, method)
        offences += _stranger_offences(address, answer, f"{method} {address} by {stranger.name}")
    assert not offences, f"{len(offences)}\n" + "\n".join(offences)


@pytest.mark.parametrize("beginning", CLOSED)
def test_what_knows_no_agencies_is_closed_to_everybody(at: Any, beginning: str) -> None:
    at("office")
    below = [route for route in routes(configured.OFFICE_URLCONF) if route.startswith(beginning)]
    assert below
    who = visitor("acting", somebody(AgencyFactory(), *ACTING))
    # A number stands in the place of every argument: the address is closed before anything is looked for.
    numbered = [re.sub(r"<[^>]+>", "1", route) for route in below]
    assert {who.tries(f"/{address}", "get").status for address in numbered} == {404}
    assert visitor("public").tries(f"/{numbered[0]}", "get").location.startswith("/office/login/")
