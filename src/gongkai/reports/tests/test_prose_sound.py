"""The rules on prose keep silent on sound reports: no finding above a hint, however the sentences are worded."""

from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gongkai.reports.checking import check
from gongkai.reports.checking.prose import findings
from gongkai.reports.model import SectionLine
from gongkai.reports.reading import read_report
from gongkai.reports.tests.layouts import paragraphs, piped_rows_filled, text_document
from gongkai.reports.tests.samples import SMALL_2021, report_of
from gongkai.reports.tests.sound_reports import FOLDER, SOUND

SENTENCES = [
    line
    for line in (FOLDER / "sentences.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def above_hint(found):
    return [(finding.rule, finding.message) for finding in found if finding.level != "hint"]


def sentence_report(text, **fields):
    return report_of(SMALL_2021, year=2023, lines=[SectionLine(1, text, "line 1")], **fields)


def test_there_are_enough_sound_reports():
    assert len(SOUND) >= 12
    assert {report.form.id for report in SOUND} == {"2019", "2021"}
    assert Path(FOLDER).is_dir()


@pytest.mark.parametrize("sound", SOUND, ids=lambda sound: sound.name)
def test_prose_of_a_sound_report_raises_nothing_above_a_hint(sound):
    assert above_hint(findings(sound.as_read())) == []


@pytest.mark.parametrize("printer", [piped_rows_filled, paragraphs])
@pytest.mark.parametrize("sound", SOUND, ids=lambda sound: sound.name)
def test_a_sound_report_as_a_page_raises_nothing_above_a_hint(sound, printer):
    report = read_report(text_document(sound.as_text(printer).split("\n")), f"{sound.name}.txt")
    assert {cell: value.value for cell, value in report.cells.items()} == sound.figures
    assert above_hint(check(report)) == []


@pytest.mark.parametrize("sentence", SENTENCES)
def test_an_innocent_sentence_raises_nothing_above_a_hint(sentence):
    assert above_hint(findings(sentence_report(sentence))) == []


def test_a_government_office_that_counts_its_own_share_is_not_held_to_the_whole_area():
    text = "2023年，县政府办公室以县政府名义受理政府信息公开申请17件，没有一件超期。"
    assert above_hint(findings(sentence_report(text, agency="清源县人民政府"))) == []


@pytest.mark.parametrize(
    "text",
    [
        "共计" * 900,
        f"收到{'依法依规' * 450}",
        f"收到{'公众依法' * 400}申请3件",
        "（" * 20_000,
        "一" * 20_000,
        "1" * 20_000,
    ],
    ids=lambda text: text[:6],
)
def test_hostile_repetition_ends_at_once(text):
    """A pattern that tried every way to split such a text would never come back."""
    assert above_hint(findings(sentence_report(text))) == []


NOUNS = st.lists(
    st.sampled_from(["政务动态类", "通知公告类", "政策文件类", "财政信息类", "人事信息类", "其他类"]),
    min_size=2,
    max_size=5,
    unique=True,
)
WORDINGS = ("发布信息{total}条，其中{parts}。", "发布信息{total}条（{parts}）。", "发布信息{total}条，包括{parts}。")


@st.composite
def partitions(draw):
    """A total and its parts in words, with the parts as numbers."""
    nouns = draw(NOUNS)
    parts = [draw(st.integers(1, 4000)) for _ in nouns]
    separator = draw(st.sampled_from(["、", "，"]))
    wording = draw(st.sampled_from(WORDINGS))

    def say(total):
        return wording.format(
            total=total, parts=separator.join(f"{noun}{part}条" for noun, part in zip(nouns, parts, strict=True))
        )

    return parts, say


@given(partitions())
def test_a_total_that_is_the_sum_of_its_parts_never_fires(partition):
    parts, say = partition
    assert findings_of_prose(say(sum(parts))) == []


@given(partitions(), st.data())
def test_a_total_with_a_digit_too_low_always_fires(partition, data):
    parts, say = partition
    digits = str(sum(parts))
    at = data.draw(st.sampled_from([index for index, digit in enumerate(digits) if digit != "0"]))
    lowered = int(digits[:at] + str(int(digits[at]) - 1) + digits[at + 1 :])
    assume(lowered not in accumulate(parts))  # behind commas, something else might follow the parts
    assert findings_of_prose(say(lowered))


@given(partitions(), st.integers(1, 10_000))
def test_parts_that_leave_a_rest_are_no_error(partition, rest):
    parts, say = partition
    if "其他类" not in say(0):
        assert above_hint(findings(sentence_report(say(sum(parts) + rest)))) == []


def findings_of_prose(text):
    return [finding for finding in findings(sentence_report(text)) if finding.rule.startswith("prose.")]


@given(
    st.sampled_from(["收到", "受理", "新收"]),
    st.sampled_from(["", "2023年，", "全年", "2023年，我局", "本年度我局共"]),
    st.sampled_from(["政府信息公开申请", "公民、法人和其他组织提出的政府信息公开申请", "依申请公开申请"]),
    st.integers(0, 200),
)
def test_applications_received_agree_with_the_table_or_are_reported(verb, lead, noun, number):
    found = above_hint(findings(sentence_report(f"{lead}{verb}{noun}{number}件。")))
    right = {36, 38, 35} if verb == "受理" else {36, 38}
    assert bool(found) == (number not in right)
