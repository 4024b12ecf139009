"""The rules on the text, for documentation, settings and screens."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.reports.model import Level


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its id, the level of its findings and, in Chinese, what it finds."""

    id: str
    level: Level
    meaning: str


RULES: tuple[Rule, ...] = (
    Rule("text.damaged", "warning", "文字损坏：乱码、字后插入的拼音、词语被全文误替换等"),
    Rule("text.script", "hint", "全文为繁体字"),
    Rule("text.residue", "warning", "文中留有编辑软件或网页的代码，如书签、域代码、“&nbsp;”、HTML标签"),
    Rule("text.placeholder", "warning", "模板中待填写的内容没有填写，如“XX件”“__月__日”“{{…}}”"),
    Rule("text.masked_name", "hint", "机关名称写作“XX局”“某某局”，可能是没有填写的模板"),
    Rule("text.brackets", "warning", "括号、书名号不成对"),
    Rule("text.quotes", "hint", "引号不成对"),
    Rule("text.empty_brackets", "hint", "括号、引号、书名号内没有文字"),
    Rule("text.number_missing", "warning", "量词、百分号或年月日之前缺少数字"),
    Rule("text.year_mark", "warning", "年份后面缺少“年”字"),
    Rule("text.date", "warning", "日期不存在，或缺少年、月、日"),
    Rule("text.year_differs", "warning", "正文所述年度与报告年度不一致"),
    Rule("text.enumeration", "warning", "“一是、二是、三是”的序号缺失，或缺少“是”字"),
    Rule("text.numbering", "hint", "“（一）（二）（三）”的序号不连续"),
    Rule("text.law_title", "warning", "法规名称不正确"),
    Rule("text.term", "hint", "用语与法定用语不一致，如“政务信息公开”"),
    Rule("text.doubled_character", "warning", "“的的”等虚字重复"),
    Rule("text.doubled_word", "hint", "词语重复"),
    Rule("text.repeated", "hint", "同样的语句重复出现"),
    Rule("text.title_wording", "hint", "标题中“年度”重复"),
    Rule("text.title_missing", "hint", "没有标题"),
    Rule("text.title_repeated", "hint", "标题印了两遍"),
    Rule("text.parts", "hint", "开头所说的组成部分与正文的各部分不一致"),
    Rule("text.cut_sentence", "hint", "句子疑似被断开或没有写完"),
    Rule("text.punctuation", "hint", "标点重复，其间可能脱落了文字"),
    Rule("text.punctuation_width", "hint", "全角与半角标点混用"),
    Rule("text.spacing", "hint", "词语中间夹有空格，或数字与量词之间时有空格时无空格"),
    Rule("text.page_parts", "hint", "网页的按钮、提示等混入正文或附在文后"),
    Rule("text.page_number", "hint", "落款之后有多余的数字，可能是页码"),
    Rule("text.contact", "hint", "印有个人姓名和电话、手机号码，公开前应确认"),
    Rule("text.identity_number", "warning", "印有疑似公民身份号码"),
)

LEVELS: dict[str, Level] = {rule.id: rule.level for rule in RULES}
