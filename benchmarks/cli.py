"""What `gongkai report read` costs, start-up included, and how fast a folder of many is: `python -m benchmarks.cli`.

Held: one file costs at most 0.5 s of CPU. Beside it, for the ratio, a Python that starts and parses the same page with
lxml, and all cores against one.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.pages import page, sample_report

from gongkai.reports.workers import usable_cores

FILES = 2000
DIFFERENT = 50
RUNS = 7
CPU_LIMIT = 0.5

GONGKAI = [sys.executable, "-m", "gongkai.site.cli", "report"]
PARSE = [sys.executable, "-c", "import sys, lxml.html; lxml.html.parse(sys.argv[1])"]


def cpu_of(command: list[str]) -> float:
    """Seconds of CPU that a command and its children take."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def folder(path: Path) -> None:
    """A folder of reports; a few in between that cannot be used."""
    pages = [page(sample_report(seed), ("word", "wps")[seed % 2], seed=seed).encode() for seed in range(DIFFERENT)]
    for number in range(FILES):
        bad = number % 500 == 250
        (path / f"{number:04}.html").write_bytes(b"" if bad else pages[number % DIFFERENT])


def wall_of(command: list[str]) -> float:
    """Seconds that pass while a command runs."""
    started = perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return perf_counter() - started


def main() -> int:
    """Prints the figures; 1 if one file costs more than is promised."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name)
        folder(path)
        one = str(path / "0000.html")
        read = median(cpu_of([*GONGKAI, "read", one, "--json"]) for _ in range(RUNS))
        check = median(cpu_of([*GONGKAI, "check", one, "--json"]) for _ in range(RUNS))
        parse = median(cpu_of([*PARSE, one]) for _ in range(RUNS))
        size = os.path.getsize(one) // 1024
        print(f"one page of {size} KB: read {read:.2f} s CPU, check {check:.2f} s (at most {CPU_LIMIT} s)")
        print(f"  Python with lxml merely parsing it: {parse:.2f} s; ratio {read / parse:.1f}")
        cores = usable_cores()
        every = wall_of([*GONGKAI, "read", name, "--json"])
        single = wall_of([*GONGKAI, "read", name, "--json", "--workers", "1"])
        print(f"{FILES} pages: {every:.1f} s on {cores} cores ({FILES / every:.0f} a second), {single:.1f} s on one")
        print(f"  ratio {single / every:.2f}")
    return 0 if read <= CPU_LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
