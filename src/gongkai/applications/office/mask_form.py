"""The boxes to be masked as rows of a form: in millimetres, since that is what one measures on a page."""

from __future__ import annotations

import math
from typing import Any, cast

from django import forms

from gongkai.documents.disclosure.boxes import Box
from gongkai.documents.disclosure.finding import KINDS
from gongkai.documents.disclosure.masking import Mask
from gongkai.documents.disclosure.pages import Layout

POINT = 25.4 / 72
"""Millimetres."""
BLANK_ROWS = 3
MOST_ROWS = 500
GROUNDS = (
    ("条例第十五条", "第十五条　个人隐私、商业秘密"),
    ("条例第十四条", "第十四条　国家秘密，法律、行政法规禁止公开，危及国家安全、公共安全、经济安全、社会稳定"),
    ("条例第十六条第一款", "第十六条第一款　内部事务信息"),
    ("条例第十六条第二款", "第十六条第二款　过程性信息、行政执法案卷信息"),
)
"""What is printed on the mask, and what the screen says."""
_OF_KIND = {
    "secrecy_mark": "条例第十四条",
    "work_secret_mark": "条例第十六条第一款",
    "internal_mark": "条例第十六条第一款",
    "copy_number": "条例第十四条",
}
_SIDES = ("left", "top", "right", "bottom")


class MaskRow(forms.Form):
    """One box."""

    use = forms.BooleanField(label="遮盖", required=False)
    page = forms.IntegerField(label="页", min_value=1, required=False)
    left = forms.FloatField(label="左", min_value=0, max_value=10_000, required=False)
    top = forms.FloatField(label="上", min_value=0, max_value=10_000, required=False)
    right = forms.FloatField(label="右", min_value=0, max_value=10_000, required=False)
    bottom = forms.FloatField(label="下", min_value=0, max_value=10_000, required=False)
    ground = forms.ChoiceField(label="依据", choices=GROUNDS)
    what = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    pages: int = MOST_ROWS

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name in ("page", *_SIDES):
            self.fields[name].widget.attrs |= {"step": "1" if name == "page" else "0.1", "inputmode": "decimal"}
        for name in ("use", "page", *_SIDES, "ground"):
            self.fields[name].widget.attrs["aria-label"] = f"{self.fields[name].label}"

    def clean(self) -> dict[str, Any]:
        """A box that is ticked has a page and four sides in order."""
        given = super().clean() or {}
        if not given.get("use"):
            return given
        if any(given.get(name) is None for name in ("page", *_SIDES)):
            raise forms.ValidationError("请填写页码和四边的位置。")
        if given["page"] > self.pages:
            raise forms.ValidationError(f"文件只有{self.pages}页。")
        if given["left"] >= given["right"] or given["top"] >= given["bottom"]:
            raise forms.ValidationError("“右”应大于“左”，“下”应大于“上”。")
        return given


class MaskRows(forms.BaseFormSet):
    """The rows, with sentences that say which one is meant."""

    def sentences(self) -> list[str]:
        """What is wrong, a sentence a row."""
        return [
            f"第{number}行：{error}"
            for number, form in enumerate(self.forms, 1)
            for errors in form.errors.values()
            for error in errors
        ]


def mask_rows(data: Any, *, initial: list[dict[str, Any]], pages: int) -> MaskRows:
    """The form, with the proposed boxes ticked and a few blank rows."""
    row = type("MaskRow", (MaskRow,), {"pages": pages})
    factory = forms.formset_factory(row, formset=MaskRows, extra=BLANK_ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS)
    if data is not None and "more" in data:
        data = data.copy()
        total = data.get("form-TOTAL_FORMS", "0")
        if total.isascii() and total.isdecimal():
            data["form-TOTAL_FORMS"] = str(min(int(total) + BLANK_ROWS, MOST_ROWS))
    # What was proposed counts only on the first look: a row sent unchanged would else pass for an empty one.
    return cast(MaskRows, factory(data, initial=None if data is not None else initial))


def proposals(layout: Layout) -> list[dict[str, Any]]:
    """The proposed boxes as rows, each a little wider than measured."""
    return [
        {
            "use": True,
            "page": each.page,
            "left": math.floor(each.box.left * POINT * 10) / 10,
            "top": math.floor(each.box.top * POINT * 10) / 10,
            "right": math.ceil(each.box.right * POINT * 10) / 10,
            "bottom": math.ceil(each.box.bottom * POINT * 10) / 10,
            "ground": _OF_KIND.get(each.kind, GROUNDS[0][0]),
            "what": f"{KINDS[each.kind].name} {each.masked}".strip(),
        }
        for each in layout.proposed[: MOST_ROWS - BLANK_ROWS]
    ]


def masks_of(rows: MaskRows) -> list[Mask]:
    """The boxes that are ticked."""
    return [
        Mask(given["page"], Box(*(given[side] / POINT for side in _SIDES)), given["ground"])
        for form in rows.forms
        if (given := form.cleaned_data).get("use")
    ]
