"""What readers get a second, with whole pages: `python -m benchmarks.serving`.

Held: the application's server alone, with a written page ÷ the same server with a constant answer of the same bytes, at
least 0.5; nginx with the shipped configuration ÷ nginx with the same bytes as a plain file and nothing else, at least
0.8. Load by `wrk` (Debian: wrk), 8 connections; without wrk or nginx it says so and holds.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from tests.support import nginx
from tests.support.public_site import HOST, PublicSite, environment, gongkai

ALONE, BEHIND = 0.5, 0.8
SECONDS, ROUNDS, CLIENTS = 3, 5, 8
ADDRESS = "/"
_RATE = re.compile(r"Requests/sec:\s+([\d.]+)")
_BAD = re.compile(r"Non-2xx or 3xx responses:|Socket errors:")


def rate(port: int, address: str = ADDRESS) -> float:
    """Answers a second. Raises AssertionError where one is no page."""
    said = subprocess.run(
        ["wrk", "-t1", f"-c{CLIENTS}", f"-d{SECONDS}s", f"http://{HOST}:{port}{address}"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert not _BAD.search(said), said
    found = _RATE.search(said)
    assert found, said
    return float(found[1])


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
        behind = stack.enter_context(nginx.in_front_of(site.port, home / "pages"))
        plain = stack.enter_context(nginx.plain(home / "pages" / "live"))
        places = {
            "the application's server": (site.port, "/"),
            "the same with a constant answer": (constant.port, "/"),
            "nginx as shipped": (behind, "/"),
            "nginx with a plain file": (plain, "/index.html"),
        }
        rates: dict[str, list[float]] = {name: [] for name in places}
        for _ in range(ROUNDS):
            for name, (port, address) in places.items():
                rates[name].append(rate(port, address))
    middle = {name: median(values) for name, values in rates.items()}
    for name, value in middle.items():
        print(f"{name:34} {value:>9,.0f} a second")
    alone = middle["the application's server"] / middle["the same with a constant answer"]
    front = middle["nginx as shipped"] / middle["nginx with a plain file"]
    print(f"a page of {len(page):,} bytes")
    print(f"  alone {alone:.2f} (at least {ALONE}), behind nginx {front:.2f} (at least {BEHIND})")
    return int(alone < ALONE or front < BEHIND)


if __name__ == "__main__":
    sys.exit(main())
