"""The forms of what can be done in a dispute: what is asked, and the action that a filled form means."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile

from gongkai.agencies.action import KEPT_IN_LEDGER, Action
from gongkai.agencies.calendar import calendar_for
from gongkai.agencies.models import Agency, User
from gongkai.applications.kept_files import LARGEST, Upload
from gongkai.applications.letters.kinds import letter_kinds
from gongkai.applications.models import Letter
from gongkai.applications.office.form_fields import Day, Proof
from gongkai.applications.papers import Stage
from gongkai.disputes.actions import (
    AddFile,
    AddInstance,
    AmendInstance,
    AmendSuspension,
    CompleteReAnswer,
    HandOverDispute,
    OrderReAnswer,
    RecordEffect,
    RecordReply,
    RecordResult,
    Resume,
    Suspend,
    VoidDispute,
)
from gongkai.disputes.actions.base import ROLES
from gongkai.disputes.actions.succession import under_way
from gongkai.disputes.enums import Direction, Level, Unit
from gongkai.disputes.file_models import kinds_of
from gongkai.disputes.models import Dispute, Instance, ReAnswer, Suspension
from gongkai.disputes.results import results_at
from gongkai.disputes.terms import appeal_of
from gongkai.documents.file_types import ALLOWED


class ActForm(forms.Form):
    """A form for one act in one dispute."""

    name: ClassVar[str]
    explanation: ClassVar[str] = ""
    roles: ClassVar[tuple[str, ...]] = ROLES
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, files: Any = None, *, dispute: Dispute, user: User, today: date) -> None:
        self.dispute, self.user, self.today = dispute, user, today
        self.instances = list(dispute.instances.all())
        self.last = self.instances[-1]
        super().__init__(data, files, initial={"version": dispute.version})
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


def upload_of(file: UploadedFile | None, kind: str = "") -> Upload | None:
    """What was uploaded, as the actions take it."""
    return Upload(file.name or "", file.read(), kind) if file else None


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
    document = Proof(
        "决定书、裁判文书", help_text="上传扫描件或者电子文书，同时存入本件的文件；以后也可以用“存入文件”补。"
    )
    ground = forms.CharField(label="更正理由", max_length=300, required=False, help_text=KEPT_IN_LEDGER)

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
        """Record it, with the document where there is one."""
        said = self.values()
        said["document"] = upload_of(said["document"])
        return RecordResult(self.user, self.dispute, **said)


class AddFileForm(ActForm):
    """存入一份文件."""

    name = "存入文件"
    explanation = f"可以存入{ALLOWED}，每份不超过{LARGEST // 1024 // 1024} MB。存入后不能改，存错了写明理由撤回。"
    kind = forms.ChoiceField(label="种类")
    file = Proof("文件", required=True)
    on = Day("日期", help_text="收到的，填收到之日；本机关制作的，填提交之日。")
    title = forms.CharField(
        label="标题", max_length=200, required=False, help_text="证据目录里的名称；不填的，用种类的名称。"
    )
    direction = forms.ChoiceField(
        label="收到或者制作", required=False, choices=[("", "按种类的通常情形"), *Direction.choices]
    )
    instance = forms.ChoiceField(label="审级")

    @classmethod
    def fits(cls, dispute: Dispute, last: Instance) -> bool:
        """At any time: papers come late."""
        return True

    def prepare(self) -> None:
        """The agency's kinds, today, the last instance; no question where there is one instance."""
        offered = kinds_of(self.dispute.agency).offered(self.dispute.kind).values()
        self.fields["kind"].choices = [("", "请选择"), *((kind.id, kind.name) for kind in offered)]  # type: ignore[attr-defined]
        self.initial["on"] = self.today
        self.of = {it.public_id: it for it in self.instances}
        self.fields["instance"].choices = [  # type: ignore[attr-defined]
            (name, f"{it.get_level_display()}（{it.body}）") for name, it in self.of.items()
        ]
        self.initial["instance"] = self.last.public_id
        if len(self.of) == 1:
            del self.fields["instance"]

    def action(self) -> Action[Dispute]:
        """File it."""
        said = self.values()
        upload = upload_of(said.pop("file"), said.pop("kind"))
        assert upload is not None
        said["instance"] = self.of.get(said.get("instance", ""))
        return AddFile(self.user, self.dispute, upload, **said)


class SuspendForm(ActForm):
    """登记中止审理."""

    name = "登记中止"
    explanation = (
        "复议中止、恢复由复议机关书面告知（行政复议法第三十九条）；年报中仍为“尚未审结”。"
        "平台不因中止改动本机关提交答复、答辩的期限；通知书另有说明的，以通知书为准。"
    )
    from_on = Day("中止日期", help_text="通知书、裁定书写明的日期。")
    reason = forms.CharField(label="中止的原因", max_length=300, required=False)

    @classmethod
    def fits(cls, dispute: Dispute, last: Instance) -> bool:
        """While the instance is open and goes on."""
        return not last.result and dispute.suspended_on is None

    def action(self) -> Action[Dispute]:
        """Record it."""
        return Suspend(self.user, self.dispute, **self.values())


class ResumeForm(ActForm):
    """登记恢复审理."""

    name = "登记恢复"
    resumed_on = Day("恢复日期", help_text="通知书写明的日期。")

    @classmethod
    def fits(cls, dispute: Dispute, last: Instance) -> bool:
        """While it stands still."""
        return dispute.suspended_on is not None

    def action(self) -> Action[Dispute]:
        """Record it."""
        return Resume(self.user, self.dispute, **self.values())


class AmendSuspensionForm(ActForm):
    """更正最近一次中止、恢复的登记."""

    name = "更正中止登记"
    from_on = Day("中止日期")
    resumed_on = Day("恢复日期", required=False, help_text="尚未恢复的，不填。")
    reason = forms.CharField(label="中止的原因", max_length=300, required=False)
    cancelled = forms.BooleanField(label="没有中止，取消这次登记", required=False)
    ground = forms.CharField(label="更正理由", max_length=300, help_text=KEPT_IN_LEDGER)

    @classmethod
    def fits(cls, dispute: Dispute, last: Instance) -> bool:
        """Where the last instance stood still once."""
        return cls._last(last) is not None

    @staticmethod
    def _last(last: Instance) -> Suspension | None:
        standing = [it for it in last.suspensions.all() if not it.cancelled]
        return standing[-1] if standing else None

    def prepare(self) -> None:
        """What is known already."""
        suspension = self._last(self.last)
        self.initial.update({name: getattr(suspension, name) for name in ("from_on", "resumed_on", "reason")})

    def action(self) -> Action[Dispute]:
        """Put it right."""
        return AmendSuspension(self.user, self.dispute, **self.values())


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
    ground = forms.CharField(label="更正理由", max_length=300, help_text=KEPT_IN_LEDGER)

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
    ground = forms.CharField(label="移交的依据", max_length=300, help_text=KEPT_IN_LEDGER)

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
    ground = forms.CharField(label="理由", max_length=300, help_text=KEPT_IN_LEDGER)

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
    "huifu": ResumeForm,
    "zhongzhi": SuspendForm,
    "wenjian": AddFileForm,
    "zaishen": RetrialForm,
    "benshen": AmendInstanceForm,
    "gengzheng-zhongzhi": AmendSuspensionForm,
    "yijiao": HandOverForm,
    "zuofei": VoidForm,
}
"""By the last part of the address, in the order of the buttons."""
