"""`gongkai ledger verify` and `gongkai ledger heads`: whether the record of what happened is whole."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from gongkai.site.arguments import Parser
from gongkai.site.commands import CommandError

if TYPE_CHECKING:
    from gongkai.ledger.queries import Head


def configure(parser: argparse.ArgumentParser) -> None:
    """The subcommands of `gongkai ledger`."""
    commands = parser.add_subparsers(title="子命令", metavar="子命令", required=True, parser_class=Parser)
    verify = commands.add_parser("verify", help="校验台账", description="逐条校验台账，指出第一条不符的记录。")
    verify.add_argument("--heads", metavar="文件", help="另行保存的链头（由 gongkai ledger heads 写出）")
    verify.set_defaults(run=run_verify)
    heads = commands.add_parser("heads", help="写出链头", description="写出各链的最后一条，供另行保存。")
    heads.add_argument("--out", metavar="文件", help="写到文件，默认写到标准输出")
    heads.set_defaults(run=run_heads)


def run_verify(options: argparse.Namespace) -> int:
    """Read every entry again: 0 if all fit, 1 if one does not."""
    from gongkai.site.django import start_with_database

    start_with_database()
    from gongkai.ledger.queries import verify

    found = verify(read_heads(options.heads) if options.heads else None)
    if found.missing_triggers:
        sys.stdout.write(f"数据库的防改触发器缺失：{'、'.join(sorted(found.missing_triggers))}。\n")
    for fault in found.faults:
        sys.stdout.write(f"{fault.sentence}\n")
    if found.sound:
        sys.stdout.write(f"台账完整：{found.chains} 条链，共 {found.entries} 条记录。\n")
    return 0 if found.sound else 1


def run_heads(options: argparse.Namespace) -> int:
    """Write the heads of all chains as JSON; 0."""
    from gongkai.site.django import start_with_database

    start_with_database()
    from gongkai.ledger.heads import heads_to_json
    from gongkai.ledger.queries import heads

    text = heads_to_json(heads(), datetime.now(UTC))
    if not options.out:
        sys.stdout.write(text)
        return 0
    try:
        Path(options.out).write_text(text, encoding="utf-8")
    except OSError as error:
        raise CommandError(f"无法写入 {options.out}：{error.strerror}") from error
    return 0


def read_heads(file: str) -> list[Head]:
    """The heads in such a file. Raises CommandError where it is none."""
    from gongkai.ledger.queries import Head

    try:
        heads = json.loads(Path(file).read_text(encoding="utf-8"))["heads"]
        return [Head(str(head["chain"]), int(head["sequence"]), str(head["hash"])) for head in heads]
    except OSError as error:
        raise CommandError(f"无法读取 {file}：{error.strerror}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise CommandError(f"{file} 不是链头文件。") from error
