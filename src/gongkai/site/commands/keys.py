"""`gongkai keys rotate`: personal data under a new key."""

from __future__ import annotations

import argparse
import sys

from gongkai.site.arguments import Parser
from gongkai.site.commands import CommandError


def configure(parser: argparse.ArgumentParser) -> None:
    """The subcommands of `gongkai keys`."""
    commands = parser.add_subparsers(title="子命令", metavar="子命令", required=True, parser_class=Parser)
    rotate = commands.add_parser(
        "rotate",
        help="更换密钥",
        description="启用新密钥，把受保护的个人信息全部重新加密，然后删去旧密钥。中断后再次运行会接着做完。",
    )
    rotate.set_defaults(run=run_rotate)


def run_rotate(_options: argparse.Namespace) -> int:
    """A new key on top, everything written anew, the old keys gone; 0. Interrupted, both stay and nothing is lost."""
    from gongkai.site.django import start_with_database

    start_with_database()
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured

    from gongkai.agencies.action import COMMAND_LINE
    from gongkai.agencies.rotation import StillOld, count_records, rotate
    from gongkai.ledger.actions import append
    from gongkai.ledger.models import INSTALLATION
    from gongkai.site.progress import Progress

    try:
        with Progress(count_records(), sys.stderr, "正在重新加密") as progress:
            done = rotate(progress.step)
    except KeyboardInterrupt:
        sys.stderr.write("尚未完成：新旧密钥都已保留，数据都能读取。请再次运行 gongkai keys rotate。\n")
        raise
    except StillOld:
        raise CommandError("仍有程序在使用旧密钥，旧密钥已保留。请停止各进程后再次运行。") from None
    except (ImproperlyConfigured, OSError) as error:
        raise CommandError(str(error)) from error
    append(
        "keys.rotated",
        actor=COMMAND_LINE,
        agency=INSTALLATION,
        subject="",
        ground="",
        payload={"records": done.written, "resumed": done.resumed},
    )
    sys.stdout.write(
        f"已更换密钥，重新加密 {done.written} 条记录。请立即另行备份密钥文件：{settings.PROTECTION_KEYS}\n"
    )
    return 0
