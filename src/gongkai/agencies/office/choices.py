"""How the desk's forms name that nothing is chosen: Django's own row of hyphens says nothing to anybody."""

from __future__ import annotations

from typing import Any

from django import forms

NONE = "未选择"


def name_the_empty(form: forms.BaseForm) -> None:
    """Say 未选择 where a select would begin with hyphens; what a form names itself stays as it is."""
    for field in form.fields.values():
        if isinstance(field, forms.ModelChoiceField):
            if field.empty_label and not field.empty_label.strip("-"):
                field.empty_label = NONE
        elif isinstance(field, forms.ChoiceField):
            choices: Any = field.choices
            field.choices = [
                (value, NONE if value in ("", None) and not str(label).strip("-") else label)
                for value, label in choices
            ]
