"""Settings from the environment: one helper a type, and a bad value is said in one sentence."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"0", "false", "no", "off", ""})


def text(name: str, default: str) -> str:
    """The variable's value, or the default where it is not set."""
    return os.environ.get(name, default)


def flag(name: str, default: bool = False) -> bool:
    """A yes or no. Raises ImproperlyConfigured for anything else."""
    value = os.environ.get(name)
    if value is None:
        return default
    lowered = value.strip().lower()
    if lowered in _TRUE:
        return True
    if lowered in _FALSE:
        return False
    raise ImproperlyConfigured(f"环境变量 {name} 只能取 1 或 0，现为“{value}”。")


def words(name: str, default: str) -> list[str]:
    """A list separated by commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def choice(name: str, allowed: tuple[str, ...], default: str) -> str:
    """One of the allowed words. Raises ImproperlyConfigured for another."""
    value = text(name, default)
    if value not in allowed:
        raise ImproperlyConfigured(f"环境变量 {name} 只能取 {'、'.join(allowed)} 之一，现为“{value}”。")
    return value


def sizes(name: str, default: Mapping[str, int]) -> dict[str, int]:
    """Megabytes by kind, as `video=500,audio=100`; what is not named stays. Raises ImproperlyConfigured."""
    found = dict(default)
    for word in words(name, ""):
        kind, _, number = word.partition("=")
        if kind.strip() not in default or not number.strip().isdecimal() or not int(number):
            raise ImproperlyConfigured(
                f"环境变量 {name} 应写成 video=500,audio=100 的样子（{'、'.join(default)}），现有“{word}”。"
            )
        found[kind.strip()] = int(number)
    return found


def secret(name: str, keep_in: Path) -> str:
    """The variable's value, else what NAME_FILE holds, else a key made once and kept in `keep_in`."""
    if value := os.environ.get(name):
        return value
    if named := os.environ.get(f"{name}_FILE"):
        return Path(named).read_text(encoding="utf-8").strip()
    if not keep_in.exists():
        keep_in.parent.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(keep_in, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            pass  # another process of the same start was first
        else:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(secrets.token_urlsafe(50))
    return keep_in.read_text(encoding="utf-8").strip()
