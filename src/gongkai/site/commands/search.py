"""`gongkai search rebuild`: bring the search to what is public."""

from __future__ import annotations

import argparse
import sys

from gongkai.site.arguments import Parser


def configure(parser: argparse.ArgumentParser) -> None:
    """The subcommands of `gongkai search`."""
    commands = parser.add_subparsers(title="子命令", metavar="子命令", required=True, parser_class=Parser)
    rebuild = commands.add_parser(
        "rebuild",
        help="重建检索索引",
        description="逐条核对全部已公开的内容，补上检索中缺少的，更新有变化的，去掉已不公开的。中断后再次运行会接着做完。",
    )
    rebuild.add_argument(
        "--fresh", action="store_true", help="先清空再重建；平台升级后提示检索规则有变时使用，完成前检索结果不全"
    )
    rebuild.set_defaults(run=run_rebuild)


def run_rebuild(options: argparse.Namespace) -> int:
    """Follow all sources; 0. Interrupted, what is done stays done."""
    from gongkai.site.django import start_with_database

    start_with_database()
    from gongkai.publishing.search import count_public, rebuild
    from gongkai.site.progress import Progress

    try:
        with Progress(count_public(), sys.stderr, "正在重建检索索引") as progress:
            done = rebuild(progress.step, fresh=options.fresh)
    except KeyboardInterrupt:
        sys.stderr.write(
            "尚未完成：已处理的部分已经生效。请再次运行 gongkai search rebuild（不带 --fresh）接着做完。\n"
        )
        raise
    sys.stdout.write(f"检索索引已更新：写入 {done.put} 条，去掉 {done.removed} 条，{done.unchanged} 条没有变化。\n")
    return 0
