"""What the forms of acts in a case have in common: the case, a step on its clock, a letter that goes out with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet

from gongkai.agencies.calendar import calendar_for
from gongkai.agencies.models import User
from gongkai.applications.actions import CaseAction, Happening, RecordStep, Upload
from gongkai.applications.enums import MaterialKind
from gongkai.applications.letters.kinds import letter_kinds
from gongkai.applications.models import Application, Letter
from gongkai.applications.office.form_fields import Day
from gongkai.applications.papers import Stage


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
