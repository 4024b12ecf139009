"""All speeds that are promised: `make bench`, or `python -m benchmarks`."""

from __future__ import annotations

import sys

from benchmarks import cli, reading, writing


def main() -> int:
    """Prints all figures; 1 if something takes longer than is promised."""
    missed = []
    for module in (reading, writing, cli):
        name = module.__name__.rpartition(".")[2]
        print(f"== {name}", flush=True)
        if module.main():
            missed.append(name)
    if missed:
        print(f"slower than promised: {', '.join(missed)}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
