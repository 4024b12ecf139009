"""The real annual reports that tests try themselves on. They lie beside the repository and are not part of it."""

from __future__ import annotations

from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[3] / "shared" / "reports"


def real_report(name: str) -> Path:
    """The path of a real report; skips the test where the reports are not at hand."""
    path = FOLDER / name
    if not path.is_file():
        pytest.skip(f"the real report {name} is not beside the repository (../shared/reports)")
    return path
