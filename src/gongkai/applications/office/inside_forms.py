"""The forms of what is done in a case beside its clock: parties, departments, records, files, notes."""

from __future__ import annotations

from typing import Any

from django import forms

from gongkai.agencies.models import Agency, Department
from gongkai.applications.actions import (
    AddMaterial,
    AddNote,
    AddParty,
    AnswerTask,
    CaseAction,
    Classify,
    RecordSearch,
    Route,
)
from gongkai.applications.actions.succession import HandOver
from gongkai.applications.enums import MaterialKind, PartyRole
from gongkai.applications.models import Party, Task
from gongkai.applications.office.act_bases import ActForm
from gongkai.applications.office.form_fields import Day, Proof, Words


class PartyForm(ActForm):
    """Somebody comes into the case."""

    role = forms.ChoiceField(
        label="身份", choices=[choice for choice in PartyRole.choices if choice[0] != PartyRole.APPLICANT]
    )
    name = forms.CharField(label="姓名或者名称", max_length=200)
    contact_name = forms.CharField(label="联系人（可不填）", max_length=100, required=False)
    phone = forms.CharField(label="联系电话（可不填）", max_length=40, required=False)
    email = forms.EmailField(label="电子邮箱（可不填）", required=False)
    address = forms.CharField(label="通信地址（可不填）", max_length=200, required=False)

    def party(self) -> Party:
        """The party (unsaved)."""
        names = ("role", "name", "contact_name", "phone", "email", "address")
        return Party(**{name: (self.said(name) or "").strip() for name in names})

    def action(self) -> CaseAction:
        """Save it."""
        return AddParty(self.user, self.case, self.party(), **self.common)


class RouteForm(ActForm):
    """Hand the case to a department."""

    department = forms.ModelChoiceField(Department.objects.none(), label="内设机构", empty_label="请选择")
    lead = forms.TypedChoiceField(
        label="主办或者协办", choices=[("1", "主办"), ("", "协办")], coerce=bool, empty_value="", required=False
    )
    asked = forms.CharField(label="交办要求（可不填）", max_length=500, required=False)
    due_on = Day("内部时限（可不填）", required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        departments = Department.objects.filter(agency=self.case.agency, closed_on__isnull=True)
        self.fields["department"].queryset = departments  # type: ignore[attr-defined]

    def first_values(self) -> dict[str, Any]:
        """Half of what is left of the term, for the department's own work."""
        days = 5
        return {"lead": "1", "due_on": self.working_days_on(days)}

    def action(self) -> CaseAction:
        """Hand it over."""
        return Route(
            self.user,
            self.case,
            self.said("department"),
            lead=bool(self.said("lead")),
            asked=self.said("asked"),
            due_on=self.said("due_on"),
            **self.common,
        )


class TaskAnswer(ActForm):
    """A department's answer."""

    task = forms.ModelChoiceField(Task.objects.none(), label="交办", empty_label=None)
    answer = Words("办理意见")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        waiting = Task.objects.filter(application=self.case, answered_at__isnull=True).select_related("department")
        self.fields["task"].queryset = waiting  # type: ignore[attr-defined]

    def action(self) -> CaseAction:
        """Keep it."""
        return AnswerTask(self.user, self.case, self.said("task"), self.said("answer"), **self.common)


class ClassifyForm(ActForm):
    """What classified the information."""

    explanation = "以属于国家秘密为由不予公开的，须有定密记录；工作秘密本身不是不予公开的理由。"
    basis = forms.CharField(label="密级、保密期限、定密机关和文号", max_length=300)

    def action(self) -> CaseAction:
        """Keep it."""
        return Classify(self.user, self.case, self.said("basis"), **self.common)


class HandOverForm(ActForm):
    """To which authority the case goes."""

    explanation = (
        "机构改革、职能划转时使用：编号和已经经过的期限不变，双方台账都有记录；尚未审结的复议、诉讼一并移交；"
        "年报上年结转数的差异须作说明。"
    )
    successor = forms.ModelChoiceField(Agency.objects.none(), label="承继职能的机关", empty_label="请选择")
    ground = Words("移交的依据")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        existing = Agency.objects.for_user(self.user).filter(abolished_on=None).exclude(pk=self.case.agency_id)
        self.fields["successor"].queryset = existing  # type: ignore[attr-defined]

    def action(self) -> CaseAction:
        """Hand it over."""
        return HandOver(self.user, self.case, self.said("successor"), **self.common)


class SearchForm(ActForm):
    """A record of a search."""

    explanation = "认定信息不存在，须能说明在哪里、用什么关键词、由谁、何时检索过（条例第三十六条第四项）。"
    place = forms.CharField(label="检索范围", max_length=200, help_text="如：档案室2019年案卷目录、公文系统。")
    keywords = forms.CharField(label="关键词", max_length=300)
    searched_by = forms.CharField(label="检索人", max_length=100)
    searched_on = Day("检索日期")
    found = forms.CharField(label="检索结果", max_length=500)

    def first_values(self) -> dict[str, Any]:
        """Who is logged in, today."""
        return {"searched_by": str(self.user), "searched_on": self.today}

    def action(self) -> CaseAction:
        """Keep it."""
        names = ("place", "keywords", "searched_by", "searched_on", "found")
        return RecordSearch(self.user, self.case, **{name: self.said(name) for name in names}, **self.common)


class MaterialForm(ActForm):
    """A file for the case."""

    kind_of_file = forms.ChoiceField(label="材料种类", choices=MaterialKind.choices, initial=MaterialKind.EVIDENCE)
    proof = Proof("文件", required=True)
    given_out = forms.BooleanField(label="向申请人提供", required=False)

    def action(self) -> CaseAction:
        """Keep it."""
        upload = self.uploads(self.said("kind_of_file"))[0]
        return AddMaterial(self.user, self.case, upload, given_out=bool(self.said("given_out")), **self.common)


class NoteForm(ActForm):
    """An internal note."""

    explanation = "内部备注不对外提供，也不进入答复。"
    text = Words("内容")

    def action(self) -> CaseAction:
        """Keep it."""
        return AddNote(self.user, self.case, self.said("text"), **self.common)
