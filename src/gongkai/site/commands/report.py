"""`gongkai report read` and `gongkai report check`: annual reports of any supported format, without a database.

`gongkai report compile`, which needs one, is `report_compile`.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from gongkai.documents import SUFFIXES, read_document
from gongkai.documents.model import UnusableDocument
from gongkai.reports.checking import check
from gongkai.reports.json import error_to_json, report_to_json
from gongkai.reports.model import Report
from gongkai.reports.reading import read_report
from gongkai.reports.workers import Failed, Workers, usable_cores
from gongkai.site.arguments import Parser
from gongkai.site.commands import complain, report_compile
from gongkai.site.progress import Progress
from gongkai.site.report_text import render

IN_FOLDERS = frozenset({*SUFFIXES, ".xls", ".et", ".ofd"})
"""What counts as a document in a folder, also what is then refused with a sentence rather than passed over.

A file that is named itself is tried whatever its name.
"""

SECONDS = 60
"""How long one file may take."""


def configure(parser: Parser) -> None:
    """The subcommands of `gongkai report`."""
    commands = parser.add_subparsers(title="子命令", metavar="子命令", required=True, parser_class=Parser)
    read = commands.add_parser("read", help="读取年度报告的各项数据", description="读取年度报告，列出各表数据。")
    checks = commands.add_parser("check", help="读取并检查年度报告", description="读取年度报告，逐项检查并列出问题。")
    for command in (read, checks):
        command.add_argument("files", nargs="+", metavar="文件", help="报告文件，或装有报告的文件夹")
        command.add_argument("--json", action="store_true", help="以 JSON 输出")
        command.add_argument(
            "--workers",
            type=positive,
            default=usable_cores(),
            metavar="N",
            help="同时处理几个文件，默认用上全部处理器核心",
        )
    checks.add_argument("--previous", metavar="文件", help="上一年度的报告（或其文件夹），一并作跨年核对")
    read.set_defaults(run=run, checking=False, previous=None)
    checks.set_defaults(run=run, checking=True)
    report_compile.configure(
        commands.add_parser(
            "compile", help="由案件记录编制年度报告", description="由案件记录编制一个机关一年的年度报告。"
        )
    )


def positive(text: str) -> int:
    """A whole number from 1 on; ValueError else, which argparse turns into its message."""
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: the text to print, and why it could not be used, or whether it has errors."""

    text: str
    unusable: str = ""
    has_errors: bool = False


def run(options: argparse.Namespace) -> int:
    """Reads (and checks) the files; returns the exit status: 2 if one cannot be used, 1 if one has errors, else 0."""
    if options.json:
        sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    else:
        sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
    unusable = has_errors = False
    previous: list[Report] = []
    if options.previous:
        paths = documents_in([options.previous])
        for path, loaded in zip(paths, Workers(load, options.workers, SECONDS).run(paths), strict=True):
            if isinstance(loaded, Report):
                previous.append(loaded)
            else:
                complain(f"上一年度报告 {shown(path)} 无法使用：{loaded.sentence}")
                unusable = True

    paths = documents_in(options.files)
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    work = partial(process, checking=options.checking, previous=previous, as_json=options.json, colour=colour)
    write = sys.stdout.write
    opening, between, closing = ("[\n", ",\n", "\n]\n") if options.json else ("", "\n", "")
    write(opening)
    with Progress(len(paths), sys.stderr, "正在读取") as progress:
        outcomes = Workers(work, min(options.workers, len(paths)), SECONDS).run(paths)
        for number, (path, outcome) in enumerate(zip(paths, outcomes, strict=True)):
            if isinstance(outcome, Failed):
                outcome = failure(path, outcome.sentence, options.json)
            if outcome.unusable or sys.stdout.isatty():
                progress.clear()
            if outcome.unusable:
                unusable = True
                complain(outcome.unusable)
            has_errors = has_errors or outcome.has_errors
            if outcome.text:
                write(between * (number > 0) + outcome.text)
            progress.step()
    write(closing)
    return 2 if unusable else 1 if has_errors else 0


def documents_in(names: Sequence[str]) -> list[Path]:
    """The files named, a folder replaced by the documents in it in order of name. An empty folder stays, to be told."""
    paths: list[Path] = []
    for name in names:
        path = Path(name)
        inside = sorted(child for child in _children(path) if child.suffix.lower() in IN_FOLDERS)
        paths.extend(inside or [path])
    return paths


def _children(path: Path) -> list[Path]:
    try:
        return [child for child in path.iterdir() if child.is_file() and not child.name.startswith((".", "~$"))]
    except OSError:
        return []


def load(path: Path) -> Report | Failed:
    """The report in a file, or why there is none. Without the document, which is large."""
    try:
        report = _read(path)
    except UnusableDocument as error:
        return Failed(str(error))
    report.document = None
    return report


def _read(path: Path) -> Report:
    if path.is_dir():
        raise UnusableDocument("文件夹里没有可以读取的文档。")
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise UnusableDocument("没有这个文件。") from None
    except OSError as error:
        raise UnusableDocument(f"文件打不开（{error.strerror}）。") from None
    return read_report(read_document(data, path.name), shown(path))


def process(path: Path, checking: bool, previous: Sequence[Report], as_json: bool, colour: bool) -> Outcome:
    """Reads one file, checks it if wanted, and writes down what is to be printed. Runs in a worker."""
    try:
        report = _read(path)
    except UnusableDocument as error:
        return failure(path, str(error), as_json)
    findings = check(report, previous=year_before(report, previous)) if checking else None
    has_errors = any(finding.level == "error" for finding in findings or ())
    if as_json:
        return Outcome(json.dumps(report_to_json(report, findings), ensure_ascii=False), has_errors=has_errors)
    return Outcome(render(report, findings, colour), has_errors=has_errors)


def year_before(report: Report, previous: Sequence[Report]) -> Report | None:
    """Of last year's reports the one that belongs to this report; the only one belongs to all, right or wrong."""
    if len(previous) == 1:
        return previous[0]
    for candidate in previous:
        if candidate.agency == report.agency and report.year and candidate.year == report.year - 1:
            return candidate
    return None


def failure(path: Path, sentence: str, as_json: bool) -> Outcome:
    """The outcome of a file that cannot be used."""
    text = json.dumps(error_to_json(shown(path), sentence), ensure_ascii=False) if as_json else ""
    return Outcome(text, unusable=f"{shown(path)}：{sentence}")


def shown(path: Path) -> str:
    """The path as it can be printed: a name that is no UTF-8 with its bad bytes replaced."""
    return os.fsencode(path).decode(errors="replace")
