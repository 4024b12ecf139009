"""`gongkai report compile`: the annual report of an agency and year from its records."""

from __future__ import annotations

import argparse
import json
import sys

from gongkai.site.commands import CommandError, complain
from gongkai.site.output import write_result

FORMATS = ("json", "html", "docx", "pdf", "xlsx")
TEXT = frozenset({"json", "html"})


def configure(compiles: argparse.ArgumentParser) -> None:
    """The arguments of `gongkai report compile`."""
    compiles.add_argument("--agency", required=True, metavar="代码", help="机关代码")
    compiles.add_argument("--year", required=True, type=int, metavar="年度", help="报告年度，2019 年起")
    compiles.add_argument(
        "--format", required=True, choices=FORMATS, metavar="格式", help=f"输出格式：{'、'.join(FORMATS)}"
    )
    compiles.add_argument("--out", metavar="文件", help="写入文件，默认写到标准输出")
    compiles.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Compile and write; 1 if a relation of the form does not hold, else 0. What people have still to do is told.

    Raises CommandError for an unknown agency, a year that has no such report, or a file that cannot be written.
    """
    from gongkai.site.django import start_with_database

    start_with_database()
    from django.utils import timezone

    from gongkai.agencies.models import Agency
    from gongkai.annual_reports import compiling
    from gongkai.annual_reports.compiled_models import CompiledReport
    from gongkai.reports.writing import CannotWrite, write

    agency = Agency.objects.filter(code=options.agency).first()
    if agency is None:
        raise CommandError(f"没有代码为 {options.agency} 的机关。用 gongkai agencies list 查看。")
    today = timezone.localdate()
    if options.year > today.year:
        raise CommandError(f"{options.year}年还没有开始，没有可以编制的年报。")
    record = CompiledReport.objects.filter(agency=agency, year=options.year).first()
    try:
        compiled = compiling.compile_report(agency, options.year, record)
    except compiling.NoSuchTable as error:
        raise CommandError(str(error)) from error
    report = compiled.report()
    findings = compiling.examine(report, compiled.form, compiling.previous_report(agency, options.year))
    if options.format == "json":
        data = json.dumps([compiled.json(findings)], ensure_ascii=False, indent=1).encode() + b"\n"
    else:
        try:
            data = write(report, compiled.form, options.format)
        except CannotWrite as error:
            raise CommandError(str(error)) from error
    write_result(data, options.out, text=options.format in TEXT)
    for sentence in compiling.remarks(compiled, today):
        complain(sentence)
    # What people have still to type in is told above; it is no error of the records.
    errors = [found for found in findings if found.level == "error" and found.rule != "form.missing_cells"]
    for found in errors:
        sys.stderr.write(f"错误：{found.message}\n")
    return 1 if errors else 0
