"""The form of an application at the desk: the application itself, and the people who make it."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from gongkai.agencies.models import Agency
from gongkai.applications.actions import Contents, Person, Upload
from gongkai.applications.actions.intake import LONGEST_TEXT
from gongkai.applications.enums import Channel, MaterialKind, Matter, PartyRole, applicant_types
from gongkai.applications.kept_files import LARGEST

MOST_PEOPLE = 20
PEOPLE_PREFIX = "person"
FILE_FIELDS = (
    ("scan", "申请书扫描件", MaterialKind.APPLICATION),
    ("identity", "身份证明", MaterialKind.IDENTITY),
    ("authority", "授权委托书", MaterialKind.AUTHORITY),
    ("other", "其他附件", MaterialKind.EVIDENCE),
)
FORMS_WANTED = ("纸质文本", "电子文档", "光盘等介质", "查阅、抄录")
WAYS_WANTED = ("邮寄", "电子邮件", "网上下载", "传真", "当面领取")
ID_KINDS = ("居民身份证", "统一社会信用代码证书", "护照", "港澳居民来往内地通行证", "台湾居民来往大陆通行证")


class DayField(forms.DateField):
    """A day; one that does not exist is said with what was typed."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)

    def to_python(self, value: Any) -> date | None:
        """As typed. Raises ValidationError."""
        try:
            return super().to_python(value)
        except forms.ValidationError:
            raise forms.ValidationError(f"没有“{str(value)[:20]}”这一天，请按“年-月-日”填写。") from None


class ApplicationForm(forms.Form):
    """What is applied for, how it came and when."""

    agency = forms.ChoiceField(label="受理机关")
    matter = forms.ChoiceField(label="事项", choices=Matter.choices, initial=Matter.DISCLOSURE)
    channel = forms.ChoiceField(label="提交方式", choices=Channel.choices, initial=Channel.COUNTER)
    arrived_on = DayField(label="到达日期", help_text="当面、口头：提出之日；其他方式：材料到达之日。")
    signed_on = DayField(label="签收日期", required=False, help_text="邮寄、快递由本机关（含收发室）签收之日。")
    confirmed_on = DayField(
        label="确认日期", required=False, help_text="平常信函、传真、网上和邮件：与申请人联系确认之日。"
    )
    applicant_type = forms.ChoiceField(
        label="申请人类别", choices=applicant_types, help_text="对应年度报告表三的列；多人申请的，按第一申请人。"
    )
    subject = forms.CharField(label="申请事项", max_length=300)
    description = forms.CharField(
        label="所需政府信息",
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="名称、文号或者便于查询的其他特征；口头提出的，由工作人员代写。",
    )
    form_wanted = forms.CharField(label="提供形式", required=False, max_length=40)
    way_wanted = forms.CharField(label="获取方式", required=False, max_length=40)
    assistance = forms.CharField(
        label="需要的协助", required=False, max_length=200, help_text="阅读、视听等方面的困难（条例第四十三条）。"
    )
    region = forms.CharField(label="地域", required=False, max_length=60)
    topic = forms.CharField(label="主题", required=False, max_length=60)
    information_year = forms.IntegerField(label="信息年度", required=False, min_value=1949, max_value=2100)
    same_as = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)
    submission_key = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, agencies: list[Agency], today: date, data: Any = None) -> None:
        super().__init__(
            data,
            initial={"arrived_on": today, "submission_key": secrets.token_urlsafe(32), "agency": agencies[0].code},
        )
        self.fields["agency"].choices = [(agency.code, agency.name) for agency in agencies]  # type: ignore[attr-defined]
        self.fields["form_wanted"].widget.attrs["list"] = "forms-wanted"
        self.fields["way_wanted"].widget.attrs["list"] = "ways-wanted"
        for field in ("arrived_on", "signed_on", "confirmed_on"):
            self.fields[field].widget.attrs["max"] = today.isoformat()


class PersonForm(forms.Form):
    """One of the people: an applicant or his agent."""

    role = forms.ChoiceField(
        label="身份",
        choices=[(role.value, role.label) for role in (PartyRole.APPLICANT, PartyRole.AGENT)],
        initial=PartyRole.APPLICANT,
    )
    name = forms.CharField(label="姓名或者名称", max_length=200)
    id_kind = forms.CharField(
        label="证件名称", required=False, max_length=40, widget=forms.TextInput(attrs={"list": "id-kinds"})
    )
    id_number = forms.CharField(
        label="证件号码", required=False, max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    representative = forms.CharField(label="法定代表人或者负责人", required=False, max_length=100)
    contact_name = forms.CharField(label="联系人", required=False, max_length=100)
    phone = forms.CharField(
        label="联系电话", required=False, max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    email = forms.EmailField(label="电子邮箱", required=False, max_length=254)
    address = forms.CharField(label="通信地址", required=False, max_length=300)
    postcode = forms.CharField(label="邮政编码", required=False, max_length=10)


PeopleForms = forms.formset_factory(
    PersonForm, extra=0, min_num=1, max_num=MOST_PEOPLE, absolute_max=MOST_PEOPLE, validate_max=True
)
People = forms.BaseFormSet


def people_forms(data: QueryDict | None = None, *, more: bool = False) -> People:
    """The people as filled in; with `more`, room for one more of them."""
    if data is not None and more:
        data = data.copy()
        total = data.get(f"{PEOPLE_PREFIX}-TOTAL_FORMS", "1")
        number = min(int(total) if total.isascii() and total.isdecimal() else 1, MOST_PEOPLE - 1)
        data[f"{PEOPLE_PREFIX}-TOTAL_FORMS"] = str(number + 1)
        data[f"{PEOPLE_PREFIX}-{number}-role"] = PartyRole.AGENT
    return PeopleForms(data, prefix=PEOPLE_PREFIX)


def contents_from(form: ApplicationForm, people: People, files: MultiValueDict) -> Contents:
    """The application as the two valid forms and the files say it."""
    said = {name: form.cleaned_data[name] for name in form.cleaned_data if name not in _NOT_SAID}
    return Contents(
        people=[
            Person(**(person.cleaned_data | {"role": PartyRole(person.cleaned_data["role"])})) for person in people
        ],
        uploads=[Upload(file.name, file.read(), kind) for name, _, kind in FILE_FIELDS for file in files.getlist(name)],
        **said,
    )


def _person(said: dict[str, str]) -> Person:
    return Person(**(said | {"role": PartyRole(said["role"])}))  # type: ignore[arg-type]


_NOT_SAID = frozenset({"agency", "same_as", "submission_key"})


def too_large(files: MultiValueDict) -> list[str]:
    """Files that are not even read, a sentence each."""
    limit = f"{LARGEST // 1024 // 1024} MB"
    return [
        f"文件“{file.name}”超过{limit}，请压缩或者分开上传。"
        for name, _, _ in FILE_FIELDS
        for file in files.getlist(name)
        if file.size > LARGEST
    ]


def form_errors(form: forms.BaseForm, people: People | None = None) -> Iterator[str]:
    """What the fields do not take, a sentence each, with the field's name."""
    for each, whose in [(form, ""), *((person, f"第{n}人") for n, person in enumerate(people or (), 1))]:
        for name, sentences in each.errors.items():
            label = each.fields[name].label if name in each.fields else ""
            for sentence in sentences:
                yield f"{whose}“{label or '表单'}”：{sentence}"
