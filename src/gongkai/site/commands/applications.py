"""`gongkai applications import` and `gongkai applications export`: past cases in, the register of a year out."""

from __future__ import annotations

import argparse
import hashlib
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from gongkai.site.arguments import Parser
from gongkai.site.commands import CommandError, complain
from gongkai.site.output import write_result
from gongkai.site.progress import Progress

if TYPE_CHECKING:
    from gongkai.agencies.models import Agency
    from gongkai.applications.importing.register import Register

FORMATS = ("csv", "xlsx", "json")
UNUSABLE = 2


def configure(parser: argparse.ArgumentParser) -> None:
    """The subcommands of `gongkai applications`."""
    commands = parser.add_subparsers(title="子命令", metavar="子命令", required=True, parser_class=Parser)
    takes = commands.add_parser(
        "import",
        help="由台账转入以往的申请",
        description="由 CSV 或 XLSX 台账转入以往的申请：要么全部转入，要么都不转入。",
    )
    takes.add_argument("file", metavar="台账文件", help="CSV 或 XLSX 文件，表头写各列的名称或者编号")
    takes.add_argument("--agency", required=True, metavar="代码", help="机关代码")
    takes.add_argument("--dry-run", action="store_true", help="只核对，不转入")
    takes.set_defaults(run=run_import)
    exports = commands.add_parser(
        "export", help="导出一年的申请台账", description="导出一年的申请台账：本年收到的，和上年结转的。"
    )
    exports.add_argument("--agency", required=True, metavar="代码", help="机关代码")
    exports.add_argument("--year", required=True, type=int, metavar="年度", help="哪一年")
    exports.add_argument(
        "--format", required=True, choices=FORMATS, metavar="格式", help=f"输出格式：{'、'.join(FORMATS)}"
    )
    exports.add_argument("--out", metavar="文件", help="写入文件，默认写到标准输出")
    exports.set_defaults(run=run_export)


def run_import(options: argparse.Namespace) -> int:
    """Take the file over, or only check it; 2 where a line cannot be taken over, each named with its reason, else 0.

    Raises CommandError for an unknown agency, and for a file that is no register at all.
    """
    data = _bytes(Path(options.file))
    agency = _agency(options.agency)
    from django.utils import timezone

    from gongkai.agencies.action import Refused
    from gongkai.applications.actions.taking_over import TakeOver, taken_over_already

    sha256 = hashlib.sha256(data).hexdigest()
    if earlier := taken_over_already(agency, sha256):
        sys.stdout.write(_repeated(earlier.run_at, earlier.rows))
        return 0
    today = timezone.localdate()
    register = _read(data, options.file, today)
    for remark in register.remarks:
        sys.stderr.write(f"提示：{remark}\n")
    if register.others:
        sys.stderr.write(f"提示：以下各列不在转入的范围内，未读取：{'、'.join(register.others)}。\n")
    total = len(register.cases) * (1 if options.dry_run else 2)
    with Progress(total, sys.stderr, "正在核对" if options.dry_run else "正在转入") as progress:
        action = TakeOver(
            None, agency, register, file_name=Path(options.file).name, sha256=sha256, today=today, step=progress.step
        )
        if options.dry_run:
            action.reckon()
            reasons = action.refusals()
        else:
            try:
                run, reasons = action.perform(), []
            except Refused as refused:
                reasons = refused.reasons
    for reason in reasons:
        complain(f"{options.file}：{reason}")
    if reasons:
        complain(f"{options.file}：共{len(reasons)}处不能转入，没有转入任何一件。")
        return UNUSABLE
    if options.dry_run:
        sys.stdout.write(f"核对完毕：{len(register.cases)} 件都可以转入。没有写入任何内容。\n")
    else:
        sys.stdout.write(
            _repeated(run.run_at, run.rows) if action.repeated else f"已转入 {run.rows} 件（批次 {run.public_id}）。\n"
        )
    return 0


def run_export(options: argparse.Namespace) -> int:
    """Write the register; 0. Raises CommandError for an unknown agency or a file that cannot be written."""
    agency = _agency(options.agency)
    from gongkai.applications.register_export import write_register

    if not 1949 <= options.year <= 9998:
        raise CommandError(f"年度不能是 {options.year}。")
    write_result(write_register(agency, options.year, options.format), options.out, text=options.format != "xlsx")
    return 0


def _repeated(run_at: datetime, rows: int) -> str:
    from django.utils import timezone

    return f"这个文件已于 {timezone.localtime(run_at):%Y-%m-%d %H:%M} 转入（{rows} 件），没有重复转入。\n"


def _agency(code: str) -> Agency:
    from gongkai.site.django import start_with_database

    start_with_database()
    from gongkai.agencies.models import Agency

    agency = Agency.objects.filter(code=code).first()
    if agency is None:
        raise CommandError(f"没有代码为 {code} 的机关。用 gongkai agencies list 查看。")
    return agency


def _bytes(path: Path) -> bytes:
    from gongkai.documents.sheets import LARGEST

    try:
        if path.is_dir():
            raise CommandError(f"{path}：这是文件夹，请给出一个台账文件。")
        if path.stat().st_size > LARGEST:
            raise CommandError(f"{path}：文件超过 {LARGEST // 1024 // 1024} MB，请按年度分成几个文件转入。")
        return path.read_bytes()
    except FileNotFoundError:
        raise CommandError(f"{path}：没有这个文件。") from None
    except OSError as error:
        raise CommandError(f"{path}：文件打不开（{error.strerror}）。") from None


def _read(data: bytes, name: str, today: date) -> Register:
    from gongkai.applications.importing.register import read_register
    from gongkai.documents.model import UnusableDocument
    from gongkai.documents.sheets import sheets

    told = sys.stderr.isatty()

    def step(lines: int) -> None:
        if told:
            sys.stderr.write(f"\r\033[K正在读取 {lines} 行")

    try:
        return read_register(sheets(data, Path(name).name), today, step)
    except UnusableDocument as error:
        raise CommandError(f"{name}：{error}") from None
    finally:
        if told:
            sys.stderr.write("\r\033[K")
