"""Rebuilding follows the sources of the rooms; words are marked where they stand; suggestions fit what is typed."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from gongkai.publishing.search import Entry, put, register_source, search, store, suggest
from gongkai.publishing.search.marking import mark, snippet
from gongkai.publishing.search.query import read

TODAY = date(2026, 11, 22)


def entry(public_id: str, title: str, body: str = "") -> Entry:
    return Entry(f"test.thing:{public_id}", "record", title, body, "A1", TODAY)


@pytest.fixture
def public(db, monkeypatch):
    """What a room has made public, by public id; the search's only source."""
    things: dict[str, Entry] = {}
    monkeypatch.setattr(store, "_sources", {})
    monkeypatch.setattr(store, "AT_ONCE", 2)
    if connection.vendor == "sqlite":
        # Merging wants transactions of its own, which a test within one cannot give.
        monkeypatch.setattr(store, "settle", lambda: None)
    register_source("test.thing", lambda: list(things), lambda ids: [things[one] for one in ids if one in things])
    return things


def titles(text: str) -> set[str]:
    return {hit.title.text for hit in search(text).hits}


class TestRebuilding:
    def test_brings_in_what_is_missing_takes_out_what_is_gone_and_leaves_the_rest(self, public):
        public |= {str(n): entry(str(n), f"办法{n}") for n in range(5)}
        put(
            [
                public["0"],
                entry("1", "旧的办法"),
                entry("gone", "撤下的办法"),
                Entry("other.thing:1", "record", "别的办法", "", "A1", TODAY),
            ]
        )
        steps = []
        done = store.rebuild(lambda: steps.append(1))
        assert (done.put, done.removed, done.unchanged) == (4, 1, 1)
        assert titles("办法") == {"别的办法", *(f"办法{n}" for n in range(5))}
        assert len(steps) == 6
        done = store.rebuild()
        assert (done.put, done.removed, done.unchanged) == (0, 0, 5)

    def test_interrupted_it_has_done_a_part_and_the_next_run_does_the_rest(self, public):
        public |= {str(n): entry(str(n), f"办法{n}") for n in range(6)}
        steps = []

        def interrupt() -> None:
            steps.append(1)
            if len(steps) == 3:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            store.rebuild(interrupt)
        assert 2 <= len(titles("办法")) < 6
        done = store.rebuild()
        assert done.put + done.unchanged == 6
        assert done.unchanged >= 2
        assert len(titles("办法")) == 6

    def test_what_is_withdrawn_while_it_runs_is_not_brought_back(self, public):
        public |= {str(n): entry(str(n), f"办法{n}") for n in range(4)}

        def withdraw() -> None:
            if public.pop("3", None):
                store.remove(["test.thing:3"])

        store.rebuild(withdraw)
        assert titles("办法") == {"办法0", "办法1", "办法2"}

    def test_fresh_forgets_everything_first(self, public):
        public["0"] = entry("0", "办法")
        put([public["0"], Entry("other.thing:1", "record", "别的办法", "", "A1", TODAY)])
        assert store.rebuild(fresh=True).put == 1
        assert titles("办法") == {"办法"}


def marked(text: str, typed: str) -> list[str]:
    return [text[start:end] for start, end in mark(text, read(typed).marked).spans]


class TestMarking:
    @pytest.mark.parametrize(
        ("text", "typed", "expected"),
        [
            ("关于信息公开的通知", "信息 通知", ["信息", "通知"]),
            ("關於資訊公開的通知", "公开", ["公開"]),
            ("国办发〔2026〕12号", "国办发[2026]12号", ["国办发〔2026〕12号"]),
            ("第112号、第12号", "12号", ["12号"]),
            ("张　三", "张三", ["张　三"]),
            ("公开，开展", "公开展", []),
            ("ＧＤＰ与GDPR", "gdp", ["ＧＤＰ"]),
            ("政府信息公开", "信息 信息公开", ["信息公开"]),
            ("(.*) a+b", "(.*)", []),
        ],
    )
    def test_marks_what_the_search_found(self, text, typed, expected):
        assert marked(text, typed) == expected

    def test_a_snippet_shows_where_most_of_the_words_stand(self):
        text = "收费。" + "无关内容，" * 100 + "有关收费的标准见附件。" + "其余内容，" * 100
        shown = snippet(text, read("收费 标准").words)
        assert [shown.text[start:end] for start, end in shown.spans] == ["收费", "标准"]
        assert shown.cut_before
        assert shown.cut_after
        assert len(shown.text) <= 160

    def test_without_the_words_a_snippet_is_the_beginning(self):
        shown = snippet("第一段。\n第二段。", read("别的").words)
        assert (shown.text, shown.spans, shown.cut_before, shown.cut_after) == ("第一段。 第二段。", (), False, False)


@pytest.mark.django_db
class TestSuggestions:
    def test_titles_say_how_what_is_typed_may_go_on(self):
        put([entry(str(n), f"某局{n}：收费目录（2026年）") for n in range(3)] + [entry("x", "停车收费标准")])
        assert suggest("收费") == ["收费目录（2026年）", "收费标准"]
        assert suggest("收费", limit=1) == ["收费目录（2026年）"]
        assert suggest("目录") == ["目录（2026年）"]

    def test_what_leads_nowhere_suggests_nothing(self):
        put([entry("x", "停车收费标准")])
        for typed in ("", "  ", "没有的", '"*', "停车 收费"):
            assert suggest(typed) == []
