"""The form of a draft: one page, one subject a block."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from gongkai.agencies.models import Department, User
from gongkai.agencies.office.choices import name_the_empty
from gongkai.publishing.access import editable_columns
from gongkai.publishing.column_models import ColumnPage
from gongkai.publishing.completeness import ALWAYS
from gongkai.publishing.drafts import FIELDS
from gongkai.publishing.enums import Channel
from gongkai.publishing.office.column_choice import ColumnChoice, ColumnChoices
from gongkai.publishing.office.rich_text import for_keeping, for_screen, unspoken_pictures
from gongkai.publishing.record_models import Record

BLOCKS = (
    ("栏目和责任", ("column", "also_in", "unit", "responsible")),
    ("标题和概述", ("title", "summary", "keywords", "source")),
    ("文号和日期", ("document_number", "formed_on", "signed_on")),
    ("分类", ("theme", "genre", "key_field")),
    ("正文", ("body", "map_number")),
    ("公开属性和方式", ("attribute", "attribute_ground", "channels")),
    ("发布时间", ("go_live_at", "expire_at")),
)
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_MOMENT_FORMAT = "%Y-%m-%dT%H:%M"


@dataclass(frozen=True, slots=True)
class Block:
    """Fields that belong together."""

    id: str
    title: str
    fields: list[BoundField]


class RecordForm(forms.ModelForm):
    """A draft's fields. Nothing but the title is asked for while it is written; what a column asks for is marked."""

    class Meta:
        model = Record
        fields = [name for name in FIELDS if name != "also_in"]
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 3}),
            "formed_on": _DAY,
            "signed_on": _DAY,
            "go_live_at": forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_MOMENT_FORMAT),
            "expire_at": forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_MOMENT_FORMAT),
            "body": forms.Textarea(attrs={"rows": 20, "spellcheck": "false"}),
        }
        labels = {"go_live_at": "定时发布", "expire_at": "到期撤下", "channels": "公开方式"}
        help_texts = {
            "document_number": "如“澄政发〔2026〕3号”：年份用六角括号，序号不加“第”和前导零。",
            "formed_on": "公开期限从这一天起算（《政府信息公开条例》第二十六条）。",
            "keywords": "多个关键词用空格分开。",
            "attribute_ground": "公开属性不是“主动公开”时填写。",
            "go_live_at": "不填的，终审通过后由签发人发布。",
            "expire_at": "到这一时间自动撤下；一般不填。",
            "map_number": "正文或附件中有地图的，填写审图号。",
            "body": "",
        }

    column = ColumnChoice()
    also_in = ColumnChoices(label="同时发布到", required=False, widget=forms.CheckboxSelectMultiple)
    channels = forms.MultipleChoiceField(
        label="公开方式", required=False, choices=Channel.choices, widget=forms.CheckboxSelectMultiple
    )
    field_order = FIELDS

    def __init__(self, data: Any, draft: Record, user: User) -> None:
        super().__init__(data, instance=draft, initial={"body": for_screen(draft)})
        self.user, self.draft = user, draft
        agency, columns = draft.agency, editable_columns(user, draft.agency)
        others = [column for column in columns if column.pk != draft.column_id]
        self.fields["column"].offer([*others, draft.column])  # type: ignore[attr-defined]
        self.fields["also_in"].offer(others)  # type: ignore[attr-defined]
        self.fields["also_in"].initial = [column.pk for column in draft.also_in.all()]
        units = Department.objects.filter(agency=agency, closed_on=None).order_by("name")
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        template = draft.column.template
        self.asked = set(template.required_fields) if template else set()
        self.always = {"column", *ALWAYS}
        self.papers = list(template.required_attachments) if template else []
        name_the_empty(self)
        for name, field in self.fields.items():
            if field.help_text:
                field.widget.attrs.setdefault("aria-describedby", f"id_{name}_helptext")

    def clean_body(self) -> str:
        """The body as it is kept."""
        body = for_keeping(self.cleaned_data["body"], self.draft.body)
        if silent := unspoken_pictures(body):
            raise forms.ValidationError(f"有{silent}张图片没有替代文字，请补充图片说明的内容。")
        return body

    def clean(self) -> dict[str, Any]:
        """What two fields say together."""
        values = super().clean() or self.cleaned_data
        live, end = values.get("go_live_at"), values.get("expire_at")
        if live and end and end <= live:
            self.add_error("expire_at", "到期撤下的时间应当晚于定时发布的时间。")
        return values

    def _post_clean(self) -> None:
        """The draft is not touched: the action writes what was typed, and its rules are the action's."""

    def values(self) -> dict[str, Any]:
        """What was typed, for the action."""
        found = {name: self.cleaned_data[name] for name in FIELDS}
        return found | {"also_in": list(found["also_in"])}

    @property
    def also_ticked(self) -> int:
        """In how many other columns the record will stand too: what folds them away says so."""
        return len(self["also_in"].value() or ())

    def blocks(self) -> Iterator[Block]:
        """The form, subject by subject."""
        for number, (title, names) in enumerate(BLOCKS, 1):
            yield Block(f"block{number}", title, [self[name] for name in names])


class NewRecordForm(forms.Form):
    """What a record cannot be without: where it belongs, and what it is called."""

    column = ColumnChoice(empty_label="请选择")
    title = forms.CharField(label="标题", max_length=300)

    def __init__(self, data: Any, columns: list[ColumnPage]) -> None:
        super().__init__(data)
        self.fields["column"].offer(columns)  # type: ignore[attr-defined]
