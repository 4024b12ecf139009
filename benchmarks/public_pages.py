"""What the public form and the tracking page cost: `python -m benchmarks.public_pages`.

Held: the form 4 ms of CPU and 2 queries, the tracking page 20 ms and 8 queries.
"""

from __future__ import annotations

import sys
from functools import partial
from typing import Any

from benchmarks.case_table import case_table, cpu_per_call, prepare

CASES = 1_000
RUNS = 40
PROMISED = {"the form": (2, 4.0), "the tracking page": (8, 20.0)}


def main() -> int:
    """Prints the figures; 1 if a page asks or costs more than is promised."""
    prepare("public")
    from django.core.cache import cache
    from django.db import connection
    from django.http import HttpResponse
    from django.test import Client, RequestFactory
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from gongkai.applications.models import Application
    from gongkai.portal import case_access

    missed = False
    with case_table(CASES) as made:
        case = Application.objects.filter(state="open").order_by("-pk").first()
        assert case is not None
        client = Client()
        given = HttpResponse()
        case_access.grant(RequestFactory().get("/"), given, case)
        client.cookies.load(given.cookies.output(header=""))
        pages: dict[str, str] = {
            "the form": reverse("portal:apply") + f"?jg={made.agency.code}",
            "the tracking page": reverse("portal:case", args=[case.public_id]),
        }
        for name, address in pages.items():
            response: Any = client.get(address)
            assert response.status_code == 200, (address, response.status_code)
            cache.clear()
            with CaptureQueriesContext(connection) as asked:
                client.get(address)
                said = list(asked.captured_queries)
            queries, cpu = len(said), cpu_per_call(partial(client.get, address), RUNS) * 1000
            most_queries, most_cpu = PROMISED[name]
            bad = queries > most_queries or cpu > most_cpu
            missed |= bad
            print(
                f"{name}: {queries} queries (at most {most_queries}), {cpu:.1f} ms CPU (at most {most_cpu:g})"
                f"{'  MISSED' if bad else ''}"
            )
            if "--show" in sys.argv:
                for query in said:
                    print("   ", query["time"], query["sql"][:160])
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
