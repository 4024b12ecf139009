"""The forms of what can be done in a dispute: what is asked, and the action that a filled form means."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.db.models import Q

from gongkai.agencies.action import Action
from gongkai.agencies.calendar import calendar_for
from gongkai.agencies.models import Agency, User
from gongkai.applications.letters.kinds import letter_kinds
from gongkai.applications.models import Application, Letter
from gongkai.applications.office.form_fields import Day, Words
from gongkai.applications.papers import Stage
from gongkai.disputes.actions import (
    AddInstance,
    AmendDispute,
    AmendInstance,
    ChangePractice,
    CompleteReAnswer,
    Details,
    EditMapping,
    HandOverDispute,
    OrderReAnswer,
    RecordEffect,
    RecordReply,
    RecordResult,
    RegisterDispute,
    VoidDispute,
)
from gongkai.disputes.actions.base import ROLES
from gongkai.disputes.actions.practice import ENDINGS
from gongkai.disputes.actions.succession import under_way
from gongkai.disputes.enums import Kind, Level, Part, Procedure, Unit
from gongkai.disputes.models import CountingPractice, Dispute, Instance, ReAnswer
from gongkai.disputes.results import GROUPS, packaged_results, results_at
from gongkai.disputes.terms import appeal_of

MOST_REVIEWS = 200
_RECORDED = "记入存证台账，请勿写个人信息。"


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

    ground = forms.CharField(label="更正理由", max_length=300, help_text=_RECORDED)


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


class ActForm(forms.Form):
    """A form for one act in one dispute."""

    name: ClassVar[str]
    explanation: ClassVar[str] = ""
    roles: ClassVar[tuple[str, ...]] = ROLES
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, *, dispute: Dispute, user: User, today: date) -> None:
        self.dispute, self.user, self.today = dispute, user, today
        self.last = list(dispute.instances.all())[-1]
        super().__init__(data, initial={"version": dispute.version})
        self.prepare()

    @classmethod
    def fits(cls, dispute: Dispute, last: Instance) -> bool:
        """Whether the act makes sense now, so that a button leads here."""
        raise NotImplementedError

    @classmethod
    def label(cls, last: Instance) -> str:
        """What the button says."""
        return cls.name

    def prepare(self) -> None:
        """Fill in choices and first values."""

    def values(self) -> dict[str, Any]:
        """What was filled in, as the action takes it, with the day and the version."""
        return {**self.cleaned_data, "today": self.today}

    def action(self) -> Action[Dispute]:
        """What the filled form means."""
        raise NotImplementedError


class ReplyForm(ActForm):
    """登记答复、答辩，或者听证、开庭日期."""

    name = "登记答复、开庭"
    explanation = "逾期提交答复和证据的，视为没有证据、依据（行政复议法第七十条，行政诉讼法第三十四条）。"
    replied_on = Day("提交答复、答辩状和证据的日期", required=False)
    hearing_on = Day("听证、开庭日期", required=False)

    @classmethod
    def fits(cls, dispute: Dispute, last: Instance) -> bool:
        """While the instance is open."""
        return not last.result

    def prepare(self) -> None:
        """What is known already."""
        self.initial.update(replied_on=self.last.replied_on, hearing_on=self.last.hearing_on)

    def action(self) -> Action[Dispute]:
        """Record it."""
        return RecordReply(self.user, self.dispute, **self.values())


class ResultForm(ActForm):
    """登记复议决定、裁判."""

    name = "登记结果"
    result = forms.ChoiceField(label="结果")
    decided_on = Day("决定、裁判日期", help_text="文书上的日期。")
    served_on = Day("收到日期", required=False, help_text="本机关收到文书之日；一审裁判的上诉期由送达计算。")
    effective_on = Day(
        "生效日期",
        required=False,
        help_text="复议决定、二审和再审裁判送达即生效，可以不填；一审裁判上诉期满没有上诉的，以后登记生效。",
    )
    ground = forms.CharField(label="更正理由", max_length=300, required=False, help_text=_RECORDED)

    @classmethod
    def fits(cls, dispute: Dispute, last: Instance) -> bool:
        """At any time; once there is a result, to put it right."""
        return True

    @classmethod
    def label(cls, last: Instance) -> str:
        """A result that is there is put right."""
        return "更正结果" if last.result else cls.name

    def prepare(self) -> None:
        """The endings that are possible here, and the one recorded."""
        endings = results_at(self.last.level).values()
        choices = [(ending.id, f"{ending.name}（{ending.article}）") for ending in endings]
        self.fields["result"].choices = [("", "请选择"), *choices]  # type: ignore[attr-defined]
        if not self.last.result:
            del self.fields["ground"]  # There is nothing to put right yet.
        names = ("result", "decided_on", "served_on", "effective_on")
        self.initial.update({name: getattr(self.last, name) for name in names})

    def action(self) -> Action[Dispute]:
        """Record it."""
        return RecordResult(self.user, self.dispute, **self.values())


class EffectForm(ActForm):
    """登记一审裁判生效."""

    name = "登记生效"
    effective_on = Day("生效日期", help_text="各方上诉期满的次日；最后一方收到裁判的日期可向法院核实。")

    @classmethod
    def fits(cls, dispute: Dispute, last: Instance) -> bool:
        """Once decided, until it takes effect."""
        return bool(last.result) and last.effective_on is None and not results_at(last.level)[last.result].reopens

    def prepare(self) -> None:
        """Say until when it can be appealed, counted from our own service."""
        if term := appeal_of(self.last, calendar_for(self.dispute.agency)):
            self.fields["effective_on"].help_text = f"按本机关收到裁判的日期，上诉期至{term.until}。" + str(
                self.fields["effective_on"].help_text
            )

    def action(self) -> Action[Dispute]:
        """Record it."""
        return RecordEffect(self.user, self.dispute, **self.values())


class InstanceForm(ActForm):
    """The suit goes on before a court."""

    level: ClassVar[str]
    body = forms.CharField(label="法院", max_length=100)
    number = forms.CharField(label="案号", max_length=80, required=False)
    ours = forms.BooleanField(label="由本机关提起", required=False)
    filed_on = Day("提出日期", required=False)
    accepted_on = Day("立案日期", required=False)
    copy_received_on = Day("收到副本日期", required=False)

    def action(self) -> Action[Dispute]:
        """Add it."""
        return AddInstance(self.user, self.dispute, level=self.level, **self.values())


class AmendInstanceForm(InstanceForm):
    """更正上诉、重审的登记."""

    name = "更正本审登记"
    ground = forms.CharField(label="更正理由", max_length=300, help_text=_RECORDED)

    @classmethod
    def fits(cls, dispute: Dispute, last: Instance) -> bool:
        """From the second instance on; the first is amended with the dispute."""
        return last.position > 1

    def prepare(self) -> None:
        """What is known already."""
        names = ("body", "number", "ours", "filed_on", "accepted_on", "copy_received_on")
        self.initial.update({name: getattr(self.last, name) for name in names})

    def action(self) -> Action[Dispute]:
        """Put it right."""
        return AmendInstance(self.user, self.dispute, **self.values())


class AppealForm(InstanceForm):
    """登记上诉."""

    name = "登记上诉"
    level = Level.APPEAL
    explanation = "上诉期间一审裁判没有生效，年报中仍为“尚未审结”。"

    @classmethod
    def fits(cls, dispute: Dispute, last: Instance) -> bool:
        """After a first instance's decision."""
        return last.level == Level.FIRST and bool(last.result)


class RemandForm(InstanceForm):
    """登记发回重审后的一审."""

    name = "登记重审"
    level = Level.FIRST

    @classmethod
    def fits(cls, dispute: Dispute, last: Instance) -> bool:
        """After a remand."""
        return last.level != Level.REVIEW and bool(last.result) and results_at(last.level)[last.result].reopens


class RetrialForm(InstanceForm):
    """登记再审."""

    name = "登记再审"
    level = Level.RETRIAL
    explanation = "再审另立一件，与本件关联；是否计入其立案年度的年报，按“计数口径”的设置。"

    @classmethod
    def fits(cls, dispute: Dispute, last: Instance) -> bool:
        """Once a suit is final."""
        return last.level != Level.REVIEW and dispute.concluded_on is not None


class OrderForm(ActForm):
    """登记重新答复任务."""

    name = "登记重新答复任务"
    explanation = "重新答复不是新收的申请，也不另计办理结果；期限以决定书、判决书写明的为准。"
    ordered = forms.CharField(label="责令、判令的内容", max_length=300)
    from_on = Day("期限起算日期", help_text="起算当日不计入期限。")
    days = forms.IntegerField(label="期限", min_value=1, max_value=365)
    unit = forms.ChoiceField(label="期限单位", choices=Unit.choices)

    @classmethod
    def fits(cls, dispute: Dispute, last: Instance) -> bool:
        """Where something was quashed, unless a task is open."""
        endings = results_at(last.level)
        return not DoneForm.fits(dispute, last) and any(
            endings[name].quashes for name in (last.result, dispute.result) if name in endings
        )

    def prepare(self) -> None:
        """From when it took effect, twenty working days as for any answer."""
        self.initial.update(from_on=self.last.effective_on or self.last.served_on, days=20, unit=Unit.WORKING_DAYS)

    def action(self) -> Action[Dispute]:
        """Order it."""
        return OrderReAnswer(self.user, self.dispute, **self.values())


class DoneForm(ActForm):
    """登记已经重新答复."""

    name = "完成重新答复"
    done_on = Day("重新答复日期")
    letter = forms.ChoiceField(
        label="文书", required=False, help_text="期限起算以后本件申请中签发的答复书；在申请的页面起草。"
    )
    letter_number = forms.CharField(
        label="文书编号", max_length=80, required=False, help_text="文书不在本平台的，写文号。"
    )

    @classmethod
    def fits(cls, dispute: Dispute, last: Instance) -> bool:
        """While a task is open."""
        return any(task.done_on is None for task in dispute.reanswers.all())

    def prepare(self) -> None:
        """The case's signed answers since the order; neither notices nor the answer that was quashed."""
        answers = [kind.id for kind in letter_kinds().values() if kind.outcomes]
        since = min((task.from_on for task in self.dispute.reanswers.all() if not task.done_on), default=date.min)
        signed = Letter.objects.filter(application=self.dispute.application_id, stage=Stage.SIGNED, kind__in=answers)
        signed = signed.filter(dated__gte=since).order_by("-id")
        self.letters = {letter.public_id: letter for letter in signed}
        self.fields["letter"].choices = [("", "无"), *((name, str(it)) for name, it in self.letters.items())]  # type: ignore[attr-defined]

    def action(self) -> Action[Dispute]:
        """Complete the open task."""
        said = self.values()
        said["letter"] = self.letters.get(said["letter"])
        task = ReAnswer.objects.filter(dispute=self.dispute).order_by("done_on", "id")
        waiting = task.filter(done_on=None).first() or task.first()
        assert waiting is not None
        return CompleteReAnswer(self.user, waiting, **said)


class HandOverForm(ActForm):
    """移交承继机关."""

    name = "移交承继机关"
    explanation = "机构改革、职能划转时使用：此后由承继机关应诉、答复和计数，双方台账都有记录。"
    roles = HandOverDispute.roles
    successor = forms.ModelChoiceField(Agency.objects.none(), label="承继职能的机关", empty_label="请选择")
    ground = forms.CharField(label="移交的依据", max_length=300, help_text=_RECORDED)

    @classmethod
    def fits(cls, dispute: Dispute, last: Instance) -> bool:
        """While there is something to do in it."""
        return under_way(dispute)

    def prepare(self) -> None:
        """The authorities that exist, of those that the person answers for."""
        existing = Agency.objects.for_user(self.user).filter(abolished_on=None).exclude(pk=self.dispute.agency_id)
        self.fields["successor"].queryset = existing  # type: ignore[attr-defined]

    def action(self) -> Action[Dispute]:
        """Hand it over."""
        return HandOverDispute(self.user, self.dispute, **self.values())


class VoidForm(ActForm):
    """作废登记."""

    name = "作废登记"
    explanation = "只用于登记错误；作废后不计入年报，登记内容保留可查。"
    ground = forms.CharField(label="理由", max_length=300, help_text=_RECORDED)

    @classmethod
    def fits(cls, dispute: Dispute, last: Instance) -> bool:
        """Always."""
        return True

    def action(self) -> Action[Dispute]:
        """Void it."""
        return VoidDispute(self.user, self.dispute, **self.values())


ACT_FORMS: dict[str, type[ActForm]] = {
    "dafu": ReplyForm,
    "chongxin": DoneForm,
    "zeling": OrderForm,
    "chongshen": RemandForm,
    "shengxiao": EffectForm,
    "shangsu": AppealForm,
    "jieguo": ResultForm,
    "zaishen": RetrialForm,
    "benshen": AmendInstanceForm,
    "yijiao": HandOverForm,
    "zuofei": VoidForm,
}
"""By the last part of the address, in the order of the buttons."""


class MappingForm(forms.Form):
    """One ending into another column."""

    ending = forms.ChoiceField(label="结果")
    column = forms.ChoiceField(label="计入", choices=[(column.value, column.label) for column in ENDINGS])
    ground = forms.CharField(label="依据或者理由", max_length=300, help_text=_RECORDED)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="mapping_%s")
        self.fields["ending"].choices = [  # type: ignore[attr-defined]
            (
                label,
                [
                    (f"{group}.{name}", ending.name)
                    for name, ending in packaged_results()[group].items()
                    if ending.counts
                ],
            )
            for group, label in GROUPS.items()
        ]

    def action(self, user: User, agency: Agency) -> Action[CountingPractice]:
        """Map it."""
        group, _, result = self.cleaned_data["ending"].partition(".")
        column, ground = self.cleaned_data["column"], self.cleaned_data["ground"]
        return EditMapping(user, agency, group=group, result=result, column=column, ground=ground)


class PracticeForm(forms.ModelForm):
    """What no national text settles, with its remarks."""

    ground = forms.CharField(label="依据或者理由", max_length=300, help_text=_RECORDED)

    class Meta:
        model = CountingPractice
        fields = ("counts_instance", "recounts", "retrial_counts")

    def _post_clean(self) -> None:
        """Nothing is put into the record here: the action does that, and tells what changed."""

    def action(self, user: User, agency: Agency) -> Action[CountingPractice]:
        """Change it."""
        return ChangePractice(user, agency, **self.cleaned_data)


def amendment(form: AmendForm, dispute: Dispute, user: User, today: date) -> Action[Dispute]:
    """Put the registration right."""
    said = form.cleaned_data
    details = form.details(dispute)
    return AmendDispute(user, dispute, details, today=today, version=said["version"], ground=said["ground"])
