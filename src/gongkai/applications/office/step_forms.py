"""The forms of the steps on a case's clock, from its receipt to the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

from django import forms

from gongkai.applications.actions import CaseAction, ConfirmReceipt, Happening, RecordStep
from gongkai.applications.enums import Channel, MaterialKind, PartyRole
from gongkai.applications.models import CaseEvent, Letter, Party
from gongkai.applications.office.act_bases import ActForm, SendsLetter, StepForm
from gongkai.applications.office.form_fields import Day, Proof, Words
from gongkai.applications.office_settings import office_of
from gongkai.law.events import PARTIES
from gongkai.law.fees import fee_by_item, fee_by_page
from gongkai.law.proceedings import CONSULTATION_DAYS, EXTENSION_DAYS, PAYMENT_DAYS

FEE_SCALES = [("item", "按件（本自然月累计件数）"), ("page", "按量（本件提供的页数）")]


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
    scale = forms.ChoiceField(label="计费方式", choices=FEE_SCALES)
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
