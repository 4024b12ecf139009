"""Damaged files: whatever bytes are lost, doubled or flipped, there is a report or one sentence, never a traceback."""

import random
from functools import cache

import pytest

from gongkai.documents import read_document
from gongkai.documents.model import UnusableDocument
from gongkai.reports.checking import check
from gongkai.reports.json import report_to_json
from gongkai.reports.reading import read_report
from gongkai.reports.tests import layouts
from gongkai.reports.tests.samples import FORM_2021, SMALL_2021, report_of
from gongkai.reports.writing import write

FORMATS = ("txt", "html", "docx", "xlsx", "pdf")


@cache
def whole(format):
    if format == "txt":
        lines = layouts.report_lines(FORM_2021, layouts.texts_of(SMALL_2021), layouts.piped_cells_filled)
        return "\n".join(lines).encode()
    return write(report_of(SMALL_2021, sections={"1": "全年发布信息120条。" * 20}), FORM_2021, format)


def mutated(data, dice):
    """The bytes with a few of them flipped, a piece lost or doubled, or the end cut off."""
    data = bytearray(data)
    for _ in range(dice.randrange(1, 5)):
        at = dice.randrange(len(data))
        length = dice.choice((1, 4, 60, 1000))
        match dice.randrange(5):
            case 0:
                data[at] = dice.randrange(256)
            case 1:
                del data[at : at + length]
            case 2:
                data[at:at] = data[at : at + length]
            case 3:
                data[at : at + length] = dice.randbytes(length)
            case _:
                del data[max(at, 1) :]
        if not data:
            return b""
    return bytes(data)


def try_many(format, count):
    """Reads and checks so many damaged files; only UnusableDocument is caught, anything else is a defect."""
    sentences = []
    for seed in range(count):
        data = mutated(whole(format), random.Random(f"{format}-{seed}"))
        try:
            report = read_report(read_document(data, f"report.{format}"), f"report.{format}")
        except UnusableDocument as error:
            sentences.append(str(error))
            continue
        report_to_json(report, check(report))
    assert all(sentence.endswith("。") for sentence in sentences)


@pytest.mark.parametrize("format", FORMATS)
def test_damaged_files_give_a_report_or_a_sentence(format):
    try_many(format, 12)


@pytest.mark.slow
@pytest.mark.parametrize("format", FORMATS)
def test_two_thousand_damaged_files_give_a_report_or_a_sentence(format):
    try_many(format, 400)
