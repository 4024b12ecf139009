"""Applications accepted over HTTP by 8 clients on PostgreSQL, each committed with its ledger entry, ÷ the same view
without the ledger: `python -m benchmarks.accepting`.

Held: at least 0.7. Beside it, the ratio to a bare insert of a row by as many connections, each committed. The server
writes its log to the disk (fsync), as one that is meant to keep what it acknowledges.
"""

from __future__ import annotations

import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

import psycopg
from tests.support import postgresql
from tests.support.public_site import AGENCY, Citizen, PublicSite, environment, gongkai, running

CLIENTS, EACH, ROUNDS = 8, 25, 3
LIMIT = 0.7
BARE = "INSERT INTO bare (number, subject) VALUES (%s, %s)"


def together(work: Callable[[int], None]) -> float:
    """Seconds until all clients have done their work, begun at the same moment."""
    begin = threading.Barrier(CLIENTS + 1)

    def run(client: int) -> None:
        begin.wait()
        work(client)

    threads = [threading.Thread(target=run, args=(client,)) for client in range(CLIENTS)]
    for thread in threads:
        thread.start()
    begin.wait()
    started = perf_counter()
    for thread in threads:
        thread.join()
    return perf_counter() - started


def accepted(site: PublicSite) -> float:
    """Applications a second. The forms are fetched before, so that only taking them in is measured."""
    citizen = Citizen(site.port)
    forms = [[citizen.fill_in() for _ in range(EACH)] for _ in range(CLIENTS)]
    done: list[str] = []

    def work(client: int) -> None:
        done.extend(citizen.send(form) for form in forms[client])

    seconds = together(work)
    assert len(set(done)) == CLIENTS * EACH, "an application was not acknowledged"
    return CLIENTS * EACH / seconds


def bare(url: str) -> float:
    """Rows a second."""
    lines = [psycopg.connect(url, autocommit=True) for _ in range(CLIENTS)]
    lines[0].execute("CREATE TABLE IF NOT EXISTS bare (id bigserial PRIMARY KEY, number text UNIQUE, subject text)")

    def work(client: int) -> None:
        for number in range(EACH * 10):
            lines[client].execute(BARE, [f"{perf_counter()}-{client}-{number}", "某项目清单"])

    seconds = together(work)
    for line in lines:
        line.close()
    return CLIENTS * EACH * 10 / seconds


def main() -> int:
    """Prints the figures; 1 if the ledger costs more than is promised. Without PostgreSQL it says so and holds."""
    programs = postgresql.binaries()
    if programs is None:
        print(postgresql.MISSING)
        return 0
    with postgresql.server(programs, durable=True) as url, tempfile.TemporaryDirectory() as home:
        own = environment(Path(home), url)
        made = gongkai(own, "agencies", "add", AGENCY, "某市档案局")
        assert made.returncode == 0, made.stderr
        sites = {
            "with": PublicSite(own),
            "without": PublicSite(own, ("-m", "benchmarks._without_ledger")),
        }
        rates: dict[str, list[float]] = {name: [] for name in (*sites, "bare")}
        with running(sites["with"]), running(sites["without"]):
            for site in sites.values():
                accepted(site)
            for _ in range(ROUNDS):
                for name, site in sites.items():
                    rates[name].append(accepted(site))
                rates["bare"].append(bare(url.replace("postgres://", "postgresql://")))
    rate = {name: median(values) for name, values in rates.items()}
    ratio = rate["with"] / rate["without"]
    print(f"accepted by {CLIENTS} clients: {rate['with']:.0f} a second, without the ledger {rate['without']:.0f}")
    print(f"  ratio {ratio:.2f} (at least {LIMIT:g})")
    print(f"bare inserts: {rate['bare']:.0f} a second; an application is {rate['with'] / rate['bare']:.3f} of one")
    return int(ratio < LIMIT)


if __name__ == "__main__":
    sys.exit(main())
