"""Reports as DOCX and PDF: the official page, real tables, and no Chinese character lost."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from datetime import date
from io import BytesIO

import pypdfium2
import pytest
from docx import Document

from gongkai.documents import official_pdf, read_document
from gongkai.documents.official_pdf import NoFont, OfficialPdf
from gongkai.law.forms import PACKAGED, Forms
from gongkai.reports.figures import report_from_figures
from gongkai.reports.layout import layout
from gongkai.reports.model import Report
from gongkai.reports.reading import read_report
from gongkai.reports.tests.samples import FORM_2021, LATER_FORMS, SMALL_2021
from gongkai.reports.writing import CannotWrite, write

ALL_FORMS = Forms(PACKAGED, LATER_FORMS)
SECTIONS = {
    "1": "全年公开信息86条，较上年增长12.5%。\n（一）制度建设。修订了办事指南，明确了办理时限与责任分工。",
    "5": "个别科室答复不够规范，拟逐件复核。",
    "6": "没有需要报告的其他事项。",
}


@pytest.fixture
def report() -> Report:
    return report_from_figures(FORM_2021, "清源县自然资源局", 2023, SMALL_2021, SECTIONS, date(2024, 1, 22))


def squeezed(text: str) -> str:
    """Without white space, and with those signs folded that PDF readers give in several codes."""
    return re.sub(r"\s", "", text)


def words_of(report: Report) -> list[str]:
    """Every text that must stand on paper."""
    words = [report.title, report.agency, "2024年1月22日", *"\n".join(report.sections.values()).splitlines()]
    words += [section.title for section in FORM_2021.sections]
    words += [cell.text for table in FORM_2021.tables for cell in layout(table).cells() if cell.text]
    return [squeezed(word) for word in words if word]


def characters(text: str) -> set[str]:
    return set(squeezed(text))


def pdf_text(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    return "".join(page.get_textpage().get_text_range() for page in document)


def embedded_fonts(data: bytes) -> set[str]:
    return {name.decode() for name in re.findall(rb"/FontName\s*/(?:[A-Z]{6}\+)?([^\s/]+)", data)}


class TestDocx:
    def test_the_page_is_that_of_the_standard(self, report):
        document = Document(BytesIO(write(report, FORM_2021, "docx")))
        section = document.sections[0]
        sides = [length.mm for length in (section.page_width, section.page_height) if length]
        assert sides == pytest.approx([210, 297], abs=0.1)
        margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
        assert [margin.mm for margin in margins if margin] == pytest.approx([37, 35, 28, 26], abs=0.1)
        assert "— 1 —" in section.footer.paragraphs[0].text
        assert document.settings.odd_and_even_pages_header_footer

    def test_fonts_are_named_for_chinese(self, report):
        with zipfile.ZipFile(BytesIO(write(report, FORM_2021, "docx"))) as package:
            body = package.read("word/document.xml").decode()
        assert set(re.findall(r'w:eastAsia="([^"]+)"', body)) >= {"仿宋", "黑体", "楷体", "宋体", "方正小标宋简体"}

    @pytest.mark.parametrize("form", ALL_FORMS.values(), ids=lambda form: form.id)
    def test_tables_have_the_cells_of_the_layout(self, form):
        report = report_from_figures(form, "甲局", 2031, dict.fromkeys(form.cells, 3))
        document = Document(BytesIO(write(report, form, "docx", ALL_FORMS)))
        assert len(document.tables) == len(form.tables)
        for table, expected in zip(document.tables, (layout(table) for table in form.tables), strict=True):
            assert (len(table.rows), len(table.columns)) == (len(expected.rows), expected.width)
            printed, width = table._cells, expected.width  # read once: `table.cell` walks the table each time
            for cell in expected.cells():
                first = printed[cell.row * width + cell.column]
                last = printed[(cell.row + cell.rowspan - 1) * width + cell.column + cell.colspan - 1]
                assert first.text == (cell.text if cell.role != "value" else "3")
                assert last._tc is first._tc

    def test_characters_that_xml_forbids_are_left_out(self, report):
        report.sections["1"] = "甲\x00乙\x0b丙\ud800<b>&"
        text = "".join(p.text for p in Document(BytesIO(write(report, FORM_2021, "docx"))).paragraphs)
        assert "甲乙丙<b>&" in text

    @pytest.mark.skipif(not shutil.which("soffice"), reason="没有安装 LibreOffice（soffice），不能检验能否打开")
    def test_libreoffice_opens_it_whole(self, report, tmp_path):
        (tmp_path / "report.docx").write_bytes(write(report, FORM_2021, "docx"))
        profile = f"-env:UserInstallation=file://{tmp_path}/profile"
        subprocess.run(
            ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, tmp_path / "report.docx"],
            check=True,
            capture_output=True,
            timeout=120,
        )
        converted = (tmp_path / "report.pdf").read_bytes()
        printed = characters(pdf_text(converted))
        for word in words_of(report):
            assert characters(word) <= printed, word
        again = read_report(read_document(converted, "report.pdf"), "report.pdf")
        assert {cell: figure.value for cell, figure in again.cells.items()} == SMALL_2021


class TestPdf:
    def test_every_word_is_there(self, report):
        printed = squeezed(pdf_text(write(report, FORM_2021, "pdf")))
        for sentence in (report.agency, "三、收到和处理政府信息公开申请情况", "没有需要报告的其他事项。"):
            assert squeezed(sentence) in printed
        for word in words_of(report):
            assert characters(word) <= characters(printed), word

    def test_a_chinese_font_is_embedded(self, report):
        assert any("Serif" in name and "SC" in name for name in embedded_fonts(write(report, FORM_2021, "pdf")))

    def test_the_same_report_gives_the_same_file(self, report):
        assert write(report, FORM_2021, "pdf") == write(report, FORM_2021, "pdf")

    def test_the_packaged_font_alone_is_enough(self):
        typesetter = official_pdf._Typesetter(official_pdf._packaged_fonts(), system_fonts=False)
        assert typesetter.families["body"][0] == "Noto Serif SC"
        typesetter.require("政府信息公开 0123 “”（）—《》")

    def test_without_a_chinese_font_there_is_an_error_and_no_file(self, report, monkeypatch):
        monkeypatch.setattr(official_pdf, "_typesetter", lambda: official_pdf._Typesetter([], system_fonts=False))
        with pytest.raises(CannotWrite, match="没有找到中文字体"):
            write(report, FORM_2021, "pdf")

    def test_a_character_that_no_font_has_is_named(self, report):
        report.sections["1"] = "甲\ue123乙"
        with pytest.raises(CannotWrite, match="\ue123"):
            write(report, FORM_2021, "pdf")

    def test_texts_are_never_markup(self):
        document = OfficialPdf("x")
        document.paragraph('#import "x"; $a$ *b* \\ "c" [d] @e <f> // g')
        assert squeezed('#import "x"; $a$ *b* \\ "c" [d] @e <f> // g') in squeezed(pdf_text(document.to_bytes()))

    def test_control_characters_do_not_stop_it(self):
        document = OfficialPdf("x")
        document.paragraph("甲\x00\ud800乙")
        assert "甲乙" in pdf_text(document.to_bytes())

    def test_no_font_is_not_remembered(self, monkeypatch):
        with pytest.raises(NoFont):
            official_pdf._Typesetter([], system_fonts=False)
        document = OfficialPdf("x")
        document.paragraph("甲")
        assert document.to_bytes().startswith(b"%PDF")
