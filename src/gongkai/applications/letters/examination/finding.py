"""What the examination of a letter finds, and the names of its rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gongkai.reports.model import Level


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong in a letter."""

    rule: str
    """A key of `RULES`."""
    level: Level
    message: str
    """One Chinese sentence."""
    place: str
    """In Chinese: 第3段, 第1页第12行, 全文."""
    advice: str = ""
    """What would mend it."""


RULES: Mapping[str, str] = {
    "letter.gap": "未填内容",
    "letter.merge_field": "遗留的合并字段",
    "letter.article": "引用条款",
    "letter.article_unknown": "不存在的条款",
    "letter.old_law": "旧条例的写法",
    "letter.remedy_missing": "救济途径缺失",
    "letter.remedy_superfluous": "多余的救济途径",
    "letter.remedy_order": "复议前置",
    "letter.remedy_term": "救济期限",
    "letter.review_body": "复议机关",
    "letter.review_channel": "复议网上渠道",
    "letter.court": "管辖法院",
    "letter.number": "文号",
    "letter.date": "不存在的日期",
    "letter.received_on": "收到申请日期",
    "letter.dated": "落款日期",
    "letter.term": "期限日期",
    "letter.addressee": "收件人",
    "letter.applicant_disclosed": "泄露申请人",
    "letter.agency": "落款机关",
    "letter.receipt_number": "受理编号",
    "letter.contact": "联系方式",
    "letter.personal_data": "他人个人信息",
}
