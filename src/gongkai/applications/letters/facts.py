"""What a letter can say: the facts of a case, each with the Chinese name by which templates merge it. No Django."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any, Literal

from gongkai.law.articles import in_words
from gongkai.reports.writing.outline import chinese_date

FieldKind = Literal["text", "day", "number", "items", "rows", "articles", "flag"]
"""`items` are several texts, `rows` a table's; `flag` can only be asked for, not printed."""
Rows = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class MergeField:
    """A fact as templates know it."""

    name: str
    """In Chinese, as between the braces."""
    attribute: str
    kind: FieldKind
    columns: tuple[str, ...] = ()
    """Of a table: its heads, without the 序号 that is put before them."""


def _merge(kind: FieldKind, name: str, *columns: str) -> dict[str, Any]:
    return {"name": name, "kind": kind, "columns": columns}


def _text(name: str) -> dict[str, Any]:
    return _merge("text", name)


def _day(name: str) -> dict[str, Any]:
    return _merge("day", name)


def _number(name: str) -> dict[str, Any]:
    return _merge("number", name)


def _items(name: str) -> dict[str, Any]:
    return _merge("items", name)


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFacts:
    """The facts of one letter. None (or nothing in it) is unknown: it shows as a gap, or leaves its paragraph out."""

    # The authority and its letter.
    agency: str | None = field(default=None, metadata=_text("机关名称"))
    department: str | None = field(default=None, metadata=_text("承办部门"))
    contact_person: str | None = field(default=None, metadata=_text("联系人"))
    contact_phone: str | None = field(default=None, metadata=_text("联系电话"))
    contact_address: str | None = field(default=None, metadata=_text("联系地址"))
    number: str | None = field(default=None, metadata=_text("文号"))
    dated: date | None = field(default=None, metadata=_day("落款日期"))
    addressee: str | None = field(default=None, metadata=_text("收件人"))
    """Who gets the letter, where it is not the applicants."""
    delivery: str | None = field(default=None, metadata=_text("送达方式"))
    attachments: tuple[str, ...] | None = field(default=None, metadata=_items("附件"))
    copy_to: tuple[str, ...] | None = field(default=None, metadata=_items("抄送机关"))

    # The application.
    applicants: tuple[str, ...] | None = field(default=None, metadata=_items("申请人"))
    form_of_address: str | None = field(default="你", metadata=_merge("text", "称谓"))
    """你, 你们 or 你单位."""
    receipt_number: str | None = field(default=None, metadata=_text("受理编号"))
    channel: str | None = field(default=None, metadata=_text("提交方式"))
    submitted_on: date | None = field(default=None, metadata=_day("提交日期"))
    received_on: date | None = field(default=None, metadata=_day("收到日期"))
    receipt_ground: str | None = field(default=None, metadata=_text("收到日期的依据"))
    subject: str | None = field(default=None, metadata=_text("申请事项"))
    description: str | None = field(default=None, metadata=_text("申请内容"))
    form_wanted: str | None = field(default=None, metadata=_text("获取信息的方式"))
    due_on: date | None = field(default=None, metadata=_day("答复期限"))
    query_code: str | None = field(default=None, metadata=_text("查询码"))
    query_address: str | None = field(default=None, metadata=_text("查询网址"))

    # Supplement (Art 30) and reasons (Art 35).
    supplement_items: tuple[str, ...] | None = field(default=None, metadata=_items("补正事项"))
    supplement_days: int | None = field(default=None, metadata=_number("补正工作日数"))
    supplement_until: date | None = field(default=None, metadata=_day("补正截止日期"))
    supplement_asked_on: date | None = field(default=None, metadata=_day("告知补正日期"))
    supplement_received_on: date | None = field(default=None, metadata=_day("收到补正日期"))
    counted_span: str | None = field(default=None, metadata=_text("统计期间"))
    counted_applications: int | None = field(default=None, metadata=_number("申请件数"))
    reasons_asked_on: date | None = field(default=None, metadata=_day("要求说明理由日期"))
    reasons_until: date | None = field(default=None, metadata=_day("说明理由截止日期"))
    reasons_received_on: date | None = field(default=None, metadata=_day("收到说明日期"))

    # Extension (Art 33) and deferral (Art 35).
    extension_reason: str | None = field(default=None, metadata=_text("延期原因"))
    extension_days: int | None = field(default=None, metadata=_number("延长工作日数"))
    extended_until: date | None = field(default=None, metadata=_day("延长后的答复期限"))
    deferred_until: date | None = field(default=None, metadata=_day("延迟答复期限"))

    # Consultation (Arts 32 to 34).
    consulted_party: str | None = field(default=None, metadata=_text("被征求意见方"))
    consulted_information: str | None = field(default=None, metadata=_text("征求意见的信息"))
    consultation_sent_on: date | None = field(default=None, metadata=_day("征求意见日期"))
    consultation_days: int | None = field(default=15, metadata=_merge("number", "征求意见工作日数"))
    opinion: str | None = field(default=None, metadata=_text("第三方意见"))
    opinion_on: date | None = field(default=None, metadata=_day("收到意见日期"))
    public_interest: str | None = field(default=None, metadata=_text("公共利益理由"))
    assistance: str | None = field(default=None, metadata=_text("协办事项"))
    assistance_until: date | None = field(default=None, metadata=_day("协办截止日期"))

    # Fee (Art 42).
    fee_scale: str | None = field(default=None, metadata=_text("收费方式"))
    fee_basis: str | None = field(default=None, metadata=_text("收费标准"))
    fee_items: Rows | None = field(
        default=None, metadata=_merge("rows", "收费明细", "项目", "数量", "标准", "金额（元）")
    )
    fee_total: int | None = field(default=None, metadata=_number("收费金额"))
    fee_pay_to: str | None = field(default=None, metadata=_text("缴费方式"))
    fee_notified_on: date | None = field(default=None, metadata=_day("收费通知日期"))
    fee_notice_number: str | None = field(default=None, metadata=_text("收费通知文号"))

    # The decision.
    outcome: str | None = None
    """An id of `law.outcomes`. No merge field: the kind of letter follows from it."""
    grounds: tuple[str, ...] | None = field(default=None, metadata=_merge("articles", "依据条款"))
    """Articles of the Regulation beside those of the outcome, as `law.articles` writes them."""
    other_law: str | None = field(default=None, metadata=_text("其他法律依据"))
    reasons: str | None = field(default=None, metadata=_text("理由"))
    information: str | None = field(default=None, metadata=_text("公开的信息"))
    materials: Rows | None = field(default=None, metadata=_merge("rows", "材料清单", "名称", "文号", "页数"))
    provided_as: str | None = field(default=None, metadata=_text("提供形式"))
    ways: str | None = field(default=None, metadata=_text("获取途径"))
    available_on: date | None = field(default=None, metadata=_day("获取时间"))
    withheld: str | None = field(default=None, metadata=_text("不予公开的内容"))
    not_provided: str | None = field(default=None, metadata=_text("无法提供的内容"))
    right_agency: str | None = field(default=None, metadata=_text("负责公开的机关"))
    right_agency_contact: str | None = field(default=None, metadata=_text("负责机关联系方式"))
    special_rule: str | None = field(default=None, metadata=_text("特别规定"))
    search_places: str | None = field(default=None, metadata=_text("检索范围"))
    search_keywords: str | None = field(default=None, metadata=_text("检索关键词"))
    searched_on: date | None = field(default=None, metadata=_day("检索日期"))
    earlier_number: str | None = field(default=None, metadata=_text("前次答复文号"))
    earlier_on: date | None = field(default=None, metadata=_day("前次答复日期"))
    channel_elsewhere: str | None = field(default=None, metadata=_text("相应渠道"))
    withdrawn_on: date | None = field(default=None, metadata=_day("撤回日期"))
    merged_into: str | None = field(default=None, metadata=_text("并入的受理编号"))
    correction_record: str | None = field(default=None, metadata=_text("要求更正的记录"))
    correction_result: str | None = field(default=None, metadata=_text("更正结果"))
    forwarded_to: str | None = field(default=None, metadata=_text("转送机关"))

    # Remedy.
    review_body: str | None = field(default=None, metadata=_text("复议机关"))
    review_choice: str | None = field(default=None, metadata=_text("可选择的复议机关"))
    """Another body that may be asked instead (复议法 24, 28)."""
    court: str | None = field(default=None, metadata=_text("管辖法院"))
    served_online: bool = field(default=False, metadata=_merge("flag", "网上送达"))
    review_channel: str | None = field(default=None, metadata=_text("复议网上渠道"))
    """Where a review can be applied for on line; owed where the letter is served on line (复议法 22)."""

    # Slips inside the office.
    handed_to: str | None = field(default=None, metadata=_text("交办部门"))
    instructions: str | None = field(default=None, metadata=_text("办理要求"))
    handle_until: date | None = field(default=None, metadata=_day("办理时限"))
    days_left: int | None = field(default=None, metadata=_number("剩余工作日数"))
    days_late: int | None = field(default=None, metadata=_number("超期工作日数"))
    transferred_files: Rows | None = field(
        default=None, metadata=_merge("rows", "移送材料", "材料名称", "份数", "页数", "备注")
    )
    transferred_to: str | None = field(default=None, metadata=_text("接收单位"))


@cache
def merge_fields() -> Mapping[str, MergeField]:
    """Every fact that templates can name, by its Chinese name, in the order of `LetterFacts`."""
    known = {
        each.metadata["name"]: MergeField(
            each.metadata["name"], each.name, each.metadata["kind"], each.metadata["columns"]
        )
        for each in fields(LetterFacts)
        if each.metadata
    }
    return MappingProxyType(known)


def is_known(facts: LetterFacts, merge: MergeField) -> bool:
    """Whether the case has that fact."""
    value = getattr(facts, merge.attribute)
    return bool(value.strip()) if isinstance(value, str) else value is not None and value not in ((), False)


def printed(facts: LetterFacts, merge: MergeField) -> str | None:
    """The fact as a letter prints it in a line, or None where it is unknown. ValueError for a table or a flag."""
    if merge.kind in ("rows", "flag"):
        raise ValueError(f"“{merge.name}”不能写在一行文字里。")
    if not is_known(facts, merge):
        return None
    value = getattr(facts, merge.attribute)
    if merge.kind == "day":
        return chinese_date(value)
    if merge.kind == "items":
        return "、".join(value)
    if merge.kind == "articles":
        return "、".join(map(in_words, value))
    return str(value).strip()


def addressee_of(facts: LetterFacts) -> str | None:
    """Who the letter is for: the addressee named, else the applicants."""
    if facts.addressee and facts.addressee.strip():
        return facts.addressee.strip()
    return "、".join(facts.applicants) if facts.applicants else None


def facts_to_json(facts: LetterFacts) -> dict[str, Any]:
    """The known facts by attribute, dates in ISO form, for keeping them with the letter."""
    values = {each.name: getattr(facts, each.name) for each in fields(facts)}
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in values.items()
        if value is not None
    }


def facts_from_json(data: Mapping[str, Any]) -> LetterFacts:
    """The facts kept by `facts_to_json`. Raises ValueError, in Chinese, for what are none."""
    kinds = {each.attribute: each for each in merge_fields().values()}
    values: dict[str, Any] = {}
    for name, value in data.items():
        merge = kinds.get(name)
        if merge is None and name != "outcome":
            raise ValueError(f"文书没有“{name}”这一项内容。")
        values[name] = _from_json(merge.kind if merge else "text", merge.name if merge else "办理结果", value)
    return LetterFacts(**values)


def _from_json(kind: FieldKind, name: str, value: Any) -> Any:
    wanted: type = {"number": int, "flag": bool, "items": list, "rows": list, "articles": list}.get(kind, str)
    if wanted is list and isinstance(value, (list, tuple)):
        if kind == "rows" and all(isinstance(row, (list, tuple)) for row in value):
            return tuple(tuple(str(cell) for cell in row) for row in value)
        if kind != "rows" and all(isinstance(item, str) for item in value):
            return tuple(value)
    elif kind == "day" and isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValueError(f"“{name}”不是日期：{value}。") from None
    elif type(value) is wanted or value is None:
        return value
    raise ValueError(f"“{name}”的内容不是应有的类型。")
