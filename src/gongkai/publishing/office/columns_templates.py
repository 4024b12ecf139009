"""信息模板: what columns ask of their records; made, changed, retired by who keeps the columns."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.agencies.models import Agency
from gongkai.publishing.column_models import RecordTemplate
from gongkai.publishing.columns.rights import may_edit
from gongkai.publishing.enums import Genre
from gongkai.publishing.office.columns_screens import (
    Chosen,
    GroundForm,
    OfficeRequest,
    chosen,
    crumbs_to,
    form_screen,
    may_read,
    perform,
    tab,
)
from gongkai.publishing.record_templates import (
    LONGEST_BODY,
    MOST_ATTACHMENTS,
    REQUIRABLE,
    RetireTemplate,
    ReviveTemplate,
    SaveTemplate,
    label_of,
    templates_of,
)

TEMPLATES = "publishing:templates"
ACTS = ("tingyong", "huifu")


class TemplateForm(GroundForm):
    """What a person says of a template."""

    name = forms.CharField(label="模板名称", max_length=60)
    genre = forms.ChoiceField(label="体裁", required=False, choices=[("", "不预定"), *Genre.choices])
    required_fields = forms.MultipleChoiceField(
        label="必填项目", required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(name, label_of(name)) for name in REQUIRABLE],
        help_text="标题和生成日期总是必填，不在这里选。",
    )  # fmt: skip
    required_attachments = forms.CharField(
        label="必备附件", required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=f"每行一种，如“预算公开表”，最多{MOST_ATTACHMENTS}种。送审时，附件中须有名称含这些字的。",
    )  # fmt: skip
    body = forms.CharField(
        label="起始文本", required=False, max_length=LONGEST_BODY,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
    )  # fmt: skip
    field_order = ("name", "genre", "required_fields", "required_attachments", "body", "ground")

    def __init__(self, data: Any, template: RecordTemplate) -> None:
        initial = {name: getattr(template, name) for name in ("name", "genre", "required_fields", "body")}
        super().__init__(data, initial=initial | {"required_attachments": "\n".join(template.required_attachments)})

    def said(self) -> dict[str, Any]:
        """The fields and the ground as the action takes them."""
        return self.cleaned_data | {"required_attachments": self.cleaned_data["required_attachments"].splitlines()}


@may_read
@require_safe
def templates(request: OfficeRequest) -> HttpResponse:
    """The agency's templates and those for all, with how many of the agency's columns name each."""
    whose = chosen(request)
    rows = templates_of(whose.agency).annotate(used=Count("columns")).order_by("retired_on", "name", "pk")
    lines = [(row, [label_of(name) for name in row.required_fields if name in REQUIRABLE]) for row in rows]
    return tab(request, TEMPLATES, "publishing/office/columns_templates.html", {"lines": lines}, whose)


@may_read
@require_http_methods(["GET", "POST"])
def add_template(request: OfficeRequest) -> HttpResponse:
    """增设模板."""
    whose = chosen(request)
    if not whose.may_edit:
        raise PermissionDenied
    return _form(request, whose, RecordTemplate(agency=whose.agency), "增设信息模板")


@may_read
@require_http_methods(["GET", "POST"])
def edit_template(request: OfficeRequest, public_id: str) -> HttpResponse:
    """修改模板."""
    template, agency = _found(request, public_id)
    if not may_edit(request.user, agency):
        raise PermissionDenied
    return _form(request, Chosen(agency, [agency], True), template, f"修改“{template.name}”")


@may_read
@require_POST
def act_on_template(request: OfficeRequest, public_id: str, act: str) -> HttpResponse:
    """停用、恢复使用."""
    template, agency = _found(request, public_id)
    after = _list(agency)
    if act == "tingyong":
        return perform(request, RetireTemplate(request.user, template, today=timezone.localdate()), "已停用。", after)
    if act == "huifu":
        return perform(request, ReviveTemplate(request.user, template), "已恢复使用。", after)
    raise Http404


def _form(request: OfficeRequest, whose: Chosen, template: RecordTemplate, title: str) -> HttpResponse:
    form = TemplateForm(request.POST or None, template)
    return form_screen(
        request, form, lambda _: SaveTemplate(request.user, template, **form.said()),
        title=title, after=_list(whose.agency), crumbs=crumbs_to(TEMPLATES, whose),
        template="publishing/office/columns_template_form.html", extra={"whose": whose},
        explanation="在栏目的“修改”里选用模板。起草时正文和体裁按模板填好；必填项目、必备附件不全的，不能送审。",
    )  # fmt: skip


def _found(request: OfficeRequest, public_id: str) -> tuple[RecordTemplate, Agency]:
    """A template of an agency that the person may see, and that agency; those for all are changed by nobody here."""
    seen = RecordTemplate.objects.filter(agency__in=Agency.objects.for_user(request.user)).select_related("agency")
    template = get_object_or_404(seen, public_id=public_id)
    assert template.agency is not None
    return template, template.agency


def _list(agency: Agency) -> str:
    return f"{reverse(TEMPLATES)}?agency={agency.code}"
