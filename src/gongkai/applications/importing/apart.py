"""Unpacking a spreadsheet from the web in a process of its own, which may use so much memory and time and no more."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import date

from gongkai.documents.limits import MEGABYTE, TOO_SLOW, Limits
from gongkai.documents.model import UnusableDocument
from gongkai.documents.sheets import LIMITS, Line, Sheet, sheets

LIMITS_APART = replace(LIMITS, seconds=60.0, memory=1_024 * MEGABYTE)
CRASHED = "读取这个文件时超出了内存限制，或文件已损坏，已停止。"
UNUSABLE = 3


def sheets_apart(data: bytes, name: str, most_lines: int, limits: Limits = LIMITS_APART) -> list[Sheet]:
    """The tables of a file as `sheets` gives them. Raises UnusableDocument, also for more than so many lines."""
    header = json.dumps({"name": name, "most": most_lines, "seconds": limits.seconds, "memory": limits.memory})
    try:
        done = subprocess.run(  # noqa: S603 - our own module, no shell
            [sys.executable, "-I", "-m", __name__],
            input=header.encode() + b"\n" + data,
            capture_output=True,
            timeout=limits.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise UnusableDocument(TOO_SLOW) from None
    if done.returncode == UNUSABLE:
        raise UnusableDocument(done.stdout.decode())
    if done.returncode:
        raise UnusableDocument(CRASHED)
    return [
        Sheet(name, (Line(*line) for line in lines), date.fromisoformat(epoch))
        for name, epoch, lines in json.loads(done.stdout)
    ]


def main() -> int:
    """The process's own part: header line and file in, JSON out."""
    from gongkai.reports.workers import limit_resources

    header = json.loads(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read()
    limit_resources(header["memory"], cpu_seconds=int(header["seconds"]) + 1)
    try:
        answer = json.dumps(_read(data, header["name"], header["most"]), ensure_ascii=False).encode(errors="replace")
    except UnusableDocument as error:
        sys.stdout.buffer.write(str(error).encode())
        return UNUSABLE
    except MemoryError:
        sys.stdout.buffer.write(CRASHED.encode())
        return UNUSABLE
    sys.stdout.buffer.write(answer)
    return 0


def _read(data: bytes, name: str, most: int) -> list[object]:
    found: list[object] = []
    number = 0
    for sheet in sheets(data, name):
        lines = []
        for line in sheet.lines:
            if any(line.texts):
                lines.append([line.number, line.texts, line.hidden])
                number += 1
            if number > most:
                raise UnusableDocument(
                    f"台账超过{most}行：请按年度分成几个文件，或者在服务器上用 gongkai applications import 转入。"
                )
        found.append([sheet.name, sheet.epoch.isoformat(), lines])
    return found


if __name__ == "__main__":
    sys.exit(main())
