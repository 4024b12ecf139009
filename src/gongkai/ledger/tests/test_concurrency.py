"""Many write at once: each entry gets its place, and none is lost."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from gongkai.ledger.actions import append
from gongkai.ledger.models import Entry
from gongkai.ledger.queries import verify

WRITERS, EACH = 6, 15


@pytest.mark.django_db(transaction=True)
def test_writers_at_once_make_one_whole_chain():
    if connections["default"].vendor == "sqlite":
        pytest.skip("SQLite 的测试库在内存中，各连接不能各自写；其并发由 site/tests 中对文件库的测试覆盖。")

    def write(writer: int) -> None:
        try:
            for number in range(EACH):
                append("case.received", actor=f"w{writer}", agency="A1", payload={"n": number})
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))
    assert Entry.objects.filter(chain="A1").count() == WRITERS * EACH
    assert verify().sound
