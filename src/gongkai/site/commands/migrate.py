"""`gongkai migrate`: bring the database up to date."""

from __future__ import annotations

import argparse
import sys


def configure(parser: argparse.ArgumentParser) -> None:
    """No arguments: DATABASE_URL and GONGKAI_HOME say which database."""
    parser.set_defaults(run=run)


def run(_options: argparse.Namespace) -> int:
    """Apply what is missing; 0."""
    from gongkai.site.django import database_state, start

    start()
    from gongkai.site import database

    if database_state() is database.State.CURRENT:
        sys.stdout.write("数据库已是最新。\n")
    else:
        database.migrate()
        sys.stdout.write("数据库已升级到最新。\n")
    return 0
