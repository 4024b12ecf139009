"""The form that puts a step right: the same fields as they were entered, a reason, or that it did not happen."""

from __future__ import annotations

from typing import Any

from django import forms

from gongkai.applications.actions import Happening
from gongkai.applications.enums import Method
from gongkai.applications.models import CaseEvent
from gongkai.applications.office.act_bases import ActForm
from gongkai.applications.office.form_fields import Day, Words

_COPIED = (
    "delivered_on",
    "days",
    "until",
    "method",
    "amount",
    "tracking_no",
    "party_kind",
    "party",
    "partial",
    "approved",
)


class CorrectForm(ActForm):
    """What was entered, to be put right."""

    explanation = "原登记内容不会删除，更正后与更正理由一并可查，答复期限随之重新计算。"
    happened = forms.TypedChoiceField(
        label="这一事项",
        choices=[("1", "确有其事，内容登记有误"), ("", "并未发生，登记错误")],
        coerce=bool,
        empty_value="",
        required=False,
    )
    on = Day("正确的日期")
    delivered_on = Day("送达日期（可不填）", required=False)
    until = Day("截止日期（可不填）", required=False)
    days = forms.IntegerField(label="工作日数（可不填）", min_value=1, max_value=400, required=False)
    method = forms.ChoiceField(label="方式（可不选）", choices=[("", "——"), *Method.choices], required=False)
    ground = Words("更正理由")

    def __init__(self, *args: Any, wrong: CaseEvent, **more: Any) -> None:
        self.wrong = wrong
        super().__init__(*args, **more)
        if wrong.kind == "received":
            del self.fields["happened"]

    def first_values(self) -> dict[str, Any]:
        """As it was entered."""
        names = ("on", "delivered_on", "until", "days", "method")
        return {"happened": "1"} | {name: getattr(self.wrong, name) for name in names}

    def right(self) -> Happening | None:
        """The step as it should be, None where it did not happen."""
        if "happened" in self.fields and not self.said("happened"):
            return None
        kept = {name: getattr(self.wrong, name) for name in _COPIED}
        given = {name: self.said(name) for name in ("delivered_on", "until", "days")} | {"method": self.said("method")}
        return Happening(self.wrong.kind, self.said("on"), answers=self.wrong.answers, **(kept | given))
