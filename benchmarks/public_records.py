"""What a record's page and a column's list cost: `python -m benchmarks.public_records [--records 500000]`.

Held, uncached: at most 8 queries and 20 ms of CPU, the same with 1,000 and with 500,000 records.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from time import perf_counter
from typing import Any

from benchmarks.case_table import cpu_per_call, prepare

SIZES = (1_000, 500_000)
RUNS = 30
MOST_QUERIES, MOST_CPU = 8, 20.0
COLUMNS = 10
# Nearly all records lie in one column, as with a portal's news: that one is asked for.
SHARE_OF_THE_FIRST = 0.7
BODY = "<p>" + "为做好有关工作，现就有关事项通知如下，请认真贯彻执行。" * 8 + "</p>"
TABLE = "<table>" + "<tr><th>项目</th><td>12</td><td>34</td><td>56</td></tr>" * 12 + "</table>"


def main() -> int:
    """Prints the figures; 1 if a page asks or costs more than is promised."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--records", type=int, action="append", help="numbers of records, instead of 1,000 and 500,000")
    parser.add_argument("--show", action="store_true", help="print the queries")
    options = parser.parse_args()
    prepare("public")
    from django.db import connection

    columns = make_site()
    missed, there = False, 0
    for number in options.records or SIZES:
        started = perf_counter()
        write_records(columns, number - there)
        there = number
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        print(f"{number:,} records on {connection.vendor}, written in {perf_counter() - started:.0f} s")
        missed |= measure(columns, show=options.show)
    return int(missed)


def make_site() -> list[Any]:
    """A city's site with a column of columns."""
    from gongkai.agencies.models import Agency
    from gongkai.publishing.models import BasePage, ColumnPage, PublishingOffice, SiteHome

    agency = Agency.objects.create(code="BENCH", name="某市人民政府", path="BENCH/")
    PublishingOffice.objects.create(agency=agency)
    home = BasePage.get_first_root_node().add_child(instance=SiteHome(title="某市", slug="bench", issuer=agency))
    group = home.add_child(instance=ColumnPage(title="政务公开", slug="gk", issuer=agency, view="group"))
    return [
        group.add_child(instance=ColumnPage(title=f"栏目{at}", slug=f"lm{at}", issuer=agency)) for at in range(COLUMNS)
    ]


def write_records(columns: list[Any], number: int) -> None:
    """So many more published records, the oldest some twenty years ago."""
    from django.db import transaction
    from django.utils import timezone

    from gongkai.agencies.identifiers import short_id
    from gongkai.applications.bulk import BulkWriter, reserve_keys
    from gongkai.publishing.models import ColumnPage, Placement, Record

    now = timezone.now()
    agency = columns[0].issuer
    with transaction.atomic():
        keys = list(reserve_keys(Record, number))

        def placed() -> Iterator[tuple[int, Any, Any]]:
            for at, key in enumerate(keys):
                first = (at * 7919 % 1000) / 1000 < SHARE_OF_THE_FIRST
                column = columns[0] if first else columns[1 + at % (COLUMNS - 1)]
                yield key, column.pk, now - timedelta(minutes=(at * 7907) % (20 * 365 * 24 * 60))

        names = ("id", "public_id", "column_id", "title", "index_number", "published_at")
        records = BulkWriter(
            Record, names, agency_id=agency.pk, body=BODY * 6 + TABLE, live=True, state="published", stage="done",
            theme="general", genre="notice", source=agency.name,
        )  # fmt: skip
        records.write(
            (key, short_id(), column, f"关于做好第{key}号工作的通知", f"00000000{key % 10}/2026-{key:07d}", at)
            for key, column, at in placed()
        )
        BulkWriter(Placement, ("record_id", "column_id", "published_at")).write(placed())
    ColumnPage.objects.filter(pk__in=[column.pk for column in columns]).update(newest_at=now)


def measure(columns: list[Any], *, show: bool) -> bool:
    """Prints what each page asks and costs; whether one missed what is promised."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from gongkai.portal.listing import MOST
    from gongkai.publishing.models import Record

    client = Client()
    some = Record.objects.order_by("pk")[Record.objects.count() // 2]
    listed = f"/lm/{columns[0].public_id}/"
    pages = {
        "a record": f"/wz/{some.public_id}/",
        "a column": listed,
        "its last page by number": f"{listed}?page={MOST}",
        "a column, one year": f"{listed}?nian={timezone.localdate().year - 7}",
        "a column, ten years back": f"{listed}?zhi={timezone.localdate().replace(day=1).year - 10}-06-01&page=3",
    }
    missed = False
    for name, address in pages.items():
        # A page that is kept would be written once and then read: a parameter asks for it anew.
        asked = f"{address}{'&' if '?' in address else '?'}script=hans"
        response = client.get(asked)
        assert response.status_code == 200, (address, response.status_code)
        with CaptureQueriesContext(connection) as captured:
            client.get(asked)
            said = list(captured.captured_queries)
        cpu = cpu_per_call(partial(client.get, asked), RUNS) * 1000
        bad = len(said) > MOST_QUERIES or cpu > MOST_CPU
        missed |= bad
        print(f"  {name}: {len(said)} queries, {cpu:.1f} ms CPU{'  MISSED' if bad else ''}")
        if show:
            for query in said:
                print("   ", query["time"], query["sql"][:200])
    return missed


if __name__ == "__main__":
    sys.exit(main())
