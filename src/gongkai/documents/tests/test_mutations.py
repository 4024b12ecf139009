"""Damaged files give a document or one sentence, never another error."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from functools import cache

import openpyxl
import pytest

from gongkai.documents import read_document
from gongkai.documents.limits import Limits
from gongkai.documents.model import UnusableDocument
from gongkai.documents.tests.office import docx, p, package, tbl, tc
from gongkai.documents.tests.pdf_files import pdf, table

LIMITS = Limits(seconds=20)


@cache
def html() -> bytes:
    cells = "".join(
        f"<tr><td rowspan=2 style='width:1pt'><p><span>{n}</span></p></td><td colspan='2'>甲<br>乙</td></tr>"
        for n in range(5)
    )
    nested = f"<table><tr><td>{'<table><tr><td>1</td><td>2</td></tr></table>'}</td><td>丙</td></tr></table>"
    return (
        "<!DOCTYPE html><html><head><meta charset=utf-8><title>题</title><script>if(a<b){}</script></head><body>"
        f"<!-- x --><div style='display:none'>藏</div><p>一、情况&nbsp;</p><table>{cells}</table>{nested}"
        "<pre>a\nb</pre></body></html>"
    ).encode()


@cache
def word() -> bytes:
    lists = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="chineseCounting"/>'
        '<w:lvlText w:val="%1、"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    rows = [
        [tc("甲", '<w:vMerge w:val="restart"/>'), tc("1")],
        [tc("", "<w:vMerge/>"), tc("2", '<w:gridSpan w:val="2"/>')],
    ]
    body = p("情况", '<w:numPr><w:numId w:val="1"/></w:numPr>') + tbl([900, 30, 900], rows)
    return docx(body, numbering=lists)


@cache
def workbook() -> bytes:
    book = openpyxl.Workbook()
    for row in (["甲", 1, 2.5], ["乙", None, "x"]):
        book.active.append(row)
    book.active.merge_cells("A1:A2")
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


@cache
def portable() -> bytes:
    return pdf("情况\n" + table(4, [f"[{n}]" for n in range(80)]), 300)


@cache
def plain() -> bytes:
    return ("一、总体情况\n收到 | 1 | 2 |\r\n" * 20).encode()


SAMPLES: dict[str, Callable[[], bytes]] = {
    "a.html": html, "a.docx": word, "a.xlsx": workbook, "a.pdf": portable, "a.txt": plain,
}  # fmt: skip


def mutated(data: bytes, dice: random.Random) -> bytes:
    """The bytes with a few of them changed, cut, doubled or moved."""
    found = bytearray(data)
    for _ in range(dice.randrange(1, 6)):
        at, to = sorted(dice.randrange(len(found) + 1) for _ in range(2))
        to = min(to, at + 2000)
        match dice.randrange(6):
            case 0:
                found[at : at + 1] = bytes([dice.randrange(256)])
            case 1:
                del found[at:to]
            case 2:
                found[at:at] = found[at:to]
            case 3:
                del found[at:]
            case 4:
                found[at:at] = bytes(dice.randrange(256) for _ in range(dice.randrange(1, 9)))
            case 5:
                found[at:to] = found[at:to][::-1]
        if not found:
            break
    return bytes(found)


def mutated_inside(data: bytes, dice: random.Random) -> bytes:
    """A package with one of its parts mutated: damage that the container's checksums do not find first."""
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    name = dice.choice(sorted(parts))
    part = parts[name]
    assert isinstance(part, bytes)
    if dice.random() < 0.5 and part.count(b'"') > 4:  # another attribute's value
        pieces = part.split(b'"')
        at = dice.randrange(len(pieces) // 2) * 2 + 1
        pieces[min(at, len(pieces) - 1)] = dice.choice([b"", b"-1", b"99999999999", b"x", "一".encode(), b"1e9", b"A0"])
        part = b'"'.join(pieces)
    else:
        part = mutated(part, dice)
    return package(parts | {name: part})


def holds(name: str, seed: int) -> None:
    dice = random.Random(f"{name} {seed}")
    data = SAMPLES[name]()
    inside = name.endswith((".docx", ".xlsx")) and seed % 4
    data = mutated_inside(data, dice) if inside else mutated(data, dice)
    sentence = "。"
    try:
        read_document(data, name, LIMITS)
    except UnusableDocument as error:
        sentence = str(error)
    assert sentence.endswith("。"), (name, seed)


@pytest.mark.parametrize("name", SAMPLES)
def test_the_samples_are_read(name: str) -> None:
    assert read_document(SAMPLES[name](), name).blocks


@pytest.mark.parametrize("name", SAMPLES)
def test_damaged_files_are_read_or_refused(name: str) -> None:
    for seed in range(150):
        holds(name, seed)


@pytest.mark.slow
@pytest.mark.parametrize("name", SAMPLES)
def test_two_thousand_damaged_files_are_read_or_refused(name: str) -> None:
    for seed in range(1000, 3000):
        holds(name, seed)
