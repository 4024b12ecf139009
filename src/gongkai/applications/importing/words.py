"""The words of a register for what has an id: how an application came, whose it is, how it ended."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import TypeVar

from gongkai.applications.enums import Channel, applicant_types
from gongkai.applications.importing.columns import folded
from gongkai.law.forms import packaged_forms
from gongkai.law.outcomes import packaged_outcomes

Meaning = TypeVar("Meaning")

TABLE = "applications"
_FRAME = frozenset({"received", "carried_in", "concluded", "carried_out"})
_NUMBERING = re.compile(r"^(?:[(（][一二三四五六七八]+[)）]|[一二三四五六七八]+、|[0-9]+[.．、])+")
_MORE_CHANNELS = {
    "web": ("网上", "网络", "互联网", "网站", "在线", "网上申请", "网络申请", "平台"),
    "counter": ("当面", "窗口", "现场", "当面申请", "现场申请", "面交"),
    "letter": ("信函", "平信", "邮寄", "信件", "普通信函"),
    "registered_letter": ("挂号信", "快递", "特快专递", "EMS", "邮政快递", "挂号信函"),
    "fax": ("传真",),
    "email": ("电子邮箱", "邮件", "电邮"),
    "oral": ("口头", "口头申请"),
}
_MORE_APPLICANTS = {
    "natural_person": ("公民", "个人", "自然人（公民）"),
    "enterprise": ("企业", "公司"),
    "social_organisation": ("社会组织", "公益组织"),
    "legal_service": ("律师事务所", "律所"),
    "other_organisation": ("其他组织", "其它"),
}
_MORE_OUTCOMES = {
    "granted": ("公开", "同意公开", "全部公开"),
    "granted_in_part": ("部分公开", "区分处理"),
    "unable.not_held": ("本机关不掌握", "不掌握", "信息不存在"),
    "other": ("其他处理",),
    "other.other": ("撤回", "撤销申请", "申请人撤回"),
}


class UnknownWord(ValueError):
    """A cell says what is none of the words. The message is one Chinese sentence, with what may have been meant."""


@dataclass(frozen=True, slots=True)
class Result:
    """How a case ended: a row of table 三, and the finer outcome where the register says it."""

    row: str
    outcome: str = ""


def channel(text: str) -> str:
    """The id of the channel. Raises UnknownWord."""
    return _found(text, _channels(), "提交方式", [str(label) for label in Channel.labels])


def applicant_type(text: str) -> str:
    """The id of the applicant's column. Raises UnknownWord."""
    return _found(text, _applicant_types(), "申请人类别", list(applicant_labels().values()))


def result(text: str) -> Result:
    """The row (and outcome). Raises UnknownWord."""
    without = _NUMBERING.sub("", unicodedata.normalize("NFKC", text).strip())
    known = _results()
    return known.get(folded(without)) or _found(text, known, "办理结果")


@cache
def row_labels() -> Mapping[str, str]:
    """The rows of table 三 that say how a case ended, of every form, with their words without numbering."""
    labels: dict[str, str] = {}
    for form in packaged_forms().values():
        for table in form.tables:
            if table.id != TABLE:
                continue
            for row in table.blocks[0].rows:
                if row.id in _FRAME:
                    continue
                # Below 不予公开, 无法提供, … a label says its group, so that 其他 is not three things.
                group = _NUMBERING.sub("", row.stub[1]) + "：" if len(row.stub) > 1 else ""
                labels.setdefault(row.id, group + _NUMBERING.sub("", row.label))
    return labels


def result_label(outcome: str, row: str) -> str:
    """How the export says how a case ended; `result` reads it back."""
    known = packaged_outcomes().get(outcome)
    return known.name if known else row_labels().get(row, row or outcome)


@cache
def _channels() -> dict[str, str]:
    words = {folded(word): value for value, label in Channel.choices for word in (value, str(label))}
    return _with_more(words, _MORE_CHANNELS)


@cache
def applicant_labels() -> Mapping[str, str]:
    """The applicant's columns with their labels."""
    labels: dict[str, str] = {}
    for value, label in applicant_types():
        labels.update({value: label} if isinstance(label, str) else dict(label))
    return labels


@cache
def _applicant_types() -> dict[str, str]:
    words = {folded(word): value for value, label in applicant_labels().items() for word in (value, label)}
    return _with_more(words, _MORE_APPLICANTS)


@cache
def _results() -> dict[str, Result]:
    words: dict[str, Result] = {}
    for row, label in row_labels().items():
        own = label.partition("：")[2] or label
        for word in (row, label, own):
            words.setdefault(folded(word), Result(row))
    for row, more in _MORE_OUTCOMES.items():
        for word in more:
            words.setdefault(folded(word), Result(row))
    for outcome in packaged_outcomes().values():
        # The newest form's row; older ones are coarser and follow from the outcome.
        if row := outcome.row("2021"):
            for word in (outcome.id, outcome.name, outcome.name.partition("：")[2]):
                if word:
                    words.setdefault(folded(word), Result(row, outcome.id))
    return words


def _with_more(words: dict[str, str], more: dict[str, tuple[str, ...]]) -> dict[str, str]:
    return {folded(word): value for value, others in more.items() for word in others} | words


def _found(text: str, words: Mapping[str, Meaning], what: str, choices: Sequence[str] = ()) -> Meaning:
    key = folded(text)
    if key in words:
        return words[key]
    near = get_close_matches(key, words, n=1, cutoff=0.6)
    hint = f"，是不是“{_printed(near[0])}”？" if near else f"；可以写{'、'.join(choices)}。" if choices else "。"
    raise UnknownWord(f"“{text[:40]}”不是{what}{hint}")


@cache
def _all_printed() -> dict[str, str]:
    names = [*Channel.values, *map(str, Channel.labels), *applicant_labels(), *applicant_labels().values()]
    names += [*row_labels(), *row_labels().values(), *packaged_outcomes()]
    names += [outcome.name for outcome in packaged_outcomes().values()]
    for more in (_MORE_CHANNELS, _MORE_APPLICANTS, _MORE_OUTCOMES):
        names += [word for words in more.values() for word in words]
    return {folded(name): name for name in names}


def _printed(key: str) -> str:
    return _all_printed().get(key, key)
