"""The commands of `gongkai`, a module each; `gongkai.site.cli` says what such a module has."""

from __future__ import annotations

import sys


class CommandError(Exception):
    """An argument or the surroundings cannot be used. The message is one Chinese sentence for standard error."""


def complain(sentence: str) -> None:
    """Writes one line to standard error."""
    sys.stderr.write(f"gongkai：{sentence}\n")
