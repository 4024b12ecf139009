"""The columns of a spreadsheet of cases: their ids as the contract has them, and the labels that the export writes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

_LEFT_OUT = re.compile(r"[\s\W]+")
_IN_BRACKETS = re.compile(r"\([^)]*\)")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `also` are other words under which registers have it."""

    id: str
    label: str
    width: int = 14
    also: tuple[str, ...] = ()
    required: bool = False

    @property
    def is_date(self) -> bool:
        """Whether it holds days."""
        return self.id.endswith("_on")


COLUMNS: tuple[Column, ...] = (
    Column("receipt_no", "登记编号", 24, ("编号", "登记号", "受理编号", "申请编号", "收件编号", "回执编号"), True),
    Column("applicant_type", "申请人类别", 14, ("申请人类型", "申请人性质", "申请主体类别"), True),
    Column("applicant_name", "申请人", 16, ("申请人姓名", "申请人名称", "申请人姓名或名称", "申请人姓名或者名称")),
    Column("channel", "提交方式", 14, ("申请方式", "申请渠道", "收件方式", "来件方式", "渠道"), True),
    Column("subject", "申请事项", 48, ("申请内容", "申请公开内容", "所需政府信息", "所需信息", "信息名称"), True),
    Column("received_on", "收到日期", 12, ("收到申请日期", "收到申请之日", "收件日期", "受理日期", "收到时间"), True),
    Column("supplement_asked_on", "告知补正日期", 14, ("补正通知日期", "补正告知日期", "要求补正日期")),
    Column("supplement_received_on", "收到补正日期", 14, ("补正日期", "补正收到日期", "收到补正材料日期")),
    Column("consultation_sent_on", "发出征求意见日期", 16, ("征求意见日期", "征求第三方意见日期", "发函征求意见日期")),
    Column("consultation_received_on", "收到意见日期", 14, ("收到反馈日期", "收到第三方意见日期", "第三方回复日期")),
    Column("extended_on", "延期告知日期", 14, ("延期日期", "延长答复日期", "延期答复日期", "延长期限日期")),
    Column("fee_notified_on", "收费通知日期", 14, ("发出收费通知日期", "缴费通知日期")),
    Column("fee_paid_on", "缴费日期", 12, ("缴纳费用日期", "缴费完成日期")),
    Column("decided_on", "决定日期", 12, ("答复日期", "作出答复日期", "作出决定日期", "答复决定日期")),
    Column("outcome", "办理结果", 30, ("答复结果", "处理结果", "办理情况", "答复类型")),
    Column("served_on", "送达日期", 12, ("办结日期", "送达时间", "寄出日期", "交邮日期")),
    Column("region", "地域", 12, ("地区", "所在地区", "区域")),
    Column("topic", "主题", 12, ("信息主题", "信息类别", "所属领域")),
    Column("information_year", "信息年度", 10, ("信息年份", "所属年度", "信息所属年度")),
)  # fmt: skip
BY_ID = {column.id: column for column in COLUMNS}


def folded(text: str) -> str:
    """A heading or a word without what does not tell it from others: width, case, spaces, signs."""
    return _LEFT_OUT.sub("", unicodedata.normalize("NFKC", text).lower()).replace("_", "")


@cache
def _names() -> tuple[dict[str, str], dict[str, str]]:
    own = {folded(name): column.id for column in COLUMNS for name in (column.id, column.label)}
    also = {folded(name): column.id for column in COLUMNS for name in column.also}
    return own, also


def column_named(heading: str) -> tuple[str, bool]:
    """The id of the column with this heading ("" for none), and whether it is its own name, not only one like it."""
    own, also = _names()
    normal = unicodedata.normalize("NFKC", heading)
    for words in (normal, _IN_BRACKETS.sub("", normal)):
        key = folded(words)
        if key in own:
            return own[key], True
        if key in also or (key.endswith("时间") and (key := f"{key[:-2]}日期") in also | own):
            return also.get(key) or own[key], False
    return "", False


@dataclass(frozen=True, slots=True)
class Headings:
    """Where each known column stands, how the file calls it, and what else the file has."""

    places: dict[str, int]
    printed: dict[str, str]
    others: tuple[str, ...]

    @property
    def missing(self) -> list[Column]:
        """Required columns that are not there."""
        return [column for column in COLUMNS if column.required and column.id not in self.places]


def headings(upper: Sequence[str], lower: Sequence[str] = ()) -> Headings:
    """The columns of a heading in one row, or in two of which the upper has merged cells."""
    places: dict[str, int] = {}
    printed: dict[str, str] = {}
    exact: dict[str, bool] = {}
    others = []
    above = ""
    for place in range(max(len(upper), len(lower))):
        top = upper[place].strip() if place < len(upper) else ""
        below = lower[place].strip() if place < len(lower) else ""
        above = top or (above if below else "")
        found, own, words = "", False, below or top
        for words in dict.fromkeys((below, top if not below else "", above + below)):
            found, own = column_named(words)
            if found:
                break
        if found and (found not in places or (own and not exact[found])):
            if found in places:
                others.append(printed[found])
            places[found], printed[found], exact[found] = place, words, own
        elif below or top:
            others.append(below or top)
    return Headings(places, printed, tuple(others))
