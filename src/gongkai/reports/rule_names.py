"""Rules and levels in an official's words, for lists of findings on screen and on paper."""

from __future__ import annotations

LEVELS = {"error": "错误", "warning": "警告", "hint": "提示"}

_NAMES = {
    "applications.balance": "申请收办平衡（一＋二＝三＋四）",
    "applications.concluded_sum": "办理结果总计",
    "applications.row_total": "各类申请人总计",
    "disputes.total": "复议诉讼总计",
    "form.missing_cells": "表格缺数",
    "form.row_length": "行内格数",
    "form.wrong_form": "混用其他年度格式",
    "form.unreadable": "内容无法读取",
    "prose.disagrees": "文字与数据不一致",
    "year.carry": "上下年度结转",
    "year.stock": "现行有效件数衔接",
    "year.items": "项目数量衔接",
    "text.damaged": "文字损坏",
}
_FAMILIES = {
    "applications": "申请表勾稽关系",
    "disputes": "复议诉讼表勾稽关系",
    "statistics": "统计表勾稽关系",
    "form": "表格填报",
    "prose": "文字与数据",
    "year": "上下年度衔接",
    "text": "文字质量",
    "date": "日期",
    "profile": "报告年度与时间",
    "figures": "数据合理性",
    "value": "数值合理性",
}


def rule_name(rule: str) -> str:
    """A rule's name in Chinese; a rule that is not listed gets the name of its family."""
    return _NAMES.get(rule) or _FAMILIES.get(rule.partition(".")[0], "其他检查")
