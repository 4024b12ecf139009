"""What `make` offers is there, and it says what it is doing while one waits."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def test_every_name_that_is_no_file_has_a_target():
    (phony,) = re.findall(r"^\.PHONY: (.*)$", MAKEFILE, flags=re.MULTILINE)
    assert set(phony.split()) <= set(re.findall(r"^([a-z-]+):", MAKEFILE, flags=re.MULTILINE))


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_the_first_run_tells_each_step_in_chinese():
    asked = ["make", "--dry-run", "--silent", "run", "VENV=no-such-environment"]
    said = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    steps = re.findall(r"echo \"(正在.+?……)\"", said)
    assert [step[:6] for step in steps] == ["正在建立虚拟", "正在下载并安", "正在安装本平"]
