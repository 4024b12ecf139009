"""`gongkai agencies` and `gongkai ledger`: what they say and return. Given in this process, on the test database."""

import json

import pytest
from django.db import connection

from gongkai.ledger import triggers
from gongkai.ledger.models import Entry
from gongkai.site.cli import main

pytestmark = pytest.mark.django_db


def test_agencies_are_listed_below_their_parents(capsys):
    assert main(["agencies", "add", "FIRST", "某市档案局"]) == 0
    assert main(["agencies", "add", "C", "x"]) == 2
    assert main(["agencies", "add", "CITY", "某市人民政府", "--level", "municipal"]) == 0
    assert main(["agencies", "add", "ZRZY", "某市自然资源局", "--parent", "CITY"]) == 0
    assert main(["agencies", "add", "X1", "某局", "--parent", "NONE"]) == 2
    capsys.readouterr()
    assert main(["agencies", "list"]) == 0
    assert capsys.readouterr().out.startswith("CITY\t某市人民政府\n  ZRZY\t某市自然资源局\n")
    assert main(["agencies", "list", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [(row["code"], row["parent"], row["level"]) for row in listed] == [
        ("CITY", None, "municipal"),
        ("ZRZY", "CITY", "county"),
        ("FIRST", None, "county"),
    ]


def test_the_ledger_is_verified_against_heads_kept_outside(tmp_path, capsys):
    main(["agencies", "add", "CITY", "某市人民政府"])
    heads = tmp_path / "heads.json"
    assert main(["ledger", "heads", "--out", str(heads)]) == 0
    assert main(["ledger", "verify", "--heads", str(heads)]) == 0
    triggers.remove(connection)
    Entry.objects.all().delete()
    capsys.readouterr()
    assert main(["ledger", "verify", "--heads", str(heads)]) == 1
    said = capsys.readouterr().out
    assert "机关 CITY 台账第 1 条" in said
    assert all(name in said for name in triggers.names(connection.vendor))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"heads": [1]}', '{"heads": [{"chain": "x"}]}'])
def test_what_is_no_heads_file_is_said(tmp_path, capsys, text):
    file = tmp_path / "heads.json"
    file.write_text(text)
    assert main(["ledger", "verify", "--heads", str(file)]) == 2
    assert "不是链头文件" in capsys.readouterr().err
