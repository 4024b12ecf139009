"""What the work list and a case's page cost with 1,000 and with 1,000,000 cases: `python -m benchmarks.desk`.

Held, with both: at most 10 queries, and 20 ms of CPU above an empty page of the same back office.
"""

from __future__ import annotations

import sys
import types
from functools import partial
from typing import Any

from benchmarks.case_table import case_table, cpu_per_call, prepare

SIZES = (1_000, 1_000_000)
QUERIES, MILLISECONDS = 10, 20.0
RUNS = 15


def main() -> int:
    """Prints the figures; 1 if a page asks or costs more than is promised."""
    prepare("office")
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import path, reverse

    from gongkai.applications.models import Application
    from gongkai.applications.office.screens import may_read, screen
    from gongkai.site import urls_office

    @may_read
    def empty(request: Any) -> Any:
        return screen(request, "applications/office/base.html", {}, title="空白")

    urls = types.ModuleType("benchmark_urls")
    urls.urlpatterns = [path("empty/", empty), *urls_office.urlpatterns]  # type: ignore[attr-defined]
    sys.modules["benchmark_urls"] = urls
    settings.ROOT_URLCONF = "benchmark_urls"

    missed = False
    for size in SIZES:
        with case_table(size) as made:
            client = Client()
            client.force_login(made.user)
            case = Application.objects.filter(state="open").order_by("-pk").first()
            assert case is not None
            pages = {
                "an empty page": "/empty/",
                "the work list": reverse("applications:list"),
                "all cases": reverse("applications:list") + "?tab=all",
                "a case": reverse("applications:case", args=[case.public_id]),
            }
            base_queries, base_cpu = 0, 0.0
            for name, address in pages.items():
                response = client.get(address)
                assert response.status_code == 200, (address, response.status_code)
                with CaptureQueriesContext(connection) as asked:
                    client.get(address)
                    said = list(asked.captured_queries)
                queries, cpu = len(said), cpu_per_call(partial(client.get, address), RUNS) * 1000
                if name == "an empty page":
                    base_queries, base_cpu = queries, cpu
                    print(f"  {name}: {queries} queries, {cpu:.1f} ms CPU")
                    continue
                more, above = queries - base_queries, cpu - base_cpu
                bad = more > QUERIES or above > MILLISECONDS
                missed |= bad
                print(
                    f"  {name}: {queries} queries ({more} above the empty page, at most {QUERIES}), "
                    f"{above:.1f} ms CPU above it (at most {MILLISECONDS:g}){'  MISSED' if bad else ''}"
                )
                if "--show" in sys.argv:
                    for number, query in enumerate(said):
                        print("     ", number, query["time"], query["sql"][:160])
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
