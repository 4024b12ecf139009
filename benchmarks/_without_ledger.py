"""The public process with a ledger that keeps nothing: `python -m benchmarks._without_ledger public --port N`."""

from __future__ import annotations

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.site.settings")
os.environ["GONGKAI_ROLE"] = "public"


def main() -> int:
    """Serve as `gongkai.site.process` does."""
    import django

    django.setup()
    from gongkai.agencies import action

    action.append = lambda *_, **__: None  # type: ignore[assignment]
    from gongkai.site import process

    return process.main()


if __name__ == "__main__":
    sys.exit(main())
