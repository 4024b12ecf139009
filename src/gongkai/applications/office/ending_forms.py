"""The forms by which a case ends: decided, served, withdrawn, let go."""

from __future__ import annotations

from typing import Any

from django import forms

from gongkai.applications.actions import CaseAction, Decide, Ground
from gongkai.applications.enums import MaterialKind, Method
from gongkai.applications.office.act_bases import ActForm, SendsLetter, StepForm
from gongkai.applications.office.form_fields import Day, Proof, Words
from gongkai.law.articles import in_words
from gongkai.law.outcomes import packaged_outcomes

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
