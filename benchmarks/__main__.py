"""All benchmarks one after the other: `make bench`. A process each, so that none warms the caches of the next."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path


def main() -> int:
    """1 if any of them failed or missed what it holds, else 0."""
    missed = []
    for file in sorted(Path(__file__).parent.glob("[!_]*.py")):
        names = {
            node.name for node in ast.parse(file.read_text(encoding="utf-8")).body if isinstance(node, ast.FunctionDef)
        }
        if "main" not in names:
            continue  # what others use
        print(f"\n== {file.stem}", flush=True)
        if subprocess.run([sys.executable, "-m", f"benchmarks.{file.stem}"]).returncode:
            missed.append(file.stem)
    print(f"\n{'missed: ' + ', '.join(missed) if missed else 'all held'}")
    return bool(missed)


if __name__ == "__main__":
    sys.exit(main())
