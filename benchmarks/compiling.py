"""Compiling a report from a million cases ÷ one grouped scan of the case table: `python -m benchmarks.compiling`.

Held: at most 1.5. The baseline is what counting anything by type and outcome costs at least, in SQL by hand. Beside it,
the same scan of only those cases that the year counts, which an index finds.
"""

from __future__ import annotations

import sys
from statistics import median
from time import perf_counter

from benchmarks.case_table import case_table, prepare

CASES = 1_000_000
LIMIT = 1.5
RUNS = 5
SCAN = "SELECT applicant_type, outcome, count(*) FROM applications_application GROUP BY applicant_type, outcome"
SCAN_OF_YEAR = (
    "SELECT applicant_type, outcome, count(*) FROM applications_application WHERE agency_id = %s AND received_on <= %s"
    " AND (concluded_on IS NULL OR concluded_on >= %s) GROUP BY applicant_type, outcome"
)


def main() -> int:
    """Prints the figures; 1 if compiling takes longer than is promised."""
    prepare("office")
    from django.db import connection

    from gongkai.annual_reports.compiling import compile_report
    from gongkai.applications import counting

    def seconds(call: object) -> float:
        started = perf_counter()
        call()  # type: ignore[operator]
        return perf_counter() - started

    def scan(statement: str, *values: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            cursor.fetchall()

    with case_table(CASES) as made:
        year = made.today.year - 1
        tasks = {
            "scan": lambda: scan(SCAN),
            "scan of the year": lambda: scan(SCAN_OF_YEAR, made.agency.pk, f"{year}-12-31", f"{year}-01-01"),
            "count": lambda: counting.count(made.agency, year),
            "compile": lambda: compile_report(made.agency, year, None),
        }
        for call in tasks.values():
            call()
        # In turn, so that whatever else the machine does falls on all alike.
        times = {name: [] for name in tasks}
        for _ in range(RUNS):
            for name, call in tasks.items():
                times[name].append(seconds(call))
        took = {name: median(values) for name, values in times.items()}
    ratio = took["compile"] / took["scan"]
    of_year = took["compile"] / took["scan of the year"]
    print(f"one grouped scan of the case table: {took['scan'] * 1000:.0f} ms")
    print(f"the same of the year's cases alone: {took['scan of the year'] * 1000:.0f} ms, ratio {of_year:.2f}")
    print(f"table 三 alone: {took['count'] * 1000:.0f} ms, ratio {took['count'] / took['scan']:.2f}")
    print(f"the report of {year}: {took['compile'] * 1000:.0f} ms, ratio {ratio:.2f} (at most {LIMIT:g})")
    return int(ratio > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
