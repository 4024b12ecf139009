"""The forms of the acts in a case: what is asked, and the action that a filled form means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet

from gongkai.agencies.calendar import calendar_for
from gongkai.agencies.models import Agency, Department, User
from gongkai.applications.actions import (
    AddMaterial,
    AddNote,
    AddParty,
    AnswerTask,
    CaseAction,
    Classify,
    ConfirmReceipt,
    Decide,
    Ground,
    Happening,
    RecordSearch,
    RecordStep,
    Route,
    Upload,
)
from gongkai.applications.actions.materials import LARGEST
from gongkai.applications.actions.succession import HandOver
from gongkai.applications.enums import Channel, MaterialKind, Method, PartyRole
from gongkai.applications.letters.kinds import letter_kinds
from gongkai.applications.models import Application, CaseEvent, Letter, Party, Task
from gongkai.applications.office_settings import office_of
from gongkai.applications.papers import Stage
from gongkai.law.articles import in_words
from gongkai.law.events import PARTIES
from gongkai.law.fees import fee_by_item, fee_by_page
from gongkai.law.outcomes import packaged_outcomes
from gongkai.law.proceedings import CONSULTATION_DAYS, EXTENSION_DAYS, PAYMENT_DAYS

GROUND_ARTICLES = (
    "14",
    "15",
    "16¶1",
    "16¶2",
    "2",
    "36(四)",
    "36(五)",
    "36(六)",
    "36(七)",
    "38",
    "39¶1",
    "39¶2",
    "35",
    "30",
)


FEE_SCALES = [("item", "按件（本自然月累计件数）"), ("page", "按量（本件提供的页数）")]


class Day(forms.DateField):
    """A date, picked or typed."""

    def __init__(self, label: str, **more: Any) -> None:
        more.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(label=label, **more)


class Words(forms.CharField):
    """Several lines of text."""

    def __init__(self, label: str, **more: Any) -> None:
        more.setdefault("max_length", 5000)
        super().__init__(label=label, widget=forms.Textarea(attrs={"rows": 4}), **more)


class Proof(forms.FileField):
    """A file that proves the step; its content is checked by the action."""

    def __init__(self, label: str = "附件（可不填）", **more: Any) -> None:
        super().__init__(label=label, required=more.pop("required", False), **more)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Refuse what is too large before it is read into memory."""
        file = super().clean(data, initial)
        if isinstance(file, UploadedFile) and (file.size or 0) > LARGEST:
            raise forms.ValidationError(f"文件超过{LARGEST // 1024 // 1024} MB，请压缩或者分开上传。")
        return file


class ActForm(forms.Form):
    """A form for one act in one case."""

    explanation: ClassVar[str] = ""
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, case: Application, user: User, today: date, kind: str, **more: Any) -> None:
        self.case, self.user, self.today, self.kind = case, user, today, kind
        more.setdefault("initial", {})
        super().__init__(*args, **more)
        self.initial = {"version": case.version, **self.first_values(), **self.initial}
        for name in ("on", "searched_on"):
            if name in self.fields:
                self.fields[name].widget.attrs["max"] = today.isoformat()

    def first_values(self) -> dict[str, Any]:
        """What stands in the fields at first."""
        return {"on": self.today}

    def action(self) -> CaseAction:
        """What the filled form means."""
        raise NotImplementedError

    def said(self, name: str) -> Any:
        """What was filled in, "" or None for nothing."""
        return self.cleaned_data.get(name)

    @property
    def common(self) -> dict[str, Any]:
        """What every action takes."""
        return {"today": self.today, "version": self.said("version"), "ground": self.said("ground") or ""}

    def uploads(self, kind: str, name: str = "proof") -> list[Upload]:
        """The file that came, if one did."""
        file = self.said(name)
        return [Upload(file.name, file.read(), kind)] if file else []

    def working_days_on(self, days: int) -> date:
        """The day so many working days from today."""
        return calendar_for(self.case.agency).add_working_days(self.today, days)


class StepForm(ActForm):
    """A step on the clock."""

    proof_kind: ClassVar[str] = MaterialKind.EVIDENCE
    on = Day("日期")

    def happening(self) -> Happening:
        """The step as entered."""
        names = ("party_kind", "answers", "delivered_on", "days", "until", "method", "amount", "tracking_no", "partial")
        given = {name: self.said(name) for name in names if self.said(name) not in (None, "")}
        return Happening(self.kind, self.said("on"), **given)

    def action(self) -> CaseAction:
        """Record it."""
        return RecordStep(
            self.user,
            self.case,
            self.happening(),
            uploads=self.uploads(self.proof_kind),
            sends=self.said("sends"),
            **self.common,
        )


class SendsLetter(StepForm):
    """A step by which a signed letter goes out: one of the kind that carries out this step, not sent before."""

    told_by_letter: ClassVar[Mapping[str, str]] = {}
    """Fields that begin with what the letter says: the field's name, then that of the fact."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        waiting = unsent(self.case, self.kind)
        self.fields["sends"] = forms.ModelChoiceField(
            waiting, label="发出的文书（可不选）", required=False, empty_label="没有使用本系统的文书"
        )
        if letter := waiting.order_by("-pk").first():
            self.initial.update({"sends": letter, **self.said_by(letter)})
        self.order_fields(["version", "on", "sends"])

    def said_by(self, letter: Letter) -> dict[str, Any]:
        """What the letter says already, so that the case is told the same."""
        said = {field: letter.facts.get(fact) for field, fact in self.told_by_letter.items()}
        lines = {field: "\n".join(value) if isinstance(value, list) else value for field, value in said.items()}
        return {field: value for field, value in lines.items() if value}


def unsent(case: Application, step: str) -> QuerySet[Letter]:
    """The case's signed letters that carry out a step (an answer: its service) and have not gone out with one."""
    kinds = [kind.id for kind in letter_kinds().values() if kind.step == step]
    if not kinds:
        kinds = [kind.id for kind in letter_kinds().values() if kind.outcomes]
    signed = Letter.objects.filter(application=case, stage=Stage.SIGNED, kind__in=kinds)
    return signed.exclude(materials__event__isnull=False)


class Receive(ActForm):
    """Confirm the receipt."""

    explanation = (
        "收到日期由提交方式决定（条例第三十一条）。网上、邮件、传真提交的，以双方确认之日为准；系统自动回执不算确认。"
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        channel = self.case.channel
        if channel in (Channel.LETTER, Channel.REGISTERED_LETTER):
            self.fields["signed_on"] = Day("签收日期", required=False, initial=self.case.signed_on)
        if channel not in (Channel.COUNTER, Channel.ORAL, Channel.REGISTERED_LETTER):
            self.fields["confirmed_on"] = Day(
                "与申请人确认的日期", required=channel != Channel.LETTER, initial=self.today
            )
        self.fields["ground"] = forms.CharField(label="确认方式（可不填）", required=False, max_length=200)

    def action(self) -> CaseAction:
        """Fix the day."""
        return ConfirmReceipt(
            self.user,
            self.case,
            signed_on=self.said("signed_on"),
            confirmed_on=self.said("confirmed_on"),
            **self.common,
        )


class AskSupplement(SendsLetter):
    """Ask for a supplement."""

    explanation = "应当自收到申请之日起7个工作日内一次性告知；答复期限自收到补正的申请之日起重新计算（条例第三十条）。"
    told_by_letter: ClassVar[Mapping[str, str]] = {"until": "supplement_until", "ground": "supplement_items"}
    until = Day("补正截止日期")
    ground = Words("需要补正的事项")

    def first_values(self) -> dict[str, Any]:
        """The term that the office usually gives."""
        return super().first_values() | {"until": self.working_days_on(office_of(self.case.agency).supplement_days)}


class Answered(StepForm):
    """Something that was asked for came."""

    ground = Words("内容摘要（可不填）", required=False)
    proof = Proof()


class Supplemented(Answered):
    """A supplement came."""

    proof_kind = MaterialKind.SUPPLEMENT


class ReasonsGiven(Answered):
    """Reasons came."""

    proof_kind = MaterialKind.REASONS


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


class Consult(SendsLetter):
    """Consult a third party, a joint body or another agency."""

    explanation = "第三方、共同制作机关应当自收到征求意见书之日起15个工作日内提出意见；征求意见所需时间不计入答复期限。"
    party_kind = forms.ChoiceField(label="征求谁的意见", choices=list(PARTIES.items()))
    name = forms.CharField(label="未登记的，填写姓名或者名称", max_length=200, required=False)
    phone = forms.CharField(label="联系电话（可不填）", max_length=40, required=False)
    address = forms.CharField(label="送达地址（可不填）", max_length=200, required=False)
    delivered_on = Day("对方收到的日期（未知可不填）", required=False)
    days = forms.IntegerField(label="答复期限（工作日）", min_value=1, max_value=60)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        known = Party.objects.filter(application=self.case, role__in=list(PARTIES))
        self.fields["party"] = forms.ModelChoiceField(
            known, label="已登记的当事人", required=False, empty_label="尚未登记，在下面填写"
        )
        self.order_fields(["version", "on", "sends", "party", "party_kind"])

    def said_by(self, letter: Letter) -> dict[str, Any]:
        """Whoever the letter is for is who is asked."""
        return super().said_by(letter) | {"party": letter.addressee}

    def first_values(self) -> dict[str, Any]:
        """The statutory term."""
        return super().first_values() | {"days": CONSULTATION_DAYS}

    def clean(self) -> dict[str, Any]:
        """One of the two: somebody who is known, or a name."""
        data = super().clean() or {}
        if data.get("party"):
            data["party_kind"] = data["party"].role
        elif not data.get("name"):
            self.add_error("name", "请选择已登记的当事人，或者填写姓名、名称。")
        return data

    def action(self) -> CaseAction:
        """Record it, with the new party where it is one."""
        if known := self.said("party"):
            happening = replace(self.happening(), party=known)
            return RecordStep(self.user, self.case, happening, sends=self.said("sends"), **self.common)
        party = Party(
            role=PartyRole(self.said("party_kind")),
            name=self.said("name").strip(),
            phone=self.said("phone"),
            address=self.said("address"),
        )
        return RecordStep(
            self.user, self.case, self.happening(), new_party=party, sends=self.said("sends"), **self.common
        )


class WhoWasAsked(forms.ModelChoiceField):
    """A consultation, shown by whom was asked and when."""

    def label_from_instance(self, obj: Any) -> str:
        """Who and when."""
        return f"{obj.party or obj.get_party_kind_display()}（{obj.on}发出）"


class OpinionCame(StepForm):
    """An opinion came."""

    proof_kind = MaterialKind.OPINION
    ground = Words("意见摘要")
    proof = Proof()

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        asked = CaseEvent.objects.filter(application=self.case, kind="consultation_sent", replaced=False)
        asked = asked.filter(answered_by__isnull=True).select_related("party")
        self.fields["answers"] = WhoWasAsked(asked, label="谁的意见", empty_label=None)
        self.order_fields(["version", "answers", "on"])

    def happening(self) -> Happening:
        """The answer comes from whom was asked."""
        asked = self.said("answers")
        return Happening(
            "consultation_received", self.said("on"), answers=asked, party=asked.party, party_kind=asked.party_kind
        )


class Extend(SendsLetter):
    """Extend the term."""

    explanation = "须经政府信息公开工作机构负责人同意并告知申请人，延长最长不超过20个工作日，且应当在原期限届满前办理。"
    told_by_letter: ClassVar[Mapping[str, str]] = {"days": "extension_days", "ground": "extension_reason"}
    days = forms.IntegerField(label="延长（工作日）", min_value=1, max_value=EXTENSION_DAYS)
    approved = forms.BooleanField(label="已经公开工作机构负责人同意", required=False)
    ground = Words("延期原因")

    def first_values(self) -> dict[str, Any]:
        """The most that the law allows."""
        return super().first_values() | {"days": EXTENSION_DAYS}

    def happening(self) -> Happening:
        """Whether the head agreed decides whether it counts."""
        return Happening("extended", self.said("on"), days=self.said("days"), approved=bool(self.said("approved")))


class NotifyFee(SendsLetter):
    """Notify of the processing fee."""

    explanation = "按件、按量只能选一种。缴费期限为收到通知次日起20个工作日；缴清之后，办理期限自次日起重新计算。"
    scale = forms.ChoiceField(
        label="计费方式", choices=[("item", "按件（本自然月累计件数）"), ("page", "按量（本件提供的页数）")]
    )
    count = forms.IntegerField(label="件数或者页数", min_value=1, max_value=100_000)
    delivered_on = Day("申请人收到的日期（未知可不填）", required=False)
    until = Day("缴费截止日期")

    def first_values(self) -> dict[str, Any]:
        """The statutory term."""
        return super().first_values() | {"until": self.working_days_on(PAYMENT_DAYS), "scale": "item"}

    def happening(self) -> Happening:
        """With the amount as the scale gives it."""
        amount = (fee_by_item if self.said("scale") == "item" else fee_by_page)(self.said("count"))
        return Happening(
            "fee_notified",
            self.said("on"),
            delivered_on=self.said("delivered_on"),
            until=self.said("until"),
            amount=amount,
        )

    def clean(self) -> dict[str, Any]:
        """A fee of nothing is no fee."""
        data = super().clean() or {}
        scale, count = data.get("scale"), data.get("count")
        if scale and count and not (fee_by_item if scale == "item" else fee_by_page)(count):
            self.add_error("count", "在免费的范围内，不收费。")
        return data


class Paid(StepForm):
    """The fee was paid."""

    proof_kind = MaterialKind.PAYMENT
    amount = forms.IntegerField(label="实收金额（元）", min_value=1, max_value=100_000_000)
    proof = Proof("缴费凭证（可不填）")


class AskReasons(SendsLetter):
    """Ask for the reasons of many applications."""

    explanation = (
        "申请的数量、频次明显超过合理范围的，可以要求申请人说明理由（条例第三十五条）；是否停止计算期限按本机关的设置。"
    )
    told_by_letter: ClassVar[Mapping[str, str]] = {"until": "reasons_until"}
    until = Day("说明理由的截止日期", required=False)
    ground = Words("要求说明的事项（可不填）", required=False)


class Defer(SendsLetter):
    """Set a reasonable later term."""

    explanation = "理由合理但不能在规定期限内答复的，可以确定延迟答复的合理期限并告知申请人（条例第三十五条）。"
    told_by_letter: ClassVar[Mapping[str, str]] = {"until": "deferred_until"}
    until = Day("延迟至")
    ground = Words("理由")


class DecideForm(ActForm):
    """Record a decision that was made outside this program; drafts and signatures are the letters' way."""

    explanation = "这里登记的是已经在系统外作出的决定。在系统内起草、审签的答复书，签发后自动登记。"
    on = Day("决定日期")
    outcome = forms.ChoiceField(label="办理结果")
    articles = forms.MultipleChoiceField(
        label="依据的条款", required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(article, in_words(article)) for article in GROUND_ARTICLES],
    )  # fmt: skip
    part = forms.CharField(label="涉及的内容（可不填）", max_length=300, required=False)
    ground = Words("理由", required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choices = [(outcome.id, outcome.name) for outcome in packaged_outcomes().values()]
        self.fields["outcome"].choices = [("", "请选择"), *choices]  # type: ignore[attr-defined]

    def action(self) -> CaseAction:
        """Record it with its grounds."""
        grounds = [Ground(article, self.said("part"), self.said("ground")) for article in self.said("articles")]
        return Decide(
            self.user, self.case, on=self.said("on"), outcome=self.said("outcome"), grounds=grounds, **self.common
        )


class Serve(SendsLetter):
    """Serve the answer."""

    explanation = (
        "直接送达以签收之日为准，邮寄以交邮之日为准（国办公开办函〔2016〕235号）；送达即办结。应当使用邮政企业寄送。"
    )
    proof_kind = MaterialKind.SERVICE
    method = forms.ChoiceField(label="送达方式", choices=Method.choices)
    tracking_no = forms.CharField(label="邮件编号（邮寄时填写）", max_length=60, required=False)
    partial = forms.BooleanField(label="分次提供，后面还有", required=False)
    ground = forms.CharField(label="说明（可不填）", max_length=300, required=False)
    proof = Proof("送达凭证（可不填）")


class Withdraw(StepForm):
    """The applicant withdraws."""

    ground = Words("撤回的方式和说明")
    proof = Proof()


class Abandon(SendsLetter):
    """Close a case that the applicant let go."""

    explanation = (
        "没有正当理由逾期不补正，或者逾期不缴费的，视为放弃申请，不再处理（条例第三十条、信息处理费管理办法）。"
    )
    ground = Words("说明")


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


ACT_FORMS: Mapping[str, type[ActForm]] = {
    "received": Receive,
    "supplement_asked": AskSupplement,
    "supplement_received": Supplemented,
    "consultation_sent": Consult,
    "consultation_received": OpinionCame,
    "extended": Extend,
    "fee_notified": NotifyFee,
    "fee_paid": Paid,
    "reasons_asked": AskReasons,
    "reasons_received": ReasonsGiven,
    "deferred": Defer,
    "decided": DecideForm,
    "served": Serve,
    "withdrawn": Withdraw,
    "abandoned": Abandon,
    "route": RouteForm,
    "answer_task": TaskAnswer,
    "add_party": PartyForm,
    "classify": ClassifyForm,
    "hand_over": HandOverForm,
    "record_search": SearchForm,
    "add_material": MaterialForm,
    "note": NoteForm,
}
"""Which form each act of the procedure has; acts with screens of their own are not here."""
