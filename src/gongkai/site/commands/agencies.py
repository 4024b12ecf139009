"""`gongkai agencies add CODE NAME` and `gongkai agencies list`."""

from __future__ import annotations

import argparse
import json
import sys

from gongkai.site.arguments import Parser
from gongkai.site.commands import CommandError

LEVELS = ("national", "provincial", "municipal", "county", "township")
KINDS = ("government", "department", "dispatched", "township", "authorised", "public_service")


def configure(parser: argparse.ArgumentParser) -> None:
    """The subcommands of `gongkai agencies`."""
    commands = parser.add_subparsers(title="子命令", metavar="子命令", required=True, parser_class=Parser)
    add = commands.add_parser("add", help="建立机关", description="建立一个机关。")
    add.add_argument("code", metavar="代码", help="2 至 32 位英文字母、数字、连字符")
    add.add_argument("name", metavar="全称", help="机关全称")
    add.add_argument("--short-name", default="", metavar="简称", help="机关简称")
    add.add_argument("--parent", metavar="代码", help="上级机关的代码")
    add.add_argument("--level", choices=LEVELS, metavar="层级", help=f"行政层级：{'、'.join(LEVELS)}，默认为县级")
    add.add_argument("--kind", choices=KINDS, metavar="性质", help=f"机关性质：{'、'.join(KINDS)}，默认为政府部门")
    add.set_defaults(run=run_add)
    lists = commands.add_parser("list", help="列出全部机关", description="列出全部机关。")
    lists.add_argument("--json", action="store_true", help="以 JSON 输出")
    lists.set_defaults(run=run_list)


def run_add(options: argparse.Namespace) -> int:
    """Make the agency; 0. Raises CommandError with the reasons where it is refused."""
    from gongkai.site.django import start_with_database

    start_with_database()
    from gongkai.agencies.action import Refused
    from gongkai.agencies.actions import CreateAgency
    from gongkai.agencies.enums import Kind, Level
    from gongkai.agencies.models import Agency

    parent = None
    if options.parent:
        parent = Agency.objects.filter(code=options.parent).first()
        if parent is None:
            raise CommandError(f"没有代码为 {options.parent} 的上级机关。")
    try:
        made = CreateAgency(
            None,
            code=options.code,
            name=options.name,
            short_name=options.short_name,
            parent=parent,
            level=options.level or Level.COUNTY,
            kind_of_body=options.kind or Kind.DEPARTMENT,
        ).perform()
    except Refused as refused:
        raise CommandError("".join(refused.reasons)) from refused
    sys.stdout.write(f"已建立机关 {made.code} {made.name}。\n")
    return 0


def run_list(options: argparse.Namespace) -> int:
    """Print all agencies, units below their parents; 0."""
    from gongkai.site.django import start_with_database

    start_with_database()
    from gongkai.agencies.models import Agency

    agencies = list(Agency.objects.select_related("parent").prefetch_related("former_names"))
    if options.json:
        rows = [
            {
                "code": agency.code,
                "name": agency.name,
                "short_name": agency.short_name,
                "former_names": [former.name for former in agency.former_names.all()],
                "parent": agency.parent.code if agency.parent else None,
                "level": agency.level,
                "kind": agency.kind,
            }
            for agency in agencies
        ]
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2) + "\n")
        return 0
    for agency in agencies:
        sys.stdout.write(f"{'  ' * agency.depth}{agency.code}\t{agency.name}\n")
    if not agencies:
        sys.stderr.write("还没有机关。用 gongkai agencies add 代码 全称 建立。\n")
    return 0
