"""What a draft must have before it can be reviewed: what every record has, and what its column's template asks."""

from __future__ import annotations

from django.db import models

from gongkai.publishing import document_numbers, drafts
from gongkai.publishing.enums import Attribute
from gongkai.publishing.record_models import Record

ALWAYS = ("title", "formed_on")
"""Without the day on which it was formed there is neither an index number nor a term."""


def missing(draft: Record) -> list[str]:
    """What is missing or malformed, a sentence each; empty when the draft can go to review."""
    template = draft.column.template
    asked = [*ALWAYS, *(template.required_fields if template else ())]
    known = {field.name: field for field in Record._meta.get_fields() if isinstance(field, models.Field)}
    reasons = [
        f"请填写{known[name].verbose_name}。"
        for name in dict.fromkeys(asked)
        if name in known and not getattr(draft, name)
    ]
    files = list(draft.files.all())
    titles = [held.title for held in files]
    if not draft.body and not files:
        reasons.append("请填写正文，或者加入附件。")
    for wanted in template.required_attachments if template else ():
        if not any(wanted in title for title in titles):
            reasons.append(f"本栏目须附“{wanted}”。")
    reasons += [f"附件“{held.title}”的文件已被清除，请移去。" for held in files if not held.file.file]
    if draft.attribute != Attribute.PROACTIVE and not draft.attribute_ground:
        reasons.append("不主动公开的，须写明理由。")
    if sentence := document_numbers.fault(draft.document_number):
        reasons.append(sentence)
    return reasons + drafts.closed_columns(draft)
