"""What is asked before something is done with a record: reasons, opinions, days. Which act asks is in `record_acts`."""

from __future__ import annotations

from typing import Any

from django import forms

from gongkai.agencies.models import Agency
from gongkai.publishing.enums import WithdrawalKind

Values = dict[str, Any]


def _day(**more: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


def _text(label: str, *, rows: int = 3, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **more)


class GroundForm(forms.Form):
    """Why."""

    ground = _text("理由", max_length=500)


class ReasonForm(forms.Form):
    """What is wrong with the draft."""

    comment = _text("退回理由", max_length=500)


class OpinionForm(forms.Form):
    """An opinion that may be given."""

    comment = _text("意见", max_length=500, required=False)


class SecrecyFields(forms.Form):
    """保密审查表: content, timing, manner."""

    content_fit = forms.BooleanField(label="内容适宜公开", required=False)
    content_opinion = forms.CharField(label="内容研判", max_length=300, required=False)
    timing_fit = forms.BooleanField(label="时机适宜", required=False)
    timing_opinion = forms.CharField(label="时机研判", max_length=300, required=False)
    manner_fit = forms.BooleanField(label="方式适宜", required=False)
    manner_opinion = forms.CharField(label="方式研判", max_length=300, required=False)
    field_order = (
        "content_fit", "content_opinion", "timing_fit", "timing_opinion", "manner_fit", "manner_opinion", "comment",
    )  # fmt: skip


class SecrecyOpinionForm(SecrecyFields, OpinionForm):
    """The form of who agrees."""


class SecrecyReasonForm(SecrecyFields, ReasonForm):
    """The form of who does not: what is not ticked is not fit."""


class PublishForm(forms.Form):
    """Now or later."""

    go_live_at = forms.DateTimeField(
        label="发布时间", required=False, help_text="不填即立即发布。",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )  # fmt: skip


class WithdrawForm(forms.Form):
    """Why it goes, and what stands there instead."""

    kind = forms.ChoiceField(label="原因", choices=WithdrawalKind.choices)
    ground = _text("说明", max_length=500, help_text="只在内部保存。")
    manner = forms.ChoiceField(
        label="撤回方式", widget=forms.RadioSelect, initial="silent",
        choices=(("silent", "不作说明，原地址显示页面不存在"), ("notice", "原地址显示撤回说明")),
    )  # fmt: skip
    notice = forms.CharField(
        label="公开说明", max_length=300, required=False, help_text="选择显示撤回说明时填写；撤回后公众立即看到。"
    )  # fmt: skip
    found_on = _day(label="发现日期", required=False, help_text="涉密、涉个人信息等泄露情形填写。")

    def clean(self) -> Values:
        """A public notice says something."""
        values = super().clean() or self.cleaned_data
        if values.get("manner") == "notice" and not values.get("notice"):
            self.add_error("notice", "请填写公开说明。")
        return values


class AskBodyForm(forms.Form):
    """Whom, what, by when."""

    agency = forms.ModelChoiceField(
        Agency.objects.none(), label="在本平台的机关", required=False, empty_label="不在本平台，在下面填写名称",
        help_text="选定的机关在自己的“征求本机关意见”里答复，并收到邮件。",
    )  # fmt: skip
    body = forms.CharField(label="机关名称", max_length=100, required=False, help_text="不在本平台的机关填写。")
    question = forms.CharField(label="征求事项", max_length=300)
    sent_on = _day(label="发出日期")
    due_on = _day(label="答复期限", help_text="《政府信息公开条例》第十一条未规定答复期限，由双方约定。")

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        agencies = Agency.objects.filter(abolished_on=None).order_by("path")
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]

    def clean(self) -> Values:
        """One body."""
        values = super().clean() or self.cleaned_data
        if not values.get("agency") and not values.get("body"):
            self.add_error("body", "请选择机关，或者填写机关名称。")
        if values.get("agency") and values.get("body"):
            self.add_error("body", "已经选择了在本平台的机关，不必再填写名称。")
        return values


class OpinionOfBodyForm(forms.Form):
    """What a body says."""

    agreed = forms.ChoiceField(label="是否同意公开", widget=forms.RadioSelect, choices=(("1", "同意"), ("0", "不同意")))
    answer = _text("答复意见", max_length=2000, required=False, help_text="不同意的，须写明理由。")


class AnswerForm(OpinionOfBodyForm):
    """What a body said that answers on paper."""

    answered_on = _day(label="答复日期")


class SettleForm(forms.Form):
    """How a no was settled."""

    settlement = _text("协调结果")
    settled_on = _day(label="协调日期")


class BackupsForm(forms.Form):
    """What still holds it."""

    backups = _text("备份处理情况", help_text="哪些备份中还有这条信息，何时、如何处理。")
