"""The form of a dispute's registration, when it is entered and when it is put right."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q

from gongkai.agencies.action import KEPT_IN_LEDGER, Action
from gongkai.agencies.models import Agency, User
from gongkai.applications.models import Application
from gongkai.applications.office.form_fields import Day, Words
from gongkai.disputes.actions import AmendDispute, Details, RegisterDispute
from gongkai.disputes.enums import Kind, Part, Procedure
from gongkai.disputes.models import Dispute, Instance

MOST_REVIEWS = 200


class DetailsForm(forms.Form):
    """A registration: what the dispute is, who is in it, and its first days."""

    kind = forms.ChoiceField(label="种类", choices=Kind.choices)
    part = forms.ChoiceField(
        label="本机关的地位",
        required=False,
        choices=[("", "通常情形：复议被申请人、诉讼被告"), *Part.choices],
        help_text="作出原答复的机关与维持它的复议机关是共同被告；复议机关一方不计入年报。",
    )
    body = forms.CharField(label="复议机关、法院", max_length=100)
    number = forms.CharField(label="案号", max_length=80, required=False)
    procedure = forms.ChoiceField(
        label="程序",
        choices=Procedure.choices,
        help_text="政府信息公开案件可以适用简易程序：复议答复期限由10个工作日缩短为5个工作日。",
    )
    claimant = forms.CharField(label="申请人、原告", max_length=200)
    others = forms.CharField(label="第三人等其他当事人", max_length=300, required=False)
    subject = forms.CharField(label="争议事项", max_length=300)
    filed_on = Day("提出日期", required=False, help_text="申请复议或者起诉的日期。")
    accepted_on = Day("受理、立案日期", required=False)
    copy_received_on = Day("收到副本日期", required=False, help_text="收到申请书、起诉状副本之日，答复期限由此计算。")
    receipt_no = forms.CharField(
        label="所涉申请的登记编号", max_length=60, required=False, help_text="没有登记申请的，可以不填，以后再补。"
    )
    previous = forms.ChoiceField(label="此前的复议", required=False, help_text="“复议后起诉”的，选择已登记的复议。")
    note = Words("备注", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, agency: Agency, application: Application | None, initial: dict[str, Any]) -> None:
        number = application.receipt_no if application else ""
        super().__init__(data, initial={"receipt_no": number} | initial)
        self.agency = agency
        own = Q(agency=agency) | Q(pk__in=Dispute.objects.filter(agency=agency).values("previous"))
        reviews = Dispute.objects.standing().filter(own, kind=Kind.REVIEW).order_by("-id")
        if application is not None:
            reviews = reviews.filter(application=application)
        self.application = application
        self.reviews = {review.public_id: review for review in reviews[:MOST_REVIEWS]}
        choices = [
            (name, f"{review.number or review.body} {review.subject}"[:60]) for name, review in self.reviews.items()
        ]
        self.fields["previous"].choices = [("", "无"), *choices]  # type: ignore[attr-defined]

    def clean_receipt_no(self) -> Application | None:
        """The agency's case of this number, or the one that is linked, wherever it is now."""
        number = self.cleaned_data["receipt_no"]
        if self.application is not None and number == self.application.receipt_no:
            return self.application
        found = Application.objects.filter(agency=self.agency, receipt_no=number).first() if number else None
        if number and found is None:
            raise forms.ValidationError("本机关没有这个登记编号的申请。")
        return found

    def details(self, kept: Dispute | None = None) -> Details:
        """What was filled in. A retrial keeps the suit before it."""
        said = dict(self.cleaned_data)
        case = said.pop("receipt_no")
        said.pop("version")
        said.pop("ground", None)
        previous = self.reviews.get(said.pop("previous"))
        if kept and kept.retrial:
            previous = kept.previous
        return Details(application=case, previous=previous, **said)


class AmendForm(DetailsForm):
    """The same, with the reason for changing it."""

    ground = forms.CharField(label="更正理由", max_length=300, help_text=KEPT_IN_LEDGER)


def first_values(dispute: Dispute, instance: Instance) -> dict[str, Any]:
    """What stands in the form of a registration that is put right."""
    names = ("kind", "part", "claimant", "others", "subject", "note", "version")
    of_instance = ("body", "number", "procedure", "filed_on", "accepted_on", "copy_received_on")
    return {
        **{name: getattr(dispute, name) for name in names},
        **{name: getattr(instance, name) for name in of_instance},
        "previous": dispute.previous.public_id if dispute.previous else "",
    }


def registration(form: DetailsForm, user: User, today: date) -> Action[Dispute]:
    """Register it."""
    return RegisterDispute(user, form.agency, form.details(), today=today)


def amendment(form: AmendForm, dispute: Dispute, user: User, today: date) -> Action[Dispute]:
    """Put the registration right."""
    said = form.cleaned_data
    details = form.details(dispute)
    return AmendDispute(user, dispute, details, today=today, version=said["version"], ground=said["ground"])
