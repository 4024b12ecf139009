"""`gongkai worker`: runs the tasks that wait in the database. `gongkai serve` starts one along."""

from __future__ import annotations

import argparse
import sys


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of the worker."""
    parser.add_argument("--once", action="store_true", help="做完等待中的任务后退出")
    parser.add_argument("--daily", action="store_true", help="立即发提醒和每日摘要后退出；已发过的不再发")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run tasks until stopped (or, with --once, until none waits); 0. With --daily the day's work instead, and 1 where
    the mail server did not take everything."""
    from gongkai.site.django import start_with_database

    start_with_database()
    from gongkai.site import daily, tasks

    if options.daily:
        sent = daily.run()
        sys.stdout.write(f"已发提醒 {sent.reminders} 封，每日摘要 {sent.digests} 封，未发出 {len(sent.failed)} 封。\n")
        return 1 if sent.failed else 0
    tasks.work(once=options.once)
    return 0
