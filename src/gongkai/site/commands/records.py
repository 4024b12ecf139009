"""`gongkai records import`: the articles of an existing site become records."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from gongkai.site.arguments import Parser
from gongkai.site.commands import CommandError
from gongkai.site.progress import Progress

if TYPE_CHECKING:
    from gongkai.agencies.models import Agency
    from gongkai.publishing.importing.articles import Article
    from gongkai.publishing.importing.take_over import Outcome, TakeOver

WORDS = {"new": "新增", "changed": "更新", "unchanged": "未变", "held": "存为草稿", "refused": "未转入"}


def configure(parser: argparse.ArgumentParser) -> None:
    """The subcommands of `gongkai records`."""
    commands = parser.add_subparsers(title="子命令", metavar="子命令", required=True, parser_class=Parser)
    takes = commands.add_parser(
        "import",
        help="转入已有网站的信息",
        description="由 CSV、XLSX 或 JSON 转入已有网站上公开的信息和附件。中断后再次运行会接着做完，"
        "重复运行只改有变化的。",
    )
    takes.add_argument("file", metavar="文件", help="CSV、XLSX 或 JSON，栏名如标题、正文、栏目、发布时间、索引号、附件")
    takes.add_argument("--agency", required=True, metavar="代码", help="机关代码")
    takes.add_argument("--column", metavar="栏目", help="文件中的栏目在平台上没有时，收录到这个栏目")
    takes.add_argument("--files", metavar="文件夹", help="附件和图片所在的文件夹或者 ZIP 文件")
    takes.add_argument("--fetch", action="store_true", help="附件写的是网址时，由互联网读取")
    takes.add_argument("--dry-run", action="store_true", help="只核对，不转入")
    takes.add_argument("--report", metavar="文件", help="把每条信息的结果写入 CSV 或 XLSX 文件")
    takes.set_defaults(run=run_import)


def run_import(options: argparse.Namespace) -> int:
    """Take the articles over; 0, or 1 where some were not. Raises CommandError for what cannot be used at all."""
    try:
        data = Path(options.file).read_bytes()
    except OSError as error:
        raise CommandError(f"无法读取 {options.file}：{error.strerror}") from error
    from gongkai.site.django import start_with_database

    start_with_database()
    from django.utils import timezone

    from gongkai.agencies.models import Agency
    from gongkai.documents.model import UnusableDocument
    from gongkai.publishing.importing import take_over
    from gongkai.publishing.importing.articles import read_articles
    from gongkai.publishing.importing.files import FileSource

    agency = Agency.objects.filter(code=options.agency).first()
    if agency is None:
        raise CommandError(f"没有代码为 {options.agency} 的机关；gongkai agencies list 列出各机关。")
    columns = take_over.Columns.of(agency)
    if options.column:
        columns.default = columns.named(options.column)
        if columns.default is None:
            raise CommandError(f"{agency.name}没有可以收录信息的栏目“{options.column}”。")
    try:
        files = FileSource(Path(options.files) if options.files else None, fetching=options.fetch)
        articles = list(read_articles(data, options.file, timezone.now()))
    except UnusableDocument as error:
        raise CommandError(str(error)) from error
    run = take_over.TakeOver(agency, files, timezone.localdate(), columns, dry_run=options.dry_run)
    waiting = iter(articles)
    try:
        with Progress(len(articles), sys.stderr, "正在核对" if options.dry_run else "正在转入") as progress:
            while batch := list(islice(waiting, take_over.AT_ONCE)):
                for _ in run.batch(batch):
                    progress.step()
    except KeyboardInterrupt:
        sys.stderr.write("已中断：转入的都已保存，再次运行会接着做完。\n")
        raise
    finally:
        _tell(run.outcomes, options)
    problems = [] if options.dry_run else _into_library(agency, articles, run)
    for problem in problems:
        sys.stderr.write(f"文件库：{problem}\n")
    return int(bool(problems) or any(each.what in ("held", "refused") for each in run.outcomes))


def _into_library(agency: Agency, articles: list[Article], run: TakeOver) -> list[str]:
    """Enter in the library what the file calls a document of a class. Returns what could not be, a sentence each."""
    from django.utils import timezone

    from gongkai.library.takeover import Row, take_over_documents
    from gongkai.publishing.models import Record

    taken = {
        outcome.public_id: article
        for article, outcome in zip(articles, run.outcomes, strict=True)
        if outcome.public_id and outcome.what != "held" and "document_class" in article.document.texts
    }
    if not taken:
        return []
    rows = []
    for record in Record.objects.filter(public_id__in=taken).select_related("agency").order_by("pk"):
        facts = taken[record.public_id].document
        rows.append(
            Row(
                agency=agency,
                document_class=facts.texts["document_class"],
                record=record,
                number=record.document_number,
                title=record.title,
                registration_number=facts.texts.get("registration_number", ""),
                issuers=facts.listed("issuers"),
                published_on=timezone.localdate(record.published_at) if record.published_at else None,
                effective_on=facts.days.get("effective_on"),
                expires_on=facts.days.get("expires_on"),
                status=facts.texts.get("status", ""),
                status_on=facts.days.get("status_on"),
                amends=facts.listed("amends"),
                repeals=facts.listed("repeals"),
                replaces=facts.listed("replaces"),
                place=taken[record.public_id].where,
            )
        )
    done = take_over_documents(rows, today=run.today)
    sys.stdout.write(f"文件库：入库 {done.made} 件，更新 {done.changed} 件，未变 {done.unchanged} 件。\n")
    return done.problems


def _tell(outcomes: list[Outcome], options: argparse.Namespace) -> None:
    """What became of the articles: numbers, then each that needs somebody's eye."""
    counts = Counter(each.what for each in outcomes)
    said = "，".join(f"{word} {counts[what]} 条" for what, word in WORDS.items() if counts[what]) or "没有信息"
    sys.stdout.write(f"{'核对' if options.dry_run else '转入'}完毕：{said}。\n")
    for each in outcomes:
        if each.what in ("held", "refused"):
            sys.stderr.write(f"{each.where}《{each.title[:40]}》{WORDS[each.what]}：{''.join(each.remarks)}\n")
    remarked = sum(bool(each.remarks) for each in outcomes if each.what not in ("held", "refused"))
    if options.report:
        _write_report(Path(options.report), outcomes)
    elif remarked:
        sys.stderr.write(f"另有 {remarked} 条有提示，加 --report 文件 可查看。\n")


def _write_report(file: Path, outcomes: list[Outcome]) -> None:
    """The list as a spreadsheet, CSV or XLSX by the name. Raises CommandError."""
    from gongkai.reports.writing.spreadsheet import write_list

    header = [("位置", 16), ("标题", 50), ("结果", 12), ("编号", 16), ("说明", 80)]
    rows = ((each.where, each.title, WORDS[each.what], each.public_id, "".join(each.remarks)) for each in outcomes)
    data = write_list("转入结果", header, rows, "xlsx" if file.suffix.lower() == ".xlsx" else "csv")
    try:
        file.write_bytes(data)
    except OSError as error:
        raise CommandError(f"无法写入 {file}：{error.strerror}") from error
