"""Damage is put back exactly or said, and sound text is left alone.

The damaged samples are made here from sentences of our own, by doing to their bytes what the tools did that damaged
real pages.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from opencc import OpenCC
from tests.support.real_reports import real_report

from gongkai.documents.damage import repair, restore
from gongkai.documents.damage.characters import COMMON, readings, simplified
from gongkai.documents.damage.shifted import _words
from gongkai.documents.model import Document, Grid, GridCell, Paragraph

traditional = OpenCC("s2t").convert


def document(*lines: str) -> Document:
    return Document("text", [Paragraph(line, f"line {number}") for number, line in enumerate(lines, 1)])


def lines(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs()]


def folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def decode_as_a_careless_tool(data: bytes) -> str:
    """GBK with the first byte of a broken pair as "?", what follows it swallowed."""
    text, at = "", 0
    while at < len(data):
        if data[at] < 0x80:
            text, at = text + chr(data[at]), at + 1
            continue
        if data[at] == 0x80:
            text, at = text + "€", at + 1
            continue
        pair = data[at : at + 2]
        valid = len(pair) == 2 and pair[1] >= 0x40 and pair[1] not in (0x7F, 0xFF)
        text, at = text + (pair.decode("gb18030") if valid else "?"), at + 2
    return text


def damaged(text: str, notes: str = "", *, fold: bool = True) -> str:
    """What is left of a text after byte-level work on its full stops and byte-level notes on some characters."""
    data = text.encode("gb18030")
    insertion = b"\x01"
    data = data.replace("。".encode("gb18030"), insertion + "。".encode("gb18030"))
    for character in notes:
        note = sorted(readings(character))[0]
        code = character.encode("gb18030")
        data = data.replace(code, code + b"(" + note.encode("gb18030") + b")")
    result = decode_as_a_careless_tool(data).replace("\x01", "")
    if not fold:
        return result
    return "".join(folded(char) if "\uff01" <= char <= "\uff5e" or char == "\u3000" else char for char in result)


class TestBytesOutOfStep:
    @pytest.mark.parametrize(
        "text",
        [
            "　　（一）指导思想。本局以方便群众为先，全年公开信息三千条。",
            "　　（二）主动公开情况。各科室按月更新栏目，群众一看就懂。",
            "　　（六）监督保障",
            traditional("　　（三）政府信息公開平臺建設。網站欄目按季檢查。"),
            traditional("　　（五）社會評議。評議結果向社會公開。"),
        ],
    )
    def test_a_heading_read_one_byte_late_is_put_back(self, text: str) -> None:
        broken = damaged(text)
        assert broken != folded(text)
        title = "政府信息公开年度报告"
        result = restore(document(traditional(title) if "開" in text or "會" in text else title, broken))
        assert folded(lines(result)[1]) == folded(text)
        assert result.damage == []
        assert [repair.source for repair in result.repairs] == ["line 2"]

    def test_a_note_inside_a_pair_of_characters(self) -> None:
        text = traditional("補償款發給被徵拆當地農民，數目公開。")
        broken = damaged(text, notes="數農")
        assert "地" not in broken
        result = restore(document(broken))
        assert lines(result) == [folded(text)]
        assert result.damage == []

    def test_a_lost_byte_that_several_characters_would_fit_is_not_guessed(self) -> None:
        broken = damaged("　　（一）窗口做甲。窗口每日开放。")
        result = restore(document(broken))
        assert lines(result) == [broken]
        assert [place for place, _ in result.damage] == ["line 1"]
        assert broken[2:6] in result.damage[0][1]

    def test_what_was_swallowed_with_a_byte_is_not_invented(self) -> None:
        broken = damaged("　　（一）工作要点2023年共有5项。")
        result = restore(document(broken))
        assert lines(result) == [broken]
        assert result.damage

    @given(
        st.lists(st.sampled_from(sorted(_words())), min_size=1, max_size=5),
        st.sampled_from("一二三四五六七八九十"),
        st.sampled_from(["", "，全年共12件。", "。群众满意", "。", "（含下属单位）。"]),
        st.text(st.sampled_from(sorted(COMMON)), max_size=4),
        st.booleans(),
        st.sampled_from(["", "務發規", "網關內數農"]),
    )
    @settings(max_examples=150, deadline=None)
    def test_simulated_damage_is_put_back_exactly_or_said(
        self, words: list[str], ordinal: str, tail: str, noise: str, in_traditional: bool, notes: str
    ) -> None:
        text = f"　　（{ordinal}）{''.join(words)}{noise}{tail}"
        text = traditional(text) if in_traditional else text
        broken = damaged(text, notes)
        assume(broken != folded(text))
        result = restore(document("政府信息公开工作年度报告", broken, traditional("網(wǎng)站發(fā)布")))
        assert folded(lines(result)[1]) == folded(text) or "line 2" in {place for place, _ in result.damage}


class TestInsertedReadings:
    def test_they_are_deleted_and_said_once_a_paragraph(self) -> None:
        result = restore(document("門戶網(wǎng)站發(fā)布信息，網(wǎng)上咨詢有人應(yīng)答"))
        assert lines(result) == ["門戶網站發布信息，網上咨詢有人應答"]
        (said,) = result.repairs
        assert said.raw == "網(wǎng)、發(fā)、應(yīng)"
        assert said.repaired == "網、發、應"
        assert "4处" in said.reason

    def test_a_note_that_is_no_reading_of_its_character_stays(self) -> None:
        result = restore(document("門戶網(wǎng)站發(fā)布，業(yè)務(app)上線"))
        assert "務(app)" in lines(result)[0]

    @pytest.mark.parametrize("text", ["邳(pī)州市自然资源局", "亳（bó）州、汨(mì)罗、郫(pí)都三地", "事项类别(a)至(e)"])
    def test_an_authors_own_note_stays(self, text: str) -> None:
        sound = document(text)
        assert repair(sound) is sound or lines(repair(sound)) == [text]


class TestScript:
    def test_a_traditional_document_is_converted_with_its_tables_and_says_so_once(self) -> None:
        grid = Grid([[GridCell("本年處理決定數量", 0, 0), GridCell("12", 0, 1)]], "table 1")
        printed = Document("html", [Paragraph("某縣自然資源局", "paragraph 1"), grid], title="年度報告")
        result = repair(printed)
        assert [block.text for block in result.paragraphs()] == ["某县自然资源局"]
        assert next(result.grids()).rows[0][0].text == "本年处理决定数量"
        assert result.title == "年度报告"
        assert len(result.repairs) == 1
        assert next(printed.grids()).rows[0][0].text == "本年處理決定數量"
        assert [block.text for block in restore(printed).paragraphs()] == ["某縣自然資源局"]

    @pytest.mark.parametrize(
        "text", ["本局网站设有繁體版页面，与简体版同时开放。", "联系人在于慶华同志处", "区政府开会，听取意见"]
    )
    def test_a_few_traditional_characters_do_not_make_a_document_traditional(self, text: str) -> None:
        assert lines(repair(document(text))) == [text]


class TestWrongTable:
    TEXT = "市政府各部门：现将有关事项公布如下，请认真地执行"

    @pytest.mark.parametrize("wrong", ["gb18030", "latin-1"])
    def test_utf8_read_by_another_table_is_decoded_again(self, wrong: str) -> None:
        result = repair(document(self.TEXT.encode().decode(wrong)))
        assert lines(result) == [self.TEXT]
        assert len(result.repairs) == 1

    def test_gbk_read_as_latin_1_is_decoded_again(self) -> None:
        assert lines(repair(document(self.TEXT.encode("gb18030").decode("latin-1")))) == [self.TEXT]

    def test_a_byte_that_windows_reads_as_the_euro_sign(self) -> None:
        text = "　　" + self.TEXT
        broken = "銆€銆€" + self.TEXT.encode().decode("gb18030")
        assert lines(repair(document(broken))) == [text]

    def test_with_bytes_lost_it_is_said_and_left(self) -> None:
        broken = (self.TEXT + "，另行通知。").encode()[:-1].decode("gb18030", errors="replace").replace("\ufffd", "?")
        result = repair(document(broken + "?"))
        assert lines(result) == [broken + "?"]
        assert result.damage

    def test_neighbours_without_marks_are_decoded_too(self) -> None:
        title = "年度报告"
        result = repair(document(title.encode().decode("gb18030"), self.TEXT.encode().decode("gb18030")))
        assert lines(result) == [title, self.TEXT]


class TestUnseenCharacters:
    def test_zero_width_and_look_alike_characters_are_normalised_without_a_word(self) -> None:
        result = repair(document("\ufeff政\u200b府\u00ad信息⼯作⻚⾯"))
        assert lines(result) == ["政府信息工作页面"]
        assert result.repairs == []
        assert result.damage == []

    def test_control_characters_are_deleted_and_said(self) -> None:
        result = repair(document("收到申请\x0012件\x07"))
        assert lines(result) == ["收到申请12件"]
        assert "2个" in result.repairs[0].reason

    @pytest.mark.parametrize("text", ["收到申\ufffd12件", "全年共锟斤拷锟斤拷12件", "全年????12件"])
    def test_lost_characters_are_said_and_nothing_is_put_there(self, text: str) -> None:
        result = repair(document(text))
        assert lines(result) == [text]
        assert [place for place, _ in result.damage] == ["line 1"]

    def test_private_use_characters_are_said_but_bullets_are_none(self) -> None:
        assert repair(document("信息\ue4c6公开")).damage
        bullets = document("\uf06c主动公开")
        assert repair(bullets) is bullets


SOUND = [
    "为什么要公开?。",
    "是否公开?(见附件)",
    "What is this?ok)",
    "本局网址(www.example.cn)与邮箱(a@b.cn)",
    "办结率100%，同比+5.3%",
    "联通公司、电信公司（移动）",
    "《条例》〔2023〕5号",
    "李\u00b7买买提",
    "①②③ⅠⅡ ㎡ №",
    "café Ångström naïve",
    "于、后、里、干、台、云",
]


@pytest.mark.parametrize("text", SOUND)
def test_sound_text_stays(text: str) -> None:
    result = repair(document(text))
    assert lines(result) == [text]
    assert result.repairs == []
    assert result.damage == []


SOUND_CHARACTERS = [*sorted(COMMON), *"，。、；：？！（）《》“”0123456789%.-() "]


@given(st.lists(st.text(st.sampled_from(SOUND_CHARACTERS), max_size=60), max_size=8))
@settings(max_examples=150, deadline=None)
def test_undamaged_simplified_text_is_the_same_object_afterwards(texts: list[str]) -> None:
    sound = document(*texts)
    assert repair(sound) is sound


def test_common_characters_are_simplified_already() -> None:
    assert all(simplified(character) == character for character in COMMON - {"乾", "著", "瞭", "藉", "夥"})


class TestTheRealReport:
    """The report that was converted by a tool working on bytes (hunan-2020)."""

    @pytest.fixture
    def printed(self) -> Document:
        return document(*real_report("hunan-2020.txt").read_text(encoding="utf-8").split("\n"))

    def test_everything_comes_back(self, printed: Document) -> None:
        result = repair(printed)
        text = "\n".join(lines(result))
        assert result.damage == []
        assert not re.search(r"[\ue000-\uf8ff?]|[(（][a-zāáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜ]+[)）]", text)
        assert "".join(re.findall(r"[\u4e00-\u9fff]", text)).encode("gb2312")
        assert simplified(text) == text

    def test_it_is_said_where_and_how_often(self, printed: Document) -> None:
        counts: Counter[str] = Counter()
        for said in repair(printed).repairs:
            counts[said.kind] += said.count
        assert counts["shifted"] == 6
        assert counts["reading"] == 161
        shifted = [said.source for said in repair(printed).repairs if said.kind == "shifted"]
        assert shifted == ["line 11", "line 13", "line 15", "line 19", "line 21", "line 38"]

    @pytest.mark.parametrize("name", ["yueyang-2023.txt", "zezhou-2023.txt", "leiyang-2023.txt", "taicang-2020.txt"])
    def test_the_others_are_sound_in_this_respect(self, name: str) -> None:
        sound = document(*real_report(name).read_text(encoding="utf-8").split("\n"))
        assert repair(sound) is sound
