"""Starting Django for a command, with a database that the program can work on."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import django
from django.core.exceptions import ImproperlyConfigured

from gongkai.site.commands import CommandError
from gongkai.site.loading import staying

if TYPE_CHECKING:
    from gongkai.site.database import State


def start() -> None:
    """Load settings and rooms. Raises CommandError where a setting cannot be used."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.site.settings")
    try:
        with staying():
            django.setup()
    except ImproperlyConfigured as error:
        raise CommandError(str(error)) from error
    # A web request brings its language along, a command does not.
    from django.conf import settings
    from django.utils import translation

    translation.activate(settings.LANGUAGE_CODE)


def start_with_database() -> None:
    """Start Django and see that the database fits: an empty one is brought up to date, an older one is refused.

    Raises CommandError where there is no way to the database or it is older than the program.
    """
    start()
    from gongkai.site import database

    found = database_state()
    if found is database.State.OLDER:
        raise CommandError("数据库的结构早于本程序，请先运行 gongkai migrate（或 gongkai serve）升级。")
    if found is database.State.EMPTY:
        sys.stderr.write("首次使用，正在准备数据库……\n")
        database.migrate()


def database_state() -> State:
    """How the database stands to the program. Raises CommandError where there is no way to it."""
    from django.db import DatabaseError, connection

    from gongkai.site import database

    try:
        return database.state()
    except DatabaseError as error:
        where = connection.settings_dict["NAME"]
        raise CommandError(f"无法打开数据库 {where}：{str(error).splitlines()[0]}") from error
