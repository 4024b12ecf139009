"""`gongkai search rebuild`: what is public is found afterwards, and the command says what it did."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from gongkai.publishing.search import Entry, register_source, search, store
from gongkai.site.cli import main


@pytest.mark.django_db
def test_the_command_says_what_it_did(monkeypatch, capsys):
    thing = Entry("test.thing:0", "record", "办法", "", "A1", date(2026, 11, 22))
    monkeypatch.setattr(store, "_sources", {})
    if connection.vendor == "sqlite":
        # Merging wants transactions of its own, which a test within one cannot give.
        monkeypatch.setattr(store, "settle", lambda: None)
    register_source("test.thing", lambda: ["0"], lambda ids: [thing for one in ids if one == "0"])
    assert main(["search", "rebuild"]) == 0
    assert "写入 1 条，去掉 0 条，0 条没有变化" in capsys.readouterr().out
    assert {hit.title.text for hit in search("办法").hits} == {"办法"}
