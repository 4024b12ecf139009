"""A word replaced throughout is put back where a statutory label proves it, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.documents.model import Document, Grid, GridCell, Paragraph
from gongkai.law.forms import packaged_forms
from gongkai.reports.checking import damage
from gongkai.reports.model import Report
from gongkai.reports.replacement import repair_replaced_words

LABEL = packaged_forms()["2021"].table("applications").blocks[0].corner
TEXT = [
    "本报告中所列数据的统计期限为一年。",
    "政策文件数据库已经建成，设有数据发布栏目，网站数据安全得到保障。",
    LABEL,
]
PHRASE = "某省某市某县三级机关"


def document(*lines: str) -> Document:
    return Document("text", [Paragraph(line, f"line {number}") for number, line in enumerate(lines, 1)])


def lines(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs()]


def replaced(text: list[str], word: str, phrase: str) -> list[str]:
    return [line.replace(word, phrase) for line in text]


@pytest.mark.parametrize("phrase", [PHRASE, "甲委、乙府（含办公室）、丙局"])
def test_it_is_undone_everywhere_with_each_place(phrase: str) -> None:
    result = repair_replaced_words(document(*replaced(TEXT, "数据", phrase)), packaged_forms())
    assert lines(result) == TEXT
    assert [(repair.source, repair.raw, repair.repaired) for repair in result.repairs] == [
        ("line 1", phrase, "数据"),
        ("line 2", phrase, "数据"),
        ("line 2", phrase, "数据"),
        ("line 2", phrase, "数据"),
        ("line 3", phrase, "数据"),
    ]
    assert LABEL in result.repairs[0].reason


def test_it_is_undone_in_tables_too() -> None:
    texts = replaced(TEXT, "数据", PHRASE)
    cells = [[GridCell(texts[2], 0, 0)]]
    mixed = Document("html", [*document(*texts[:2]).blocks, Grid(cells, "table 1")])
    result = repair_replaced_words(mixed, packaged_forms())
    assert next(result.grids()).rows[0][0].text == LABEL
    assert result.repairs[-1].source == "table 1 row 1 column 1"
    assert next(mixed.grids()).rows[0][0].text == texts[2]


def test_half_width_punctuation_does_not_hide_the_label() -> None:
    folded = [line.translate(str.maketrans("（），：", "(),:")) for line in replaced(TEXT, "数据", PHRASE)]
    assert "数据" in lines(repair_replaced_words(document(*folded), packaged_forms()))[0]


class TestWhatProvesNothing:
    def kept(self, *texts: str) -> bool:
        sound = document(*texts)
        return repair_replaced_words(sound, packaged_forms()) is sound

    def test_a_sound_document_is_itself_returned(self) -> None:
        assert self.kept(*TEXT)

    def test_no_label(self) -> None:
        assert self.kept(*replaced(TEXT[:2], "数据", PHRASE))

    def test_the_word_stands_elsewhere(self) -> None:
        assert self.kept(*replaced(TEXT, "数据", PHRASE), "数据共享")

    def test_the_phrase_stands_too_seldom(self) -> None:
        assert self.kept(*replaced(TEXT[::2], "数据", PHRASE))

    def test_a_short_phrase_that_an_author_may_have_chosen(self) -> None:
        assert self.kept(*replaced(TEXT, "数据", "数字"), "数字政府", "数字化")

    def test_a_label_worded_otherwise(self) -> None:
        changed = LABEL.replace("数据的勾稽关系为", "各项目之间应有的关系是")
        assert self.kept("各项目之间应有的关系", "说明各项目之间应有的关系为止", changed)


@given(st.text(st.sampled_from("甲乙丙丁某县局办、"), min_size=5, max_size=30).filter(lambda text: text.strip("、")))
@settings(max_examples=100, deadline=None)
def test_any_phrase_is_undone_exactly_or_left(phrase: str) -> None:
    broken = replaced(TEXT, "数据", phrase)
    assert lines(repair_replaced_words(document(*broken), packaged_forms())) in (TEXT, broken)


def test_the_findings_say_it_once() -> None:
    result = repair_replaced_words(document(*replaced(TEXT, "数据", PHRASE)), packaged_forms())
    (finding,) = damage.findings(Report("sample.txt", repairs=result.repairs, document=result))
    assert (finding.rule, finding.level, finding.source) == ("text.damaged", "warning", "line 1")
    assert (finding.expected, finding.actual) == ("数据", PHRASE)
    assert "5处" in finding.message
