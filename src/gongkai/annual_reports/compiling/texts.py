"""The prose of a compiled report: sentences with merge fields, filled from the tables each time.

`{{新收}}` and the like, or `{{applications.received.total}}` for any figure of the form. What the records do not know
is marked 【请填写：…】 for people to write. A field without a figure stays as it is, which the checker reports.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.db.models import Count, Q, Sum

from gongkai.agencies.models import Agency
from gongkai.annual_reports.compiling import publication
from gongkai.applications.enums import State
from gongkai.applications.models import CaseEvent
from gongkai.law.forms import Form
from gongkai.reports.figures import raw_figure
from gongkai.reports.model import Number

EDITABLE = ("1", "5", "6")
"""The sections that are written; the others are tables."""

_FIELD = re.compile(r"\{\{\s*([^{}\n]+?)\s*\}\}")
_TO_WRITE = re.compile(r"【请填写：[^】]*】")

_FIGURES: Mapping[str, tuple[str, ...]] = {
    "新收": ("applications.received.total",),
    "上年结转": ("applications.carried_in.total",),
    "办结": ("applications.concluded.total",),
    "结转下年": ("applications.carried_out.total",),
    "自然人新收": ("applications.received.natural_person",),
    "行政复议": ("review.total",),
    "行政诉讼": ("litigation_direct.total", "litigation_after_review.total"),
    "规章制发": ("proactive.regulations.made",),
    "规章现行有效": ("proactive.regulations.in_force",),
    "规范性文件制发": ("proactive.normative_documents.made",),
    "规范性文件废止": ("proactive.normative_documents.repealed",),
    "规范性文件现行有效": ("proactive.normative_documents.in_force",),
    "行政许可": ("proactive.licences.decided",),
    "行政处罚": ("proactive.penalties.decided",),
    "行政强制": ("proactive.coercive_measures.decided",),
}
_KINDS = {
    "予以公开": "granted",
    "部分公开": "granted_in_part",
    "不予公开": "refused",
    "无法提供": "unable",
    "不予处理": "declined",
    "其他处理": "other",
}
"""The kinds of result, by the rows that begin so."""


def fields(agency: Agency, year: int, form: Form, figures: Mapping[str, Number]) -> dict[str, str]:
    """What each merge field stands for, by name; fields whose figures are not there are left out."""
    values: dict[str, Number] = {}
    for name, cells in _FIGURES.items():
        if all(cell in figures for cell in cells):
            values[name] = sum((figures[cell] for cell in cells), start=0)
    for name, start in _KINDS.items():
        rows = re.compile(rf"applications\.{start}(\.[a-z_]+)?\.total")
        values[name] = sum((figure for cell, figure in figures.items() if rows.fullmatch(cell)), start=0)
    values |= fees(agency, year)
    named = {"机关": agency.name, "年度": str(year)}
    named |= publication.fields(agency, year)
    return named | {name: raw_figure(value) for name, value in (*figures.items(), *values.items())}


def fees(agency: Agency, year: int) -> dict[str, Number]:
    """The year's 信息处理费: notices sent, the money they ask for and what was received, in yuan.

    国办函〔2020〕109号 asks for it to be reported; counted by the day of the notice and of the payment.
    """
    of_year = CaseEvent.objects.filter(
        kind__in=("fee_notified", "fee_paid"), on__year=year, replaced=False, application__agency=agency
    ).exclude(application__state=State.VOID)
    noticed = Q(kind="fee_notified")
    found = of_year.aggregate(
        notices=Count("pk", filter=noticed),
        asked=Sum("amount", filter=noticed, default=0),
        received=Sum("amount", filter=Q(kind="fee_paid"), default=0),
    )
    return {"收费通知": found["notices"], "收费金额": found["asked"], "收费实收": found["received"]}


def defaults(known: Mapping[str, str]) -> dict[str, str]:
    """The sections as the template has them, with merge fields: sentences for what the figures have."""

    def there(*names: str) -> bool:
        return all(name in known for name in names)

    def positive(*names: str) -> bool:
        return any(known.get(name, "0") != "0" for name in names)

    rules = "本年制发行政规范性文件{{规范性文件制发}}件，现行有效{{规范性文件现行有效}}件。"
    decisions = "作出行政许可决定{{行政许可}}件、行政处罚决定{{行政处罚}}件、行政强制决定{{行政强制}}件。"
    active = [
        *publication.sentences(known),
        rules if there("规范性文件制发", "规范性文件现行有效") else "",
        decisions if there("行政许可", "行政处罚", "行政强制") else "",
    ]
    results = "、".join(f"{name}{{{{{name}}}}}件" for name in _KINDS if positive(name))
    on_request = [
        "新收政府信息公开申请{{新收}}件，上年结转{{上年结转}}件；办结{{办结}}件，结转下年度继续办理{{结转下年}}件。"
        if positive("新收", "上年结转")
        else "没有收到政府信息公开申请，也没有上年结转的申请。",
        f"办结的申请中，{results}。" if results else "",
        "因政府信息公开被申请行政复议{{行政复议}}件，被提起行政诉讼{{行政诉讼}}件。"
        if there("行政复议", "行政诉讼") and positive("行政复议", "行政诉讼")
        else "",
    ]
    overview = [
        "{{年度}}年，{{机关}}依照《中华人民共和国政府信息公开条例》开展政府信息公开工作。",
        f"（一）主动公开。{''.join(active)}【请填写：主动公开工作的情况】",
        f"（二）依申请公开。{''.join(on_request)}",
        "（三）政府信息管理。【请填写：政府信息管理的情况】",
        "（四）政府信息公开平台建设。【请填写：平台建设的情况】",
        "（五）监督保障。【请填写：监督保障以及工作考核、社会评议和责任追究的情况】",
    ]
    fee = (
        "{{年度}}年，发出信息处理费收费通知{{收费通知}}件，通知金额{{收费金额}}元，实际收取{{收费实收}}元。"
        if positive("收费通知", "收费实收")
        else "{{年度}}年没有收取政府信息公开信息处理费。"
    )
    problems = "（一）存在的主要问题。【请填写：存在的主要问题】\n（二）改进情况。【请填写：改进的情况】"
    return {"1": "\n".join(overview), "5": problems, "6": fee}


def merged(text: str, known: Mapping[str, str]) -> str:
    """The text with its fields filled; one without a figure stays as it is."""
    return _FIELD.sub(lambda found: known.get(found[1], found[0]), text)


def unwritten(text: str) -> list[str]:
    """What of the template's text people still have to write, and fields without a figure."""
    return [found[0] for pattern in (_TO_WRITE, _FIELD) for found in pattern.finditer(text)]


def unknown_fields(text: str, form: Form) -> list[str]:
    """Names in the text that no figure can ever fill: misspelt ones."""
    names = {*field_names(), *form.cells}
    return [found[1] for found in _FIELD.finditer(text) if found[1] not in names]


def field_names() -> tuple[str, ...]:
    """The names for the editor's list."""
    return ("机关", "年度", *publication.names(), *_FIGURES, *_KINDS, "收费通知", "收费金额", "收费实收")


def used(text: str) -> list[str]:
    """The names in the text, each once, in its order."""
    return list(dict.fromkeys(found[1] for found in _FIELD.finditer(text)))
