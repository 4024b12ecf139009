"""Sample facts, so that a template can be seen filled in before there is a case."""

from __future__ import annotations

from datetime import date
from typing import Any

from gongkai.applications.letters.facts import LetterFacts, MergeField, merge_fields
from gongkai.applications.letters.kinds import LetterKind

_SAMPLES: dict[str, Any] = {
    "agency": "示例市自然资源和规划局",
    "applicants": ("示例申请人",),
    "form_of_address": "你",
    "number": "公开答〔2026〕1号",
    "receipt_number": "SL-2026-00001",
    "subject": "某地块征收补偿安置方案",
    "description": "某地块征收补偿安置方案全文",
    "information": "《某地块征收补偿安置方案》一份",
    "review_body": "示例市人民政府",
    "court": "示例区人民法院",
    "contact_phone": "0000-00000000",
    "channel": "网上提交",
}


def sample_facts(kind: LetterKind, today: date) -> LetterFacts:
    """Every fact that a letter of this kind may name, invented."""
    values = {field.attribute: _SAMPLES.get(field.attribute) or _invented(field, today) for field in _fields(kind)}
    return LetterFacts(outcome=kind.outcome_of(None) or None, **values)


def _fields(kind: LetterKind) -> list[MergeField]:
    # A second reconsideration body and an addressee are exceptions: the sample shows the rule.
    left_out = {"review_choice", "addressee"} if kind.to == "applicant" else {"review_choice"}
    return [field for field in merge_fields().values() if field.attribute not in left_out]


def _invented(field: MergeField, today: date) -> Any:
    invented: dict[str, Any] = {
        "day": today,
        "number": 15,
        "flag": False,
        "articles": ("15",),
        "items": (f"示例{field.name}一", f"示例{field.name}二"),
        "rows": (tuple(f"示例{column}" for column in field.columns),),
    }
    return invented.get(field.kind, f"（示例{field.name}）")
