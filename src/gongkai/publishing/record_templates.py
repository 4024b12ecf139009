"""信息模板: what a column asks of its records, kept by who keeps the agency's columns, with what was and what is."""

from __future__ import annotations

from abc import ABC
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from gongkai.agencies.action import NOT_YOURS, Action, reference_to
from gongkai.agencies.models import Agency, User
from gongkai.publishing import rich_text
from gongkai.publishing.column_models import ColumnPage, RecordTemplate
from gongkai.publishing.columns.rights import may_edit
from gongkai.publishing.record_models import Record

FIELDS = ("name", "genre", "required_fields", "required_attachments", "body")
"""What a person says of a template."""
REQUIRABLE = (
    "summary", "body", "document_number", "signed_on", "theme", "genre", "key_field", "keywords", "source", "unit",
    "responsible", "channels", "map_number",
)  # fmt: skip
"""Fields of a record that a template may ask for; title and day of forming are asked for always."""
MOST_ATTACHMENTS = 20
LONGEST_NAME = 60
LONGEST_BODY = 50_000


def label_of(name: str) -> str:
    """What a field of a record is called."""
    return str(Record._meta.get_field(name).verbose_name)


def templates_of(agency: Agency) -> QuerySet[RecordTemplate]:
    """The agency's templates and those that all may use, retired ones too."""
    return RecordTemplate.objects.filter(Q(agency=agency) | Q(agency=None)).order_by("name", "pk")


def in_use(agency: Agency) -> QuerySet[RecordTemplate]:
    """The templates that a column of the agency may name."""
    return templates_of(agency).filter(retired_on=None)


class _TemplateAction(Action[RecordTemplate], ABC):
    """A change of one template. Those that belong to no agency are the installation's, and nobody's here."""

    def __init__(self, actor: User | None, template: RecordTemplate, *, ground: str = "") -> None:
        super().__init__(actor, ground=ground)
        self.template = template

    def refusals(self) -> list[str]:
        """Only who keeps the agency's columns."""
        return [] if may_edit(self.actor, self.template.agency) else [NOT_YOURS]

    def subject(self, result: RecordTemplate) -> str:
        """The template."""
        return reference_to(result)

    def agency(self, result: RecordTemplate) -> Agency | None:
        """Whose template it is."""
        return result.agency


class SaveTemplate(_TemplateAction):
    """Make a template, or change one: any of `FIELDS`. Columns that name it ask for the new from then on."""

    def __init__(self, actor: User | None, template: RecordTemplate, *, ground: str = "", **fields: Any) -> None:
        super().__init__(actor, template, ground=ground)
        if unknown := set(fields) - set(FIELDS):
            raise TypeError(f"no field of a template: {sorted(unknown)}")
        self.fields = {name: _tidied(name, value) for name, value in fields.items()}
        self.was = {name: getattr(template, name) for name in self.fields}
        self.kind = "template.changed" if template.pk else "template.added"  # type: ignore[misc]

    def refusals(self) -> list[str]:
        """A name that no other has; only fields that a record has; attachments that can be told from one another."""
        if reasons := super().refusals():
            return reasons
        if self.template.retired_on:
            return ["已停用的模板不能修改，请先恢复使用。"]
        if self.fields == self.was:
            return ["没有任何改动。"]
        for name, value in self.fields.items():
            setattr(self.template, name, value)
        return self._faults()

    def _faults(self) -> list[str]:
        template = self.template
        reasons = []
        try:
            template.clean_fields(exclude=[each.name for each in template._meta.fields if each.name not in FIELDS])
        except ValidationError as error:
            for name, sentences in error.message_dict.items():
                label = template._meta.get_field(name).verbose_name  # type: ignore[union-attr]
                reasons += [f"{label}：{sentence}" for sentence in sentences]
        same = templates_of(template.agency).filter(name=template.name) if template.agency else ()
        if any(each.pk != template.pk for each in same):
            reasons.append(f"已有名为“{template.name}”的模板。")
        if unknown := set(template.required_fields) - set(REQUIRABLE):
            reasons.append(f"没有这种项目：{'、'.join(sorted(map(str, unknown)))}。")
        papers = template.required_attachments
        if len(papers) > MOST_ATTACHMENTS:
            reasons.append(f"必备附件最多{MOST_ATTACHMENTS}种。")
        reasons += [
            f"必备附件“{paper[:20]}……”的名称超过{LONGEST_NAME}字。" for paper in papers if len(paper) > LONGEST_NAME
        ]
        if len(template.body) > LONGEST_BODY:
            reasons.append(f"起始文本不超过{LONGEST_BODY}字。")
        return reasons

    def change(self) -> RecordTemplate:
        """Save it."""
        self.template.save()
        return self.template

    def payload(self, result: RecordTemplate) -> dict[str, Any]:
        """What was and what is; of the text, only that it changed."""
        told = [name for name, value in self.fields.items() if name != "body" and self.was[name] != value]
        return {
            "from": {name: self.was[name] for name in told},
            "to": {name: self.fields[name] for name in told},
            "body": self.fields.get("body", self.was.get("body")) != self.was.get("body"),
        }


class RetireTemplate(_TemplateAction):
    """Offer the template to no column any more; what was written by it stays as it is."""

    kind = "template.retired"

    def __init__(self, actor: User | None, template: RecordTemplate, *, today: date, ground: str = "") -> None:
        super().__init__(actor, template, ground=ground)
        self.today = today

    def refusals(self) -> list[str]:
        """Also while a column names it: what the column then asks for is for who keeps it to say."""
        if reasons := super().refusals():
            return reasons
        if self.template.retired_on:
            return ["模板已经停用。"]
        titles = list(
            ColumnPage.objects.filter(template=self.template).order_by("path").values_list("title", flat=True)
        )
        shown = "、".join(f"“{title}”" for title in titles[:5]) + ("等" if len(titles) > 5 else "")
        return [f"栏目{shown}还在使用这个模板，请先在栏目中改用别的模板或者不用模板。"] if titles else []

    def change(self) -> RecordTemplate:
        """Set the day."""
        self.template.retired_on = self.today
        self.template.save(update_fields=["retired_on"])
        return self.template


class ReviveTemplate(_TemplateAction):
    """Offer a retired template again."""

    kind = "template.revived"

    def refusals(self) -> list[str]:
        """Also one that is in use."""
        return super().refusals() or ([] if self.template.retired_on else ["模板没有停用。"])

    def change(self) -> RecordTemplate:
        """Forget the day."""
        self.template.retired_on = None
        self.template.save(update_fields=["retired_on"])
        return self.template


def _tidied(name: str, value: Any) -> Any:
    if name == "body":
        return rich_text.clean(value)
    if name == "required_attachments":
        return list(dict.fromkeys(stripped for paper in value if (stripped := paper.strip())))
    if name == "required_fields":
        return [each for each in REQUIRABLE if each in value] + [each for each in value if each not in REQUIRABLE]
    return str(value).strip()
