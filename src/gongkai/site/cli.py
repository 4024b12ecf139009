"""The console script `gongkai`.

A command is a module of `gongkai.site.commands`, named in `COMMANDS` and imported only when it is called, so that
reading a report never waits for Django. Such a module has

* `configure(parser)`, which adds its arguments (or its own subcommands, by `subcommands(parser)`) and sets, by
  `parser.set_defaults(run=...)`, a function that takes the parsed arguments and returns the exit status;
* `CommandError` to raise where an argument or the surroundings cannot be used: one line on standard error, status 2.
"""

from __future__ import annotations

import errno
import importlib
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from gongkai.site.arguments import Parser
from gongkai.site.commands import CommandError, complain


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its name, its module below `gongkai.site.commands`, and one line of help."""

    name: str
    module: str
    help: str


COMMANDS = (
    Command("report", "report", "读取、检查政府信息公开工作年度报告"),
    Command("law", "law", "由事件推算申请的答复期限"),
    Command("serve", "serve", "启动平台：公众网站、工作后台和后台任务"),
    Command("migrate", "migrate", "把数据库升级到最新"),
    Command("worker", "worker", "执行后台任务"),
    Command("agencies", "agencies", "建立、列出机关"),
    Command("applications", "applications", "转入以往的申请，导出一年的台账"),
    Command("records", "records", "转入已有网站的信息"),
    Command("pages", "pages", "写出、清空公众网站的网页"),
    Command("keys", "keys", "更换加密个人信息的密钥"),
    Command("search", "search", "重建检索索引"),
    Command("ledger", "ledger", "校验台账，写出链头"),
)

INTERRUPTED = 130
BROKEN_PIPE = 141


def parser_for(arguments: Sequence[str]) -> Parser:
    """The parser with the arguments of the command that is called, and the names of all others."""
    parser = Parser(prog="gongkai", description="公开：政府信息公开平台。")
    commands = parser.add_subparsers(title="命令", metavar="命令", required=True, parser_class=Parser)
    for command in COMMANDS:
        subparser = commands.add_parser(command.name, help=command.help, description=command.help)
        if arguments and arguments[0] == command.name:
            module: Any = importlib.import_module(f"gongkai.site.commands.{command.module}")
            module.configure(subparser)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command and returns its exit status."""
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        options = parser_for(arguments).parse_args(arguments)
        status: int = options.run(options)
        sys.stdout.flush()
    except CommandError as error:
        complain(str(error))
        return 2
    except KeyboardInterrupt:
        sys.stderr.write("已中断。\n")
        return INTERRUPTED
    except BrokenPipeError:
        # The reader has gone (`| head`). Python would flush once more at exit, and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        complain("磁盘已满，没有写完。")
        return 2
    return status


if __name__ == "__main__":
    sys.exit(main())
