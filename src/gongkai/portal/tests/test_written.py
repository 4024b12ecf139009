"""Pages written whole: there after the first reader, gone with the change, never back with what was true before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from gongkai.agencies.tests.factories import AgencyFactory
from gongkai.portal.models import PublicChange, SiteMarks
from gongkai.portal.site_tree import navigation
from gongkai.portal.written import following, keeping, serving, writer
from gongkai.portal.written.store import EVERYTHING, Store
from gongkai.publishing.signals import column_changed, record_changed
from gongkai.publishing.tests.factories import RecordFactory, column_of


@pytest.fixture
def pages(tmp_path: Path, settings: Any) -> Iterator[Store]:
    """An empty folder of pages."""
    settings.PAGES = tmp_path / "pages"
    keeping.store.cache_clear()
    yield keeping.store()
    keeping.store.cache_clear()


def answered(application: Any, path: str, **environ: str) -> tuple[str, dict[str, str], bytes]:
    """What the WSGI application answers."""
    got: dict[str, Any] = {}

    def start(status: str, headers: list[tuple[str, str]], _error: Any = None) -> None:
        got.update(status=status, headers=dict(headers))

    body = b"".join(application({"REQUEST_METHOD": "GET", "PATH_INFO": path} | environ, start))
    return got["status"], got["headers"], body


def from_django(_environ: Any, start: Callable[..., Any]) -> list[bytes]:
    """Stands for Django."""
    start("200 OK", [])
    return [b"django"]


def test_a_page_written_in_its_generation_is_read_again(pages: Store) -> None:
    assert pages.write("/lm/abc/", b"page", ["agency:ch"], pages.generation())
    assert pages.read("/lm/abc/") == b"page"


def test_a_page_made_before_a_change_is_not_written_after_it(pages: Store) -> None:
    before = pages.generation()
    pages.take_away(["agency:ch"])
    assert not pages.write("/lm/abc/", b"old", ["agency:ch"], before)
    assert pages.read("/lm/abc/") is None


def test_a_change_during_the_writing_takes_the_page_away(pages: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    generation, replace = pages.generation(), Path.replace

    def changed_meanwhile(self: Path, target: Path) -> Path:
        if target.name == "index.html":
            pages.take_away(["agency:ch"])
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", changed_meanwhile)
    assert not pages.write("/lm/abc/", b"old", ["agency:ch"], generation)
    assert pages.read("/lm/abc/") is None


def test_what_hangs_on_a_tag_goes_and_the_rest_stays(pages: Store) -> None:
    for address, tag in (("/lm/a/", "agency:ch"), ("/lm/b/", "agency:ql"), ("/wz/c/", "record:c")):
        pages.write(address, b"x", [tag], pages.generation())
    assert pages.take_away(["agency:ch"], ["/wz/c/"]) == ["/lm/a/"]
    assert [pages.read(address) for address in ("/lm/a/", "/lm/b/", "/wz/c/")] == [None, b"x", None]
    pages.take_away_everything()
    assert pages.read("/lm/b/") is None


@given(st.text(max_size=60))
def test_no_address_leads_out_of_the_folder(address: str) -> None:
    store = Store(Path("/nowhere/pages"))
    file = store.file_of(f"/{address}")
    assert file is None or (Path("/nowhere/pages/live") in file.parents and ".." not in file.parts)


@pytest.mark.parametrize("address", ["/../secret-key/", "/lm/%2e%2e/", "/lm//x/", "/.hidden/", "/lm/x", "/a.php"])
def test_strange_addresses_are_never_files(address: str) -> None:
    assert Store(Path("/nowhere")).file_of(address) is None


def test_what_waits_is_given_once(pages: Store) -> None:
    pages.ask_for(["/lm/a/", "/lm/b/", "/lm/a/", "/../x/"])
    assert list(pages.waiting()) == ["/lm/a/", "/lm/b/"]
    assert list(pages.waiting()) == []


def view(request: HttpRequest) -> HttpResponse:
    """A page that may be kept."""
    return keeping.keep(HttpResponse("内容"), keeping.agency_tag("ch"))


@pytest.mark.parametrize(
    ("path", "cookies", "kept"),
    [
        ("/lm/a/", "", True),
        ("/lm/a/?page=2", "", False),
        ("/lm/a/", "elder=1", False),
        ("/lm/a/", "script=hant", False),
    ],
)
def test_only_the_page_that_everybody_gets_is_kept(pages: Store, path: str, cookies: str, kept: bool) -> None:
    request = RequestFactory().get(path, headers={"cookie": cookies} if cookies else {})
    keeping.KeepPagesMiddleware(view)(request)
    assert (pages.read("/lm/a/") is not None) is kept


@pytest.mark.parametrize("response", [HttpResponse("x", status=404), HttpResponse("x")])
def test_what_no_view_lets_be_kept_is_not(pages: Store, response: HttpResponse) -> None:
    keeping.KeepPagesMiddleware(lambda _request: response)(RequestFactory().get("/lm/a/"))
    assert pages.read("/lm/a/") is None


def test_a_written_page_is_served_with_its_headers_and_is_not_sent_twice(pages: Store) -> None:
    application = serving.WrittenPages(from_django, [("X-Content-Type-Options", "nosniff")])
    assert answered(application, "/lm/a/")[2] == b"django"
    pages.write("/lm/a/", "页".encode(), [], pages.generation())
    status, headers, body = answered(application, "/lm/a/")
    assert (status, body) == ("200 OK", "页".encode())
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert answered(application, "/lm/a/", HTTP_IF_NONE_MATCH=headers["ETag"])[::2] == ("304 Not Modified", b"")
    assert answered(application, "/lm/a/", HTTP_COOKIE="elder=2")[2] == b"django"
    assert answered(application, "/lm/a/", QUERY_STRING="page=2")[2] == b"django"
    assert answered(application, "/lm/a/", REQUEST_METHOD="POST")[2] == b"django"


@pytest.mark.django_db
def test_a_withdrawn_record_takes_its_page_and_the_lists_of_its_agency_with_it(
    pages: Store, django_capture_on_commit_callbacks: Any
) -> None:
    record = RecordFactory(published=True)
    PublicChange.objects.all().delete()  # of the agency and its columns
    generation, code = pages.generation(), record.agency.code
    pages.write("/lm/a/", b"list", [keeping.agency_tag(code)], generation)
    pages.write("/", b"home", [keeping.ALL_SITES], generation)
    pages.write("/lm/other/", b"list", [keeping.agency_tag("other")], generation)
    pages.write(f"/wz/{record.public_id}/", b"record", [keeping.record_tag(record.public_id)], generation)
    with django_capture_on_commit_callbacks(execute=True):
        record_changed.send(type(record), record=record, kind="withdrawn")
        assert pages.read("/lm/a/") == b"list"  # nothing is committed yet
    gone = ("/lm/a/", "/", f"/wz/{record.public_id}/")
    assert [pages.read(address) for address in gone] == [None] * 3
    assert pages.read("/lm/other/") == b"list"
    assert set(pages.waiting()) == set(gone)
    assert not PublicChange.objects.exists()


@pytest.mark.django_db
def test_a_change_whose_process_died_is_followed_by_another(pages: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    pages.write("/lm/a/", b"list", [keeping.agency_tag("ch")], pages.generation())
    following.change_public([keeping.agency_tag("ch")])  # what was to be done on commit is lost
    assert following.follow_abandoned() == 0  # its own process may be at it
    monkeypatch.setattr(following, "_ABANDONED", -following._ABANDONED)
    assert following.follow_abandoned() == 1
    assert pages.read("/lm/a/") is None
    assert not PublicChange.objects.exists()


@pytest.mark.django_db
def test_a_changed_frame_takes_all_pages(pages: Store, django_capture_on_commit_callbacks: Any) -> None:
    pages.write("/lm/a/", b"list", [keeping.agency_tag("ch")], pages.generation())
    with django_capture_on_commit_callbacks(execute=True):
        following.change_public([EVERYTHING])
    assert pages.read("/lm/a/") is None


@pytest.mark.django_db
def test_what_waits_is_asked_for_as_a_reader_would(pages: Store) -> None:
    asked: list[tuple[str, str]] = []

    def application(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        asked.append((environ["PATH_INFO"], environ["HTTP_HOST"]))
        start("200 OK", [])
        return []

    pages.ask_for(["/lm/a/"])
    assert writer.write_waiting(application) == 1
    assert asked == [("/lm/a/", "127.0.0.1:8000")]


@pytest.mark.django_db
def test_the_navigation_is_asked_for_once_and_again_after_a_change(
    pages: Store, settings: Any, django_assert_num_queries: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.ROOT_URLCONF = settings.PUBLIC_URLCONF
    agency = AgencyFactory()
    column_of(agency, "新闻资讯")
    with django_assert_num_queries(2):  # the tree, and the site's marks that stand around every page with it
        assert [entry.label for entry in navigation().entries] == ["新闻资讯"]
        navigation()
    with django_capture_on_commit_callbacks(execute=True):
        page = column_of(agency, "政务公开")
        column_changed.send(type(page), page=page)
    assert [entry.label for entry in navigation().entries] == ["新闻资讯", "政务公开"]
    with django_capture_on_commit_callbacks(execute=True):
        SiteMarks.objects.create(pk=1, name="测试市政府")
    assert navigation().marks.name == "测试市政府"
