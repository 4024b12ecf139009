"""The public process's server with an answer that never changes: `python -m benchmarks._constant public --port N`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

PAGE = Path(os.environ["BENCHMARK_PAGE"]).read_bytes() if "BENCHMARK_PAGE" in os.environ else b""


def answer(_environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The same bytes for everybody."""
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(PAGE)))])
    return [PAGE]


def main() -> int:
    """Serve as `gongkai.site.process` does."""
    os.environ["GONGKAI_ROLE"] = "public"
    from gongkai.site.django import start

    start()
    from gongkai.site import process, wsgi

    wsgi.application = answer
    return process.main()


if __name__ == "__main__":
    sys.exit(main())
