"""One of the processes that `gongkai serve` starts: `python -m gongkai.site.process public|office|worker`.

It ends on SIGTERM, and also when its standard input closes: that is how it learns that the process that started it is
gone, however that came about.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
from types import FrameType

from gongkai.site.loading import staying


def main() -> int:
    """Run until told to stop."""
    parser = argparse.ArgumentParser()
    parser.add_argument("part", choices=("public", "office", "worker"))
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, _stop)
    threading.Thread(target=_stop_with_parent, daemon=True).start()
    if options.part == "worker":
        return _work()
    os.environ["GONGKAI_ROLE"] = options.part
    return _serve(options.host, options.port)


def _serve(host: str, port: int) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.site.settings")
    with staying():
        from django.conf import settings
        from django.urls import get_resolver
        from waitress import serve

        from gongkai.site import large_bodies
        from gongkai.site.wsgi import application, django_application

        get_resolver().url_patterns  # noqa: B018 - every address is loaded now, so that a broken one fails here

    large_bodies.install()
    options: dict[str, object] = {}
    if settings.ROLE == "public":
        options["max_request_body_size"] = large_bodies.PUBLIC_LIMIT + 1
        from gongkai.portal.written import writer

        writer.start(django_application)
    if settings.PROXY:
        options |= {"trusted_proxy": settings.PROXY, "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"}}
    # "*" is every address of the machine, by IPv4 and by IPv6.
    where = {"listen": f"0.0.0.0:{port} [::]:{port}"} if host == "*" else {"host": host, "port": port}
    # On SIGTERM or Ctrl-C waitress finishes the requests it has begun.
    serve(
        application,
        **where,
        threads=8,
        ident=None,
        clear_untrusted_proxy_headers=True,
        _quiet=True,
        **options,
    )
    return 0


def _work() -> int:
    from gongkai.site.django import start

    start()
    from gongkai.site import tasks

    tasks.work(once=False)
    return 0


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


def _stop_with_parent() -> None:
    # Not through sys.stdin: a buffered reader that waits cannot be torn down when the program ends.
    while os.read(0, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main())
