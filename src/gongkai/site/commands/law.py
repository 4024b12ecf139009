"""`gongkai law due`: state and due date of a case from its events, and why that day. No database."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from gongkai.law.calendar import Calendar, packaged_calendar
from gongkai.law.clock import Clock, clock
from gongkai.law.events import read_events
from gongkai.law.explanation import explain, headline, source
from gongkai.site.arguments import Parser
from gongkai.site.commands import CommandError

LEGAL_TIME = ZoneInfo("Asia/Shanghai")
LARGEST = 10_000_000
"""Bytes of a file of events; a real one has some hundred."""


def configure(parser: Parser) -> None:
    """The subcommand of `gongkai law`."""
    commands = parser.add_subparsers(title="子命令", metavar="子命令", required=True, parser_class=Parser)
    due = commands.add_parser(
        "due", help="由事件推算答复期限", description="由一件申请的事件推算状态和答复期限，逐段说明为什么是这一天。"
    )
    due.add_argument("events", metavar="事件文件", help="JSON 列表，按时间先后排列")
    due.add_argument("--on", type=day, metavar="日期", help="截至哪一天，默认今天（其后的事件不计）")
    due.add_argument("--json", action="store_true", help="以 JSON 输出")
    due.set_defaults(run=run)


def day(text: str) -> date:
    """A date written like 2026-01-05."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        raise argparse.ArgumentTypeError(f"日期应写成 2026-01-05 的样子，不能是“{text}”") from None


def run(options: argparse.Namespace) -> int:
    """Prints the clock of the case; CommandError where the file or its events cannot be used."""
    data = _load(Path(options.events))
    try:
        events = read_events(data)
        today = options.on or datetime.now(LEGAL_TIME).date()
        if options.on is None and events and events[-1].on > today:
            raise ValueError(f"{events[-1].words}晚于今天（{today}）；要推算以后某一天，请用 --on 指定。")
        calendar = packaged_calendar()
        answer = clock(events, calendar, today)
    except ValueError as error:
        raise CommandError(f"{options.events}：{error}") from None
    if options.json:
        sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
        sys.stdout.write(json.dumps(answer.to_json(), ensure_ascii=False, indent=1) + "\n")
    else:
        sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
        sys.stdout.writelines(f"{line}\n" for line in render(answer, calendar))
    return 0


def render(answer: Clock, calendar: Calendar) -> Iterator[str]:
    """The answer for a reader: what counts first, then why."""
    yield headline(answer)
    if answer.defects:
        yield ""
        yield "程序上需要注意："
        for defect in answer.defects:
            yield f"  {defect.message}〔{source(defect.article)}〕"
    yield ""
    yield "为什么是这一天："
    for line in explain(answer, calendar):
        yield f"  {line}"


def _load(path: Path) -> object:
    """The JSON in the file; CommandError with one sentence where there is none."""
    try:
        if path.is_dir():
            raise CommandError(f"{path}：这是文件夹，请给出一个事件文件。")
        if path.stat().st_size > LARGEST:
            raise CommandError(f"{path}：文件太大，不像是一件申请的事件。")
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise CommandError(f"{path}：没有这个文件。") from None
    except UnicodeDecodeError:
        raise CommandError(f"{path}：文件不是 UTF-8 编码的文本。") from None
    except OSError as error:
        raise CommandError(f"{path}：文件打不开（{error.strerror}）。") from None
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise CommandError(f"{path}：第{error.lineno}行第{error.colno}列不是正确的 JSON。") from None
    except RecursionError:
        raise CommandError(f"{path}：JSON 的层次太深。") from None
