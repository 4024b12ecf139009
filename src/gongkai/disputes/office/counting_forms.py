"""The forms of how an agency counts its disputes: an ending into another column, and what no text settles."""

from __future__ import annotations

from typing import Any

from django import forms

from gongkai.agencies.action import KEPT_IN_LEDGER, Action
from gongkai.agencies.models import Agency, User
from gongkai.disputes.actions import ChangePractice, EditMapping
from gongkai.disputes.actions.practice import ENDINGS
from gongkai.disputes.models import CountingPractice
from gongkai.disputes.results import GROUPS, packaged_results


class MappingForm(forms.Form):
    """One ending into another column."""

    ending = forms.ChoiceField(label="结果")
    column = forms.ChoiceField(label="计入", choices=[(column.value, column.label) for column in ENDINGS])
    ground = forms.CharField(label="依据或者理由", max_length=300, help_text=KEPT_IN_LEDGER)

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

    ground = forms.CharField(label="依据或者理由", max_length=300, help_text=KEPT_IN_LEDGER)

    class Meta:
        model = CountingPractice
        fields = ("counts_instance", "recounts", "retrial_counts")

    def _post_clean(self) -> None:
        """Nothing is put into the record here: the action does that, and tells what changed."""

    def action(self, user: User, agency: Agency) -> Action[CountingPractice]:
        """Change it."""
        return ChangePractice(user, agency, **self.cleaned_data)
