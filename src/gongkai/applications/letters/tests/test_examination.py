"""答复书体检: sound letters raise nothing, and each fault exactly its own finding."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.applications.letters.examination import RULES, Finding, examine_letter
from gongkai.applications.letters.examination.citations import citations
from gongkai.applications.letters.examination.text import letter_text
from gongkai.applications.letters.facts import LetterFacts
from gongkai.applications.letters.kinds import LetterKind, letter_kinds
from gongkai.applications.letters.merge import merge
from gongkai.applications.letters.tests.sound import TODAY, sound_facts
from gongkai.applications.letters.writing import Imprint, Look, RedHead, write_letter
from gongkai.documents import read_document
from gongkai.documents.disclosure.personal import find_personal
from gongkai.law.articles import in_words

KINDS = letter_kinds()
EACH_KIND = pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.id)
FULL = Look(RedHead("清源市自然资源和规划局文件"), imprint=Imprint("清源市自然资源和规划局办公室", "2026年1月26日印发"))


def text_of(kind: LetterKind, **facts: Any) -> str:
    return "\n".join(merge(kind.template, kind, replace(sound_facts(kind), **facts)).lines())


def examined(kind: str, text: str | None = None, **facts: Any) -> list[Finding]:
    """What is found in a text (the sound letter's unless given) against the sound facts with some of them changed."""
    known = replace(sound_facts(KINDS[kind]), **facts)
    return examine_letter(text_of(KINDS[kind]) if text is None else text, KINDS[kind], known, TODAY, find_personal)


def changed(kind: str, old: str, new: str, **facts: Any) -> list[Finding]:
    """What is found once some words of the sound letter are others."""
    text = text_of(KINDS[kind], **facts)
    assert old in text
    return examined(kind, text.replace(old, new), **facts)


def rules(findings: list[Finding]) -> list[str]:
    return [finding.rule for finding in findings]


# ------------------------------------------------------------ sound letters


@EACH_KIND
def test_a_sound_letter_raises_nothing_however_it_is_given(kind: LetterKind) -> None:
    facts = sound_facts(kind)
    letter = merge(kind.template, kind, facts)
    for source in (
        letter,
        "\n".join(letter.lines()),
        read_document(write_letter(letter, "docx"), "letter.docx"),
        read_document(write_letter(letter, "pdf"), "letter.pdf"),
        read_document(write_letter(letter, "pdf", FULL), "letter.pdf"),
    ):
        assert examine_letter(source, kind, facts, TODAY, find_personal) == []


@EACH_KIND
def test_what_the_case_lacks_is_told_as_gaps_alone(kind: LetterKind) -> None:
    letter = merge(kind.template, kind, LetterFacts())
    found = examine_letter(letter, kind, LetterFacts(), TODAY)
    assert set(rules(found)) == {"letter.gap"}
    assert len(found) == len(letter.missing)


@pytest.mark.parametrize(
    "facts",
    [
        {"served_online": True, "review_channel": "清源市行政复议网上平台"},
        {"review_choice": "清源市人民政府东河办事处"},
        {"court": None},
        {"supplement_received_on": date(2026, 1, 14), "extended_until": date(2026, 3, 6)},
        {"applicants": ("某研究所 Ltd.",)},
        {"reasons": "依照《某省不动产登记条例》第九十九条和《档案法》第三百条"},
    ],
)
def test_other_sound_facts_raise_nothing(facts: dict[str, Any]) -> None:
    assert examined("deliberative", text_of(KINDS["deliberative"], **facts), **facts) == []


def test_before_2024_the_choice_was_right() -> None:
    dates = {"received_on": date(2023, 11, 1), "dated": date(2023, 11, 20), "number": "清自然资公开〔2023〕9号"}
    text = text_of(KINDS["deliberative"], **dates)
    assert "6个月" in text
    assert examined("deliberative", text, **dates) == []


# ------------------------------------------------------------ articles


@EACH_KIND
def test_each_article_that_a_kind_needs_is_missed_when_it_is_gone(kind: LetterKind) -> None:
    for article in kind.cited(sound_facts(kind).outcome):
        found = changed(kind.id, in_words(article), "有关规定")
        assert rules(found) == ["letter.article"], article
        assert in_words(article) in found[0].message


@pytest.mark.parametrize(
    ("kind", "right", "wrong", "rule"),
    [
        ("deliberative", "第十六条第二款", "第十六条第一款", "letter.article"),
        ("internal_affairs", "第十六条第一款", "第十六条", "letter.article"),
        ("privacy", "第三十六条第三项", "第三十六条第四项", "letter.article"),
        ("privacy", "第十五条", "第十四条", "letter.article"),
        ("petition", "第三十九条第一款", "第三十九条第二款", "letter.article"),
        ("not_existing", "第三十六条第四项", "第三十六条", "letter.article"),
        ("still_unclear", "第二十九条第二款第二项", "第二十九条第二款第四项", "letter.article_unknown"),
        ("deliberative", "第三十六条第三项", "第三十六条第八项", "letter.article_unknown"),
        ("deliberative", "第十六条第二款", "第十六条第三款", "letter.article_unknown"),
        ("privacy", "第三十六条第三项", "第二十一条第二项", "letter.old_law"),
        ("not_existing", "第三十六条第四项", "第二十一条第（三）项", "letter.old_law"),
        ("privacy", "第十五条", "第十四条第四款", "letter.old_law"),
        ("extension", "第三十三条第二款", "第二十四条第二款", "letter.old_law"),
        ("part_withheld", "第十五条", "第十四条", "letter.article"),
    ],
)
def test_a_wrong_article_is_one_finding_with_its_advice(kind: str, right: str, wrong: str, rule: str) -> None:
    found = changed(kind, right, wrong)
    assert rules(found) == [rule]
    assert right in found[0].advice + found[0].message
    assert found[0].place.startswith("第") or found[0].place == "全文"


@pytest.mark.parametrize(
    "words",
    ["第36条第3项、第16条第2款", "第三十六条第（三）项及第十六条第二款", "第三十六条（三）、第十六条第二款",
     "第三十六条第三项以及《条例》第十六条第二款", "第三十六条第一款第三项，本条例第十六条第二款"],
)  # fmt: skip
def test_articles_are_read_in_every_usual_spelling(words: str) -> None:
    assert changed("deliberative", "第三十六条第三项、第十六条第二款", words) == []


def test_articles_of_other_laws_are_not_the_regulations() -> None:
    text = letter_text(
        "依照《档案法》第二十八条、第三十条，《某市政府信息公开规定》第九十条，行政复议法第二十三条第九项"
    )
    assert [(each.law, each.article, each.item) for each in citations(text)] == [
        ("", 28, 0), ("", 30, 0), ("", 90, 0), ("review", 23, 9),
    ]  # fmt: skip


def test_several_items_of_one_article() -> None:
    cited = [each.item for each in citations(letter_text("《条例》第三十六条第一项、第二项和第（五）项"))]
    assert cited == [1, 2, 5]


def test_a_ground_of_another_outcome_is_a_warning() -> None:
    text = text_of(KINDS["not_existing"]).replace("经检索", "经检索") + "\n另据《条例》第十四条。"
    found = examined("not_existing", text)
    assert [(finding.rule, finding.level) for finding in found] == [("letter.article", "warning")]


def test_what_is_withheld_in_part_needs_its_ground() -> None:
    found = changed("part_withheld", "第十五条", "有关规定", grounds=("15",))
    assert rules(found) == ["letter.article"]
    text = text_of(KINDS["part_withheld"]).replace("第十五条", "有关规定")
    assert rules(examined("part_withheld", text, grounds=None)) == ["letter.article"]


@pytest.mark.parametrize(
    "words",
    [
        "《政府信息公开条例》（国务院令第492号）",
        "请说明与自身生产、生活、科研等特殊需要的关系",
        "将在15个工作日内予以答复",
    ],
)
def test_rules_of_the_old_regulation(words: str) -> None:
    text = text_of(KINDS["petition"]).replace("有关诉求", f"{words}。有关诉求")
    assert rules(examined("petition", text)) == ["letter.old_law"]


# ------------------------------------------------------------ remedies

EITHER = "如不服本答复，可以在60日内向清源市人民政府申请行政复议，或者在6个月内向清源市东河区人民法院提起行政诉讼。"
FIRST = (
    "如不服本答复，应当在六十日内先向清源市人民政府申请行政复议，对复议决定不服的，"
    "可以在十五日内向清源市东河区人民法院提起行政诉讼。"
)


def with_remedy(kind: str, paragraph: str, **facts: Any) -> list[Finding]:
    letter = merge(KINDS[kind].template, KINDS[kind], sound_facts(KINDS[kind]))
    return examined(kind, "\n".join(letter.lines()).replace(letter.remedy, paragraph), **facts)


WITHHOLDING = ["privacy", "part_withheld", "state_secret", "enforcement_file"]
OTHERS = ["not_existing", "granted", "petition", "disclosure_to_third_party", "administrative_query"]


@pytest.mark.parametrize("kind", WITHHOLDING)
def test_where_information_is_withheld_review_must_come_first(kind: str) -> None:
    assert with_remedy(kind, FIRST) == []
    assert rules(with_remedy(kind, EITHER)) == ["letter.remedy_order"]


@pytest.mark.parametrize("kind", OTHERS)
def test_elsewhere_it_must_not(kind: str) -> None:
    assert with_remedy(kind, EITHER) == []
    assert rules(with_remedy(kind, FIRST)) == ["letter.remedy_order"]


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("60日", "30日", "letter.remedy_term"),
        ("60日", "60个工作日", "letter.remedy_term"),
        ("在60日内", "", "letter.remedy_term"),
        ("6个月", "3个月", "letter.remedy_term"),
        ("6个月", "六个月", None),
        ("60日", "六十日", None),
        ("或者在6个月内", "也可以在6个月内直接", None),
        ("向清源市人民政府", "向清源省自然资源厅", "letter.review_body"),
        ("清源市东河区人民法院", "清源市人民法院", "letter.court"),
        ("清源市东河区人民法院", "东河区清源市东河区人民法院", "letter.court"),
        ("，或者在6个月内向清源市东河区人民法院提起行政诉讼", "", "letter.remedy_missing"),
    ],
)
def test_terms_bodies_and_courts(old: str, new: str, rule: str | None) -> None:
    found = rules(with_remedy("not_existing", EITHER.replace(old, new)))
    assert found[:1] == ([rule] if rule else [])
    if rule != "letter.remedy_missing":
        assert len(found) <= 1


def test_no_remedy_at_all_is_one_finding_and_one_too_many_is_too() -> None:
    assert rules(with_remedy("granted", "")) == ["letter.remedy_missing"]
    text = text_of(KINDS["extension"]).replace("征求第三方", EITHER + "征求第三方")
    assert rules(examined("extension", text)) == ["letter.remedy_superfluous"]


def test_served_on_line_the_channel_is_owed() -> None:
    assert rules(with_remedy("granted", EITHER, served_online=True)) == ["letter.review_channel"]
    other = EITHER + "可以登录 www.b.example 在线提交。"
    found = with_remedy("granted", other, served_online=True, review_channel="www.a.example")
    assert rules(found) == ["letter.review_channel"]
    assert with_remedy("granted", other, served_online=True) == []


def test_a_second_body_that_may_be_chosen_must_be_named() -> None:
    assert rules(examined("granted", review_choice="丙省司法厅")) == ["letter.review_body"]


def test_what_was_applied_for_may_speak_of_suits() -> None:
    wanted = "本机关2025年应当6个月内被提起行政诉讼、申请行政复议的案件统计"
    assert examined("granted", text_of(KINDS["granted"], description=wanted), description=wanted) == []
    assert examined("extension", text_of(KINDS["extension"], description="复议决定和法院判决书")) == []


LETTER_OF_AN_OFFICE = """清源市自然资源和规划局
关于赵某甲、钱某乙申请政府信息公开的答复
清自然资公开〔2026〕12号
赵某甲、钱某乙：
您二位于2026年1月4日提交、我局2026年1月5日收到的政府信息公开申请（受理编号：2026-0012）已审查完毕，现答复如下。
一、经在我局档案室检索，未发现您二位所申请的信息。根据《中华人民共和国政府信息公开条例》第三十六条第（四）项之规定，
特告知该政府信息不存在。
二、如对本答复不服，可于收到之日起六十日内依法向清源市人民政府（地址：清源市解放路2号）申请行政复议；
也可在六个月内直接向清源市东河区人民法院提起行政诉讼。
特此告知。
联系人：局办公室　　联系电话：0000-1234567
清源市自然资源和规划局
2026年1月26日
（此件依申请公开）"""


def test_a_letter_in_an_offices_own_words_is_understood() -> None:
    assert examined("not_existing", LETTER_OF_AN_OFFICE) == []


# ------------------------------------------------------------ particulars


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("清自然资公开〔2026〕12号", "清自然资公开[2026]12号", "letter.number"),
        ("清自然资公开〔2026〕12号", "清自然资公开〔2026〕第012号", "letter.number"),
        ("清自然资公开〔2026〕12号", "清自然资公开〔2026〕13号", "letter.number"),
        ("清自然资公开〔2026〕12号\n", "", "letter.number"),
        ("2026年1月5日", "2026年1月6日", "letter.received_on"),
        ("关于2026年1月5日收到", "收到", "letter.received_on"),
        ("\n2026年1月26日", "\n2026年1月27日", "letter.dated"),
        ("\n2026年1月26日", "\n2026年1月2日", "letter.dated"),
        ("\n2026年1月26日", "\n2026年2月26日", "letter.dated"),
        ("\n2026年1月26日", "\n2026年2月30日", "letter.date"),
        ("\n2026年1月26日", "", "letter.dated"),
        ("赵某甲、钱某乙：", "赵某甲：", "letter.addressee"),
        ("赵某甲、钱某乙：", "赵某甲、钱某丙：", "letter.addressee"),
        ("赵某甲、钱某乙：\n", "", "letter.addressee"),
        ("赵某甲、钱某乙：", "赵某甲等2人：", None),
        ("赵某甲、钱某乙：", "赵某甲先生、钱某乙女士：", None),
        ("局\n2026年1月26日", "局办公室\n2026年1月26日", "letter.agency"),
        ("受理编号：2026-0012", "受理编号：2026-0021", "letter.receipt_number"),
        ("，电话：0000-1234567", "", "letter.contact"),
        ("该信息形成于", "{{理由}}该信息形成于", "letter.merge_field"),
        ("该信息形成于", "【缺：理由】该信息形成于", "letter.gap"),
        ("该信息形成于", "2026年13月1日，该信息形成于", "letter.date"),
        ("该信息形成于", "该信息由孙某（身份证号11010519491231002X）形成于", "letter.personal_data"),
        ("该信息形成于", "该信息由孙某（手机13800138000）形成于", "letter.personal_data"),
    ],
)
def test_each_fault_is_exactly_its_finding(old: str, new: str, rule: str | None) -> None:
    assert rules(changed("deliberative", old, new)) == ([rule] if rule else [])


@pytest.mark.parametrize(
    ("kind", "fact"),
    [("supplement", "supplement_until"), ("reasons", "reasons_until"), ("extension", "extended_until"),
     ("deferral", "deferred_until"), ("assistance", "assistance_until")],
)  # fmt: skip
def test_terms_set_in_a_notice_are_the_cases(kind: str, fact: str) -> None:
    day = getattr(sound_facts(KINDS[kind]), fact) + timedelta(days=1)
    assert rules(examined(kind, **{fact: day})) == ["letter.term"]


def test_a_third_party_is_not_told_who_applied() -> None:
    found = changed("third_party_consultation", "本机关正在办理一件", "本机关正在办理赵某甲提出的一件")
    assert [(finding.rule, finding.level) for finding in found] == [("letter.applicant_disclosed", "warning")]


def test_a_date_that_does_not_exist_at_the_end_is_not_told_twice() -> None:
    assert rules(changed("granted", "\n2026年1月26日", "\n2026年2月30日")) == ["letter.date"]


def test_places_are_said_in_chinese_and_worst_comes_first() -> None:
    text = (
        text_of(KINDS["deliberative"]).replace("第十六条第二款", "第十六条第一款").replace("，电话：0000-1234567", "")
    )
    found = examined("deliberative", text)
    assert [finding.level for finding in found] == ["error", "warning"]
    assert found[0].place == "第6段"
    kind = KINDS["deliberative"]
    letter = merge(kind.template, kind, replace(sound_facts(kind), number="甲公开〔2026〕1号"))
    read = read_document(write_letter(letter, "pdf"), "letter.pdf")
    found = examine_letter(read, kind, sound_facts(kind), TODAY)
    assert rules(found) == ["letter.number"]
    assert found[0].place == "第1页第3行"


def test_an_empty_text_is_told_and_nothing_breaks() -> None:
    assert {"letter.article", "letter.remedy_missing", "letter.dated", "letter.number"} <= set(
        rules(examined("privacy", ""))
    )


def test_every_rule_has_a_name() -> None:
    assert all(name and rule.startswith("letter.") for rule, name in RULES.items())


@given(
    st.text(
        alphabet="第条款项（）()《》条例法三十六一百零0139〔〕号年月日向收到申请行政复议提起诉讼内先：，。、\n甲",
        max_size=120,
    )
)
def test_any_text_can_be_examined(text: str) -> None:
    for finding in examined("privacy", text):
        assert finding.rule in RULES
        assert finding.message.endswith("。")
        assert finding.place
