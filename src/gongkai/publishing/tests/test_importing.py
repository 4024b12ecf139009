"""An existing site is taken over: what was public stays public, a second run changes nothing, the doubtful waits."""

from __future__ import annotations

import json
import zipfile
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.agencies.tests.factories import AgencyFactory
from gongkai.documents.model import UnusableDocument
from gongkai.ledger.models import Entry
from gongkai.publishing.importing.articles import SHANGHAI, Article, read_articles
from gongkai.publishing.importing.fetching import NotFetched
from gongkai.publishing.importing.files import FileMissing, FileSource
from gongkai.publishing.importing.take_over import Columns, Outcome, TakeOver
from gongkai.publishing.live_gate import opened
from gongkai.publishing.models import Attachment, PublicationEvent, PublishingOffice, Record
from gongkai.publishing.tests.factories import column_of, site_of
from gongkai.reports.writing.spreadsheet import write_list

NOW = datetime(2026, 6, 1, 12, 0, tzinfo=SHANGHAI)
CSV = (
    "某局网站信息导出,,,,\n标题,正文,所属栏目,发布时间,索引号\n"
    "关于水库汛期调度的公告,水库水位以汛限水位为准。,政务公开 > 通知公告,2024年5月6日 15:04,014184867/2024-00007\n"
)


def read(rows: list[dict[str, Any]]) -> list[Article]:
    """Articles as a JSON export has them."""
    return list(read_articles(json.dumps(rows, ensure_ascii=False).encode(), "site.json", NOW))


def article(**fields: Any) -> dict[str, Any]:
    """One sound article."""
    return {
        "标题": "关于水库汛期调度的公告", "正文": "<p>水库水位以汛限水位为准。</p>", "栏目": "通知公告",
        "发布时间": "2024-05-06 15:04", "索引号": "014184867/2024-00007",
    } | fields  # fmt: skip


# ---------------------------------------------------------------- reading


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_spreadsheet_with_a_title_above_its_heading_is_read(encoding: str) -> None:
    (read_one,) = read_articles(CSV.encode(encoding), "site.csv", NOW)
    assert (read_one.title, read_one.column) == ("关于水库汛期调度的公告", "政务公开 > 通知公告")
    assert read_one.published_at == datetime(2024, 5, 6, 15, 4, tzinfo=SHANGHAI)
    assert read_one.body == "<p>水库水位以汛限水位为准。</p>"
    assert not read_one.problems


def test_an_excel_file_says_the_same() -> None:
    header = [("标题", 10), ("正文", 10), ("发布时间", 10)]
    data = write_list("导出", header, [["甲公告", "一。\n二。", date(2024, 5, 6)]], "xlsx")
    (read_one,) = read_articles(data, "site.xlsx", NOW)
    assert read_one.body == "<p>一。</p><p>二。</p>"
    assert read_one.published_at == datetime(2024, 5, 6, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"标题": ""}, "没有标题"),
        ({"发布时间": ""}, "没有发布时间"),
        ({"发布时间": "2024-02-30"}, "不是日历上有的日期"),
        ({"发布时间": "2026-06-02"}, "在将来"),
        ({"成文日期": "去年"}, "不是日期"),
    ],
)
def test_what_cannot_be_is_said_of_the_article(fields: dict[str, Any], why: str) -> None:
    (read_one,) = read([article(**fields)])
    assert any(why in problem for problem in read_one.problems)


@pytest.mark.parametrize(
    ("data", "name"),
    [(b"{", "a.json"), (b'"x"', "a.json"), (b"a,b\n1,2\n", "a.csv"), (b"", "a.csv"), (b"%PDF-1.4", "a.pdf")],
)
def test_a_file_of_another_kind_is_refused_in_one_sentence(data: bytes, name: str) -> None:
    with pytest.raises(UnusableDocument):
        list(read_articles(data, name, NOW))


def test_an_unknown_theme_is_left_out_with_a_remark_and_a_known_one_found_in_its_path() -> None:
    known, unknown = read([article(主题分类="其他;城乡建设、环境保护/城市规划"), article(主题分类="某类")])
    assert known.theme in ("other", "construction")
    assert (unknown.theme, len(unknown.remarks)) == ("", 1)


@pytest.mark.parametrize("place", ["../secret", "/etc/passwd", "a/../../b", "C:/x", "", "sub"])
def test_no_place_leads_out_of_the_folder(tmp_path: Path, place: str) -> None:
    inside = tmp_path / "files"
    (inside / "sub").mkdir(parents=True)
    (tmp_path / "secret").write_bytes(b"x")
    (inside / "link").symlink_to(tmp_path / "secret")
    for wanted in (place, "link"):
        with pytest.raises(FileMissing):
            FileSource(inside).read(wanted)


def test_files_come_out_of_a_zip_as_well(tmp_path: Path) -> None:
    packed = tmp_path / "files.zip"
    with zipfile.ZipFile(packed, "w") as out:
        out.writestr("upload/清单.txt", "甲")
    assert FileSource(packed).read("/upload/%E6%B8%85%E5%8D%95.txt") == "甲".encode()


def test_an_address_is_fetched_only_when_asked_for() -> None:
    with pytest.raises(FileMissing, match="--fetch"):
        FileSource().read("https://www.example.gov.cn/a.pdf")
    assert FileSource(fetching=True, fetcher=lambda _url: b"x").read("https://www.example.gov.cn/a.pdf") == b"x"


def test_what_was_fetched_ahead_is_fetched_once_and_what_was_not_to_be_had_is_not_asked_for_again() -> None:
    asked: list[str] = []

    def fetcher(url: str) -> bytes:
        asked.append(url)
        if "gone" in url:
            raise NotFetched("没有取到。")
        return url.encode()

    source = FileSource(fetching=True, fetcher=fetcher)
    here, gone, later = (f"https://www.example.gov.cn/{name}.pdf" for name in ("here", "gone", "later"))
    source.fetch_ahead([here, "/upload/a.pdf", gone, here])
    assert source.read(here) == source.read(here) == here.encode()
    with pytest.raises(FileMissing, match="没有取到"):
        source.read(gone)
    assert asked == [here, gone]
    source.fetch_ahead([later])
    assert source.read(later) == later.encode()
    assert asked == [here, gone, later]


# ---------------------------------------------------------------- taking over


@pytest.fixture
def agency(db: None) -> Agency:
    """An agency with a code for index numbers and one column."""
    made = AgencyFactory()
    PublishingOffice.objects.create(agency=made, organisation_code="014184867")
    column_of(made, "通知公告", parent=column_of(made, "政务公开", view="group"))
    return made


def taken(agency: Agency, rows: list[dict[str, Any]], folder: Path | None = None, **options: Any) -> list[Outcome]:
    """What becomes of the rows."""
    run = TakeOver(agency, FileSource(folder), date(2026, 6, 1), Columns.of(agency), **options)
    return run.batch(read(rows))


def test_what_was_public_is_public_with_its_number_and_its_day(agency: Agency) -> None:
    (done,) = taken(agency, [article()])
    assert done.what == "new", done.remarks
    record = Record.objects.published().get()
    assert record.index_number == "014184867/2024-00007"
    assert not record.index_odd
    assert record.placements.get().column.title == "通知公告"
    event = PublicationEvent.objects.get()
    assert (event.kind, event.on) == ("published", date(2024, 5, 6))
    assert Entry.objects.filter(kind="records.taken_over").count() == 1


def test_the_next_own_number_comes_after_those_that_came_along(agency: Agency) -> None:
    taken(agency, [article(), article(标题="乙公告", 索引号="", 网址="http://www.example.gov.cn/2")])
    numbers = Record.objects.order_by("index_number").values_list("index_number", flat=True)
    assert list(numbers) == ["014184867/2024-00007", "014184867/2024-00008"]


def test_an_odd_number_is_kept_and_marked(agency: Agency) -> None:
    (done,) = taken(agency, [article(索引号="430S00/2021-999634")])
    assert Record.objects.get().index_odd
    assert "不合规则" in "".join(done.remarks)


def test_a_second_run_changes_nothing_and_a_changed_article_is_brought_up_to_date(agency: Agency) -> None:
    rows = [article(), article(标题="乙公告", 索引号="", 网址="http://www.example.gov.cn/2")]
    taken(agency, rows)
    before = list(Record.objects.values())
    assert [each.what for each in taken(agency, rows)] == ["unchanged", "unchanged"]
    assert list(Record.objects.values()) == before
    rows[0]["正文"] = "<p>水库水位以防洪高水位为准。</p>"
    assert [each.what for each in taken(agency, rows)] == ["changed", "unchanged"]
    assert "防洪高水位" in Record.objects.get(index_number="014184867/2024-00007").body
    assert PublicationEvent.objects.filter(kind="changed").count() == 1


def test_a_dry_run_says_the_same_and_leaves_nothing(agency: Agency) -> None:
    assert [each.what for each in taken(agency, [article()], dry_run=True)] == ["new"]
    assert not Record.objects.exists()
    assert not Entry.objects.filter(kind="records.taken_over").exists()


def test_what_the_guard_blocks_waits_as_a_draft(agency: Agency) -> None:
    rows = [article(正文="<p>联系人身份证号：110101199003070038。</p>")]
    (done,) = taken(agency, rows)
    assert done.what == "held"
    record = Record.objects.get()
    assert not record.live
    assert not PublicationEvent.objects.exists()
    assert [each.what for each in taken(agency, rows)] == ["unchanged"]


def test_an_unknown_column_is_said_or_replaced_by_the_default(agency: Agency) -> None:
    (done,) = taken(agency, [article(栏目="别的")])
    assert done.what == "refused"
    columns = Columns.of(agency)
    columns.default = columns.named("政务公开/通知公告")
    run = TakeOver(agency, FileSource(), date(2026, 6, 1), columns)
    assert [each.what for each in run.batch(read([article(栏目="别的")]))] == ["new"]


def test_attachments_and_pictures_come_along_and_their_addresses_are_ours(agency: Agency, tmp_path: Path) -> None:
    (tmp_path / "upload").mkdir()
    (tmp_path / "upload" / "清单.txt").write_text("堤防三处。", encoding="utf-8")
    body = '<p>见<a href="/upload/清单.txt">清单</a>和<a href="/gone.pdf">另一件</a>。<script>alert(1)</script></p>'
    rows = [article(正文=body, 附件="堤防清单|/upload/清单.txt")]
    (done,) = taken(agency, rows, tmp_path)
    assert done.what == "new", done.remarks
    assert len(done.remarks) == 1
    assert "gone.pdf" in done.remarks[0]
    record = Record.objects.get()
    (use,) = record.files.all()
    assert use.title == "堤防清单"
    assert f'href="/fj/{use.file.public_id}/' in record.body
    assert "script" not in record.body
    assert [each.what for each in taken(agency, rows, tmp_path)] == ["unchanged"]
    assert Attachment.objects.count() == 1


def test_far_files_are_fetched_before_anybody_has_to_wait_for_the_database(agency: Agency) -> None:
    within: list[bool] = []
    outer = len(connection.savepoint_ids)  # the test's own transaction

    def fetcher(url: str) -> bytes:
        within.append(len(connection.savepoint_ids) > outer)
        return b"%PDF-" if url.endswith("pdf") else "甲乙".encode()

    run = TakeOver(agency, FileSource(fetching=True, fetcher=fetcher), date(2026, 6, 1), Columns.of(agency))
    body = '<p>正文</p><p><a href="https://www.example.gov.cn/b.txt">附件二</a></p>'
    run.batch(read([article(正文=body, 附件="https://www.example.gov.cn/a.txt")]))
    assert within == [False, False]
    assert Attachment.objects.count() == 2


def test_one_article_that_cannot_be_taken_does_not_stop_the_rest(agency: Agency) -> None:
    outcomes = taken(agency, [article(标题=""), article()])
    assert [each.what for each in outcomes] == ["refused", "new"]


def test_another_agencys_number_is_not_taken(agency: Agency) -> None:
    other = AgencyFactory()
    column_of(other, "通知公告", parent=site_of(other))
    taken(other, [article()])
    (done,) = taken(agency, [article()])
    assert done.what == "refused"
    assert Record.objects.get().agency == other


def test_what_was_withdrawn_here_is_not_brought_back(agency: Agency) -> None:
    taken(agency, [article()])
    with opened():
        Record.objects.update(live=False, state="withdrawn")
    (done,) = taken(agency, [article(正文="<p>新。</p>")])
    assert done.what == "unchanged"
    assert not Record.objects.get().live


def test_the_moment_of_publication_is_not_later_than_now() -> None:
    later = timezone.now() + timedelta(days=1)
    (read_one,) = read_articles(
        json.dumps([article(发布时间=later.strftime("%Y-%m-%d %H:%M"))]).encode(), "a.json", timezone.now()
    )
    assert read_one.problems
