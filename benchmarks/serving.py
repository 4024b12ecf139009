"""What readers get a second, with whole pages: `python -m benchmarks.serving`.

Held: the application's server alone, with a written page ÷ the same server with a constant answer of the same bytes, at
least 0.5; nginx with the shipped configuration ÷ nginx with the same bytes as a plain file and nothing else, at least
0.8. Load by `wrk` (Debian: wrk), 8 connections; without wrk or nginx it says so and holds.

The two nginx are the same program with one worker each. They are held against each other by the processor time that a
page takes their worker: wrk and nginx share the machine, so that what is answered a second says as much of wrk and of
whatever else is running; it is printed beside it. The plain file has the four headers that nginx sends by itself; the
page as shipped has seven more, which protect the reader, and so has a second plain file, which is not held against. Nor
is a third that stays open between requests, as pages do in the shipped configuration.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.support import nginx
from tests.support.public_site import HOST, PublicSite, environment, gongkai

ALONE, BEHIND = 0.5, 0.8
SECONDS, ROUNDS, CLIENTS = 3, 5, 8
ADDRESS = "/"
_REQUESTS = re.compile(r"(\d+) requests in ")
_RATE = re.compile(r"Requests/sec:\s+([\d.]+)")
_BAD = re.compile(r"Non-2xx or 3xx responses:|Socket errors:")


@dataclass(frozen=True)
class Load:
    """What one run of wrk got."""

    requests: int
    a_second: float


def load(port: int, address: str = ADDRESS) -> Load:
    """Ask for some seconds. Raises AssertionError where an answer is no page."""
    said = subprocess.run(
        ["wrk", "-t1", f"-c{CLIENTS}", f"-d{SECONDS}s", f"http://{HOST}:{port}{address}"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert not _BAD.search(said), said
    requests, rate = _REQUESTS.search(said), _RATE.search(said)
    assert requests, said
    assert rate, said
    return Load(int(requests[1]), float(rate[1]))


def of_application(page: PublicSite, constant: PublicSite) -> float:
    """What the server answers a second with a page ÷ with a constant."""
    rates: dict[str, list[float]] = {"the application's server": [], "the same with a constant answer": []}
    for _ in range(ROUNDS):
        for values, site in zip(rates.values(), (page, constant), strict=True):
            values.append(load(site.port).a_second)
    for name, of_one in rates.items():
        print(f"{name:34} {median(of_one):>9,.0f} a second")
    of_page, of_constant = map(median, rates.values())
    return of_page / of_constant


def of_nginx(places: dict[str, tuple[nginx.Running, str]]) -> float:
    """Processor time of a plain file, which is the first of the places, ÷ that of a page as shipped, the second."""
    spent: dict[str, list[tuple[float, float]]] = {name: [] for name in places}
    for _ in range(ROUNDS):
        for name, (running, address) in places.items():
            before = running.processor()
            done = load(running.port, address)
            spent[name].append(((running.processor() - before) / done.requests, done.a_second))
    middle = {}
    for name, values in spent.items():
        middle[name] = median(seconds for seconds, _ in values)
        rate = median(rate for _, rate in values)
        print(f"{name:34} {rate:>9,.0f} a second, {middle[name] * 1e6:.2f} µs of its processor time a page")
    plain, shipped, *_ = middle.values()
    return plain / shipped


def main() -> int:
    """Prints the ratios; 1 if one is missed."""
    if shutil.which("wrk") is None or nginx.program() is None:
        print("needs wrk and nginx-light (Debian packages): not measured")
        return 0
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        home = Path(folder)
        own = environment(home)
        made = gongkai(own, "agencies", "add", "CH", "某市水利局")
        assert made.returncode == 0, made.stderr
        site = PublicSite(own)
        constant = PublicSite(own | {"BENCHMARK_PAGE": str(home / "page")}, ("-m", "benchmarks._constant"))
        stack.callback(site.kill)
        site.start()
        written = gongkai(own, "pages", "write")
        assert written.returncode == 0, written.stderr
        page = (home / "pages" / "live" / "index.html").read_bytes()
        (home / "page").write_bytes(page)
        stack.callback(constant.kill)
        constant.start()
        live = home / "pages" / "live"
        behind = stack.enter_context(nginx.in_front_of(site.port, home / "pages"))
        bare, with_headers, kept_open = (
            stack.enter_context(nginx.plain(live, lines)) for lines in ("", _lines("add_header"), _lines("open_file"))
        )
        alone = of_application(site, constant)
        front = of_nginx(
            {
                "nginx with a plain file": (bare, "/index.html"),
                "nginx as shipped": (behind, "/"),
                "a plain file with its headers": (with_headers, "/index.html"),
                "a plain file that stays open": (kept_open, "/index.html"),
            }
        )
    print(f"a page of {len(page):,} bytes")
    print(f"  alone {alone:.2f} (at least {ALONE}), behind nginx {front:.2f} (at least {BEHIND})")
    return int(alone < ALONE or front < BEHIND)


def _lines(beginning: str) -> str:
    """What the shipped configuration says with such words for its pages."""
    pages = nginx.SHIPPED.read_text(encoding="utf-8").partition("location /static/")[0]
    return "\n".join(line for line in pages.splitlines() if line.strip().startswith(beginning))


if __name__ == "__main__":
    sys.exit(main())
