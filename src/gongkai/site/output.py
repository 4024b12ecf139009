"""Where a command's result goes: standard output, or a file that is there whole or not at all."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from gongkai.site.commands import CommandError


def write_result(data: bytes, out: str | None, *, text: bool) -> None:
    """Write to the file `out`, replacing it in one step, else to standard output.

    Raises CommandError where the file cannot be written, or where what is no `text` would go to a terminal.
    """
    if out:
        _replace(Path(out), data)
    elif not text and sys.stdout.isatty():
        raise CommandError("这种格式不能显示在终端上，请用 --out 指定文件。")
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


def _replace(path: Path, data: bytes) -> None:
    try:
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            try:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
                os.chmod(file.name, mode)
                os.replace(file.name, path)
            except BaseException:
                os.unlink(file.name)
                raise
    except OSError as error:
        raise CommandError(f"无法写入 {path}：{error.strerror}") from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
