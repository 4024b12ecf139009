"""`gongkai worker`: runs the tasks that wait in the database. `gongkai serve` starts one along."""

from __future__ import annotations

import argparse


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of the worker."""
    parser.add_argument("--once", action="store_true", help="做完等待中的任务后退出")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run tasks until stopped (or, with --once, until none waits); 0."""
    from gongkai.site.django import start_with_database

    start_with_database()
    from gongkai.site import tasks

    tasks.work(once=options.once)
    return 0
