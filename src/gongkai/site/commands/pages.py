"""`gongkai pages`: the public site's written pages, all of them or none."""

from __future__ import annotations

import argparse
import os
import sys
from http import HTTPStatus

from gongkai.site.arguments import Parser


def configure(parser: argparse.ArgumentParser) -> None:
    """The subcommands of `gongkai pages`."""
    commands = parser.add_subparsers(title="子命令", metavar="子命令", required=True, parser_class=Parser)
    write = commands.add_parser(
        "write",
        help="写出全部网页",
        description="写出首页、栏目和全部已发布信息的网页，供前端服务器直接读取。已写出的略过，中断后再次运行会接着做完。",
    )
    write.set_defaults(run=run_write)
    clear = commands.add_parser(
        "clear",
        help="清空已写出的网页",
        description="清空已写出的网页，例如升级之后；网页在有人访问时或 gongkai pages write 时重新写出。",
    )
    clear.set_defaults(run=run_clear)


def run_write(_options: argparse.Namespace) -> int:
    """Write what is not written yet; 0, or 1 where a page could not be made."""
    os.environ["GONGKAI_ROLE"] = "public"
    from gongkai.site.django import start_with_database

    start_with_database()
    from gongkai.portal.written import writer
    from gongkai.portal.written.keeping import store
    from gongkai.site.progress import Progress
    from gongkai.site.wsgi import django_application

    _copy_styles()
    missing = [address for address in writer.addresses() if store().read(address) is None]
    failed = []
    with Progress(len(missing), sys.stderr, "正在写出网页") as progress:
        for address in missing:
            if writer.ask(django_application, address) >= HTTPStatus.BAD_REQUEST:
                failed.append(address)
            progress.step()
    sys.stdout.write(f"已写出 {len(missing) - len(failed)} 页。\n")
    for address in failed:
        sys.stderr.write(f"未能写出：{address}\n")
    return 1 if failed else 0


def _copy_styles() -> None:
    """Style sheets and scripts for nginx: without them pages would be poor while the application is down."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders

    for finder in get_finders():
        for path, storage in finder.list(["wagtail*", "rest_framework"]):
            place = settings.PAGES / "static" / path
            place.parent.mkdir(parents=True, exist_ok=True)
            with storage.open(path) as file:
                place.write_bytes(file.read())


def run_clear(_options: argparse.Namespace) -> int:
    """Remove all written pages; 0."""
    from gongkai.site.django import start

    start()
    from gongkai.portal.written.keeping import store

    store().take_away_everything()
    sys.stdout.write("已清空写出的网页。\n")
    return 0
