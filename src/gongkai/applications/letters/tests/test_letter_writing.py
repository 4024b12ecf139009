"""Letters on paper: the same words in Word and PDF, whatever the kind, and the parts of an official document."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from docx import Document

from gongkai.applications.letters.examination.text import letter_text, squeezed
from gongkai.applications.letters.kinds import LetterKind, letter_kinds
from gongkai.applications.letters.letter import Letter
from gongkai.applications.letters.merge import merge
from gongkai.applications.letters.tests.sound import sound_facts
from gongkai.applications.letters.writing import Imprint, Look, RedHead, look_for, title_lines, write_letter
from gongkai.documents import read_document
from gongkai.documents.official import signature_insets

KINDS = letter_kinds()
FULL = Look(RedHead("清源市自然资源和规划局文件"), imprint=Imprint("清源市自然资源和规划局办公室", "2026年1月26日印发"))


def letter_of(kind: str) -> Letter:
    return merge(KINDS[kind].template, KINDS[kind], sound_facts(KINDS[kind]))


def words(data: bytes, format: str) -> str:
    """The text of a file in one piece, without page numbers."""
    return letter_text(read_document(data, f"letter.{format}")).whole.replace("\n", "")


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.id)
def test_word_and_pdf_hold_the_same_words_in_the_same_order(kind: LetterKind) -> None:
    letter = letter_of(kind.id)
    expected = squeezed("".join(letter.lines()))
    assert words(write_letter(letter, "docx", look_for(kind)), "docx") == expected
    assert words(write_letter(letter, "pdf", look_for(kind)), "pdf") == expected


def test_the_red_head_and_the_imprint_stand_in_both() -> None:
    letter = replace(letter_of("part_withheld"), copy_to="清源市人民政府办公室")
    for format in ("docx", "pdf"):
        text = words(write_letter(letter, format, FULL), format)
        assert text.startswith("清源市自然资源和规划局文件清自然资公开〔2026〕12号清源市自然资源和规划局政府信息公开")
        assert text.count("清自然资公开〔2026〕12号") == 1
        imprint = "抄送：清源市人民政府办公室。清源市自然资源和规划局办公室2026年1月26日印发"
        assert imprint in text


def test_the_mark_is_red_and_the_line_beneath_too() -> None:
    document = Document(BytesIO(write_letter(letter_of("granted"), "docx", FULL)))
    mark = document.paragraphs[0]
    assert str(mark.runs[0].font.color.rgb) == "FF0000"
    assert 'w:color="FF0000"' in document.paragraphs[1]._p.xml


def test_a_signature_never_stands_alone_on_a_page() -> None:
    letter = letter_of("deliberative")
    for extra in range(0, 240, 20):
        longer = replace(letter, blocks=(replace(letter.blocks[0], text="甲" * extra + "。"), *letter.blocks))
        pages = pypdfium2.PdfDocument(write_letter(longer, "pdf"))
        last = pages[len(pages) - 1].get_textpage().get_text_range()
        assert "提起行政诉讼" in squeezed(last)
        assert letter.signer in squeezed(last)
        assert letter.dated in squeezed(last)
        assert letter.note in squeezed(last)


def test_the_signer_is_centred_over_the_date_where_a_seal_comes() -> None:
    signer, signed = signature_insets("清源市自然资源和规划局", "2026年1月26日", seal=True)
    assert signed - signer == pytest.approx((11 - 7) / 2, abs=0.5)
    assert signature_insets("很长" * 12, "2026年1月26日", seal=True)[0] == 1
    assert signature_insets("甲局", "2026年1月26日", seal=False) == (2, 4)


@pytest.mark.parametrize(
    ("parts", "lines"),
    [
        (("甲局", "政府信息公开申请答复书"), ["甲局政府信息公开申请答复书"]),
        (("清源市自然资源和规划局", "政府信息公开申请答复书"), ["清源市自然资源和规划局", "政府信息公开申请答复书"]),
        (
            ("清源市东河区人民政府行政审批服务局综合窗口管理办公室", "答复书"),
            ["清源市东河区人民政府行政审批", "服务局综合窗口管理办公室", "答复书"],
        ),
    ],
)
def test_titles_break_where_words_end(parts: tuple[str, ...], lines: list[str]) -> None:
    assert "".join(title_lines(parts)) == "".join(parts)
    found = title_lines(parts)
    assert len(found) == len(lines)
    assert max(map(len, found)) <= 20
    assert min(map(len, found)) > 2


def test_facts_are_never_markup() -> None:
    kind = KINDS["deliberative"]
    odd = '#import "x"; $a$ *b* \\ [d] @e <f> // g &amp; </w:t>'
    letter = merge(kind.template, kind, replace(sound_facts(kind), reasons=odd))
    for format in ("docx", "pdf"):
        assert squeezed(odd) in words(write_letter(letter, format), format)


@pytest.mark.skipif(not shutil.which("soffice"), reason="没有安装 LibreOffice（soffice），不能检验能否打开")
def test_libreoffice_opens_them_whole(tmp_path: Path) -> None:
    letters = {kind: letter_of(kind) for kind in ("part_withheld", "third_party_consultation")}
    for kind, letter in letters.items():
        (tmp_path / f"{kind}.docx").write_bytes(write_letter(letter, "docx", FULL))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    files = [tmp_path / f"{kind}.docx" for kind in letters]
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, *files],
        check=True,
        capture_output=True,
        timeout=120,
    )
    for kind, letter in letters.items():
        data = (tmp_path / f"{kind}.pdf").read_bytes()
        printed = squeezed("".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data)))
        printed = re.sub(r"—\d+—", "", printed)
        for line in letter.lines():
            assert set(squeezed(line)) <= set(printed), line
        assert squeezed(letter.remedy) in printed
