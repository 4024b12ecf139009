"""The search finds what a scan of the folded texts finds, on whatever database, and nothing that was taken out."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.publishing.search import MOST, Entry, put, remove, search, settle
from gongkai.publishing.search.folding import folded, needle
from gongkai.publishing.search.indexes import Question, index_for
from gongkai.publishing.search.numbers import day_of, number_for
from gongkai.publishing.search.query import LONGEST, read
from gongkai.publishing.search_models import SearchEntry, SearchText

TODAY = date(2026, 11, 22)
_numbers = count()


def entry(title: str = "", body: str = "", **fields: object) -> Entry:
    """An entry of a bureau, of today unless something else is said."""
    return Entry(**{
        "ref": f"test.thing:{next(_numbers)}", "kind": "record", "title": title or "无题", "body": body,
        "agency": "A1", "on": TODAY, **fields,
    })  # fmt: skip


def placed(*entries: Entry) -> list[str]:
    """The refs of entries that have been put in."""
    put(entries)
    return [item.ref for item in entries]


def refs(text: str, **options: object) -> list[str]:
    """The refs of the first page of hits, in order."""
    return [hit.ref for hit in search(text, **options).hits]


# What makes each kind of meeting: runs of Chinese, Latin, digits; breaks and layout; other forms of the same.
TEXTS = st.text(alphabet="公开信息條条a1２Ａ，〕 　\n", max_size=14)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=8), st.lists(TEXTS, min_size=4, max_size=12), st.booleans()
)
def test_finds_what_a_scan_of_the_folded_texts_finds(
    texts: list[tuple[str, str]], typed: list[str], title_only: bool
) -> None:
    with transaction.atomic():
        entries = [entry(title, body) for title, body in texts]
        put(entries)
        for text in typed:
            asked = read(text)
            expected = {
                item.ref
                for item in entries
                if (asked or not text.strip())
                and all(
                    needle(word) in folded(item.title) or (not title_only and needle(word) in folded(item.body))
                    for word in asked.words
                )
                and all(character in folded(item.title) for character in asked.characters)
            }
            for order in ("relevance", "date"):
                found = search(text, order=order, title_only=title_only)
                assert {hit.ref for hit in found.hits} == expected, (text, order)
                assert (found.total, found.total_is_exact) == (len(expected), True)
        transaction.set_rollback(True)


@pytest.mark.django_db
class TestWords:
    def test_chinese_is_found_wherever_it_stands(self):
        (ref,) = placed(entry(body="各级行政机关应当建立健全政府信息公开工作制度。"))
        for text in ("政府", "府信", "政府信息公开", "信息 制度", "政府　制度"):
            assert refs(text) == [ref], text
        assert refs("信息制度") == []

    def test_punctuation_parts_what_is_not_one_word(self):
        placed(entry(body="全面公开，开展检查"))
        assert refs("公开展") == []
        assert len(refs("公开，开展")) == 1

    def test_a_single_character_is_looked_for_in_titles(self):
        title, _ = placed(entry("水利局"), entry("其他", "供水"))
        assert refs("水") == [title]

    def test_a_name_is_found_with_the_space_that_layout_put_in_it(self):
        (ref,) = placed(entry(body="任命张　三为主任"))
        assert refs("张三") == refs("张 三") == [ref]

    def test_numbers_and_latin_words_are_whole(self):
        one, other = placed(entry(body="第12号，PM2.5"), entry(body="第112号，rpm"))
        assert refs("12号") == refs("pm") == refs("ＰＭ２．５") == [one]
        assert refs("112") == [other]

    def test_traditional_characters_find_simplified_ones_and_the_other_way_round(self):
        one, other = placed(entry(body="信息公开条例"), entry(body="資訊與條例", on=TODAY - timedelta(1)))
        assert refs("條例") == refs("条例") == [one, other]

    @pytest.mark.parametrize(
        "typed", ["国办发〔2026〕12号", "国办发[2026]12号", "国办发（2026）12号", "国办发 〔２０２６〕 12 号"]
    )
    def test_a_document_number_is_found_however_its_brackets_are_typed(self, typed):
        (ref, _, _) = placed(
            entry(document_number="国办发〔2026〕12号"),
            entry(document_number="国办发〔2026〕112号"),
            entry(document_number="国办发〔2026〕1号"),
        )
        assert refs(typed) == [ref]

    def test_the_end_of_a_text_of_forty_thousand_characters_is_found(self):
        middle = "".join(chr(0x4E00 + number % 5000) for number in range(20_000))
        (ref,) = placed(entry(body=middle * 2 + "末尾之处" + "重复" * 600 + "终了"))
        assert refs("末尾之处") == refs("重复终了") == [ref]

    @pytest.mark.parametrize(
        "typed",
        [
            *(
                '"',
                "'",
                '公开"',
                "公开 OR",
                "NOT 公开",
                "公开*",
                "title:公开",
                "(公开",
                "-公开",
                "^公开",
                "公开 AND",
                "a\\",
            ),
            *("%_%", "公" * 10_000, "公 开 " * 5_000, "a" * 10_000, "1 " * 5_000, "{}[]", ";--"),
            *("\x00", "公开\x00", "\ud800", "😀", "\ue000\ue003every"),
        ],
    )
    def test_nothing_that_is_typed_breaks_it(self, typed):
        placed(entry("政府信息公开", "公开"))
        for order in ("relevance", "date"):
            search(typed, order=order, title_only=order == "date")

    def test_operators_are_words_like_others(self):
        one, _ = placed(entry(body="公开 or 不公开"), entry(body="公开"))
        assert refs("公开 OR") == [one]

    def test_what_is_typed_beyond_a_length_is_left_out(self):
        (ref,) = placed(entry(body="信息公开"))
        assert refs("信息 " * (LONGEST // 3) + "x" * LONGEST) == []
        assert refs("公开" + " " * LONGEST + "没有") == [ref]


@pytest.mark.django_db
class TestOrderAndFilters:
    def test_the_very_one_first_then_titles_then_texts_the_newest_first(self):
        older = TODAY - timedelta(400)
        text, title, exact, new_title = placed(
            entry("别的", "收费目录"),
            entry("某某市某某区某某局关于印发收费目录的通知", on=older),
            entry("收费目录", on=older - timedelta(1)),
            entry("某某市某某区某某局关于修改收费目录的通知", on=older + timedelta(1)),
        )
        assert refs("收费目录") == [exact, new_title, title, text]
        assert refs("收费目录", order="date") == [text, new_title, title, exact]
        assert refs("收费目录", title_only=True) == [exact, new_title, title]

    def test_what_speaks_of_it_more_comes_first_among_texts(self):
        little, much = placed(
            entry("甲", "收费" + "其他事项。" * 50), entry("乙", "收费。" * 30, on=TODAY - timedelta(9))
        )
        assert refs("收费") == [much, little]

    def test_filters_leave_what_fits_all_of_them(self):
        (ref, *_) = placed(
            entry(kind="document", agency="B2", theme="财政", validity="valid", body="办法"),
            entry(kind="record", agency="B2", theme="财政", validity="valid", body="办法"),
            entry(kind="document", agency="C3", theme="财政", validity="valid", body="办法"),
            entry(kind="document", agency="B2", theme="卫生", validity="valid", body="办法"),
            entry(kind="document", agency="B2", theme="财政", validity="repealed", body="办法"),
            entry(kind="document", agency="B2", theme="财政", validity="valid", body="办法", on=date(2025, 12, 31)),
        )
        options = {"kind": "document", "agency": {"B2", "B21"}, "year": 2026, "theme": "财政", "validity": "valid"}
        for text in ("办法", ""):
            assert refs(text, **options) == [ref]
            assert len(refs(text)) == 6
            assert refs(text, agency=set()) == []
            assert len(refs(text, agency={f"X{number}" for number in range(2000)} | {"C3"})) == 1

    def test_pages_hold_each_hit_once(self):
        everything = placed(*[entry(body="办法", on=TODAY - timedelta(n)) for n in range(45)])
        pages = [refs("办法", page=page) for page in (1, 2, 3, 4)]
        assert [len(page) for page in pages] == [20, 20, 5, 0]
        assert sorted(ref for page in pages for ref in page) == sorted(everything)
        assert refs("办法", page=-3) == pages[0]

    def test_more_than_can_be_paged_to_are_not_counted(self):
        placed(*[entry(body="办法", on=TODAY - timedelta(n)) for n in range(MOST + 1)])
        found = search("办法", page=MOST // 20)
        assert (found.total, found.total_is_exact, len(found.hits)) == (MOST, False, 20)
        assert search("办法", page=MOST // 20 + 1).hits == ()

    def test_many_candidates_are_taken_by_the_year_without_loss(self, monkeypatch):
        # Of no meaning on SQLite, which reads the newest off the end of its index.
        monkeypatch.setattr("gongkai.publishing.search.postgresql._MANY", 10)
        monkeypatch.setattr("gongkai.publishing.search.postgresql._AT_ONCE", 3)
        everything = placed(
            *[entry(body="收费办法" if n % 3 else "办法收费", on=TODAY - timedelta(100 * n)) for n in range(30)]
        )
        wanted = [ref for n, ref in enumerate(everything) if n % 3]
        assert refs("收费办法", order="date", per_page=40) == wanted
        assert refs("收费 办法", order="date", per_page=40) == everything

    def test_a_page_of_hits_asks_the_same_number_of_queries(self):
        placed(*[entry("办法", "办法。收费", on=TODAY - timedelta(n)) for n in range(60)])
        counted = []
        for per_page in (1, 50):
            with CaptureQueriesContext(connection) as asked:
                search("办法", per_page=per_page)
            counted.append(len(asked))
        assert counted[0] == counted[1] <= 10


@pytest.mark.django_db
class TestPuttingAndTakingOut:
    def test_what_is_removed_is_gone_and_unknown_refs_do_no_harm(self):
        kept, gone = placed(entry(body="办法"), entry("办法", "办法"))
        remove([gone, "test.thing:unknown"])
        assert refs("办法") == [kept]
        assert SearchEntry.objects.count() == SearchText.objects.count() == 1
        question = Question(phrases=(("办法",),))
        assert len(index_for(connection).newest(question, 10)) == 1

    def test_what_is_put_in_again_is_found_by_its_new_words_only(self):
        first = entry("旧的标题", "旧的正文")
        put([first])
        put([Entry(first.ref, "record", "新标题", "新正文", "A1", TODAY - timedelta(800))])
        assert refs("旧的") == refs("标题 旧") == []
        assert refs("新标") == refs("新正文", year=(TODAY - timedelta(800)).year) == [first.ref]
        assert refs("新标", year=TODAY.year) == []

    def test_the_last_of_several_with_one_ref_counts(self):
        put([entry("甲乙", ref="test.thing:x"), entry("丙丁", ref="test.thing:x")])
        assert refs("甲乙") == []
        assert refs("丙丁") == ["test.thing:x"]

    def test_what_a_database_refuses_is_left_out_and_what_is_too_long_is_cut(self):
        (ref,) = placed(entry("甲\x00乙" + "长" * 600, "坏\ud800字", index_number="9" * 500))
        assert refs("坏") == []
        assert refs("甲") == [ref]
        remove([ref])
        assert refs("长长") == []

    def test_a_change_that_is_undone_leaves_the_search_as_it_was(self):
        (ref,) = placed(entry(body="办法"))
        with transaction.atomic():
            remove([ref])
            put([entry(body="办法")])
            transaction.set_rollback(True)
        assert refs("办法") == [ref]

    def test_numbers_rise_with_the_day_and_clashes_move_on(self):
        number = number_for("test.thing:x", TODAY, ())
        assert number_for("test.thing:x", TODAY, ()) == number
        assert number_for("test.thing:x", TODAY, {number}) == number + 1
        assert day_of(number) == TODAY
        assert number_for("test.thing:y", TODAY + timedelta(1), ()) > number

    def test_clashing_numbers_are_both_kept(self, monkeypatch):
        monkeypatch.setattr("gongkai.publishing.search.numbers._BITS", 2)
        everything = [*placed(entry(body="办法"), entry(body="办法")), *placed(entry(body="办法"), entry(body="办法"))]
        assert sorted(refs("办法")) == sorted(everything)


@pytest.mark.django_db(transaction=True)
def test_emptied_tables_leave_nothing_in_the_index_and_it_can_be_used_again():
    (first,) = placed(entry("同一个", "旧的内容"))
    settle()
    assert refs("旧的") == [first]
    SearchEntry.objects.all().delete()
    SearchText.objects.all().delete()
    assert index_for(connection).newest(Question(), 10) == []
    put([entry("同一个", "新的内容", ref=first)])
    assert refs("旧的") == []
    assert refs("新的") == [first]
    settle()
    assert refs("新的") == [first]
