"""The forms of letters: which one to begin, what its merge fields say, its signature."""

from __future__ import annotations

from typing import Any

from django import forms

from gongkai.applications.casefile import CaseFile
from gongkai.applications.enums import PartyRole
from gongkai.applications.letter_facts import asked_for, kind_of
from gongkai.applications.letters.facts import MergeField
from gongkai.applications.letters.kinds import GROUPS, letter_kinds
from gongkai.applications.models import Letter, Party
from gongkai.applications.office.ending_forms import GROUND_ARTICLES
from gongkai.applications.office.form_fields import Day, Words
from gongkai.law.articles import in_words
from gongkai.law.outcomes import packaged_outcomes

LONG = frozenset(
    {"reasons", "information", "withheld", "not_provided", "description", "opinion", "public_interest", "ways"}
)
SEPARATOR = "|"
NOT_DRAFTED_HERE = frozenset({"submission_receipt", "assignment", "reminder", "transfer_list"})


class BeginLetter(forms.Form):
    """Which letter, to whom."""

    kind = forms.ChoiceField(label="文书种类")
    outcome = forms.ChoiceField(label="办理结果（答复书填写）", required=False)
    addressee = forms.ModelChoiceField(
        Party.objects.none(), label="收件的当事人（不选即为申请人）", required=False, empty_label="申请人"
    )

    def __init__(self, *args: Any, file: CaseFile, **more: Any) -> None:
        super().__init__(*args, **more)
        grouped = {
            name: [(k.id, k.name) for k in letter_kinds().values() if k.group == group and k.id not in NOT_DRAFTED_HERE]
            for group, name in GROUPS.items()
        }
        self.fields["kind"].choices = [("", "请选择"), *((n, k) for n, k in grouped.items() if k)]  # type: ignore[attr-defined]
        outcomes = [(o.id, o.name) for o in packaged_outcomes().values() if o.letter]
        self.fields["outcome"].choices = [("", "按文书种类"), *outcomes]  # type: ignore[attr-defined]
        others = Party.objects.filter(application=file.case).exclude(role__in=[PartyRole.APPLICANT, PartyRole.AGENT])
        self.fields["addressee"].queryset = others  # type: ignore[attr-defined]


class FactsForm(forms.Form):
    """What the letter's template names and the case does not know by itself."""

    letter_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, letter: Letter, file: CaseFile, **more: Any) -> None:
        self.letter = letter
        self.asked = asked_for(letter, file.today)
        super().__init__(*args, **more)
        self.initial["letter_version"] = letter.version
        for asked in self.asked:
            self.fields[asked.attribute] = field_for(asked)
            self.initial[asked.attribute] = shown(asked, letter.facts.get(asked.attribute))
        self.fields["needs_secrecy"] = forms.BooleanField(
            label="须经保密审查", required=False, initial=letter.needs_secrecy
        )
        self.fields["template"] = forms.CharField(
            label="文书模板（合并域写在双花括号里，一般不必修改）",
            initial=letter.template,
            max_length=50_000,
            widget=forms.Textarea(attrs={"rows": 16, "class": "template"}),
        )

    def facts(self) -> dict[str, Any]:
        """What was filled in, as JSON keeps it."""
        kept = {asked.attribute: as_json(asked, self.cleaned_data.get(asked.attribute)) for asked in self.asked}
        return {name: value for name, value in kept.items() if value not in (None, "", [])}


class SignForm(forms.Form):
    """The number, the date, and why it is signed against the check."""

    letter_version = forms.IntegerField(widget=forms.HiddenInput)
    number = forms.CharField(label="文号（留空则自动取号）", max_length=60, required=False)
    dated = Day("落款日期")
    despite = forms.CharField(label="体检有错误仍然签发的理由（没有错误不填）", max_length=300, required=False)
    ground = forms.CharField(label="签发意见（可不填）", max_length=500, required=False)

    def __init__(self, *args: Any, letter: Letter, file: CaseFile, **more: Any) -> None:
        super().__init__(*args, **more)
        first = {"letter_version": letter.version, "number": letter.document_number, "dated": file.today}
        self.initial = {**self.initial, **first}
        if not kind_of(letter).numbered:
            del self.fields["number"]


def field_for(asked: MergeField) -> forms.Field:
    """The form's field for a merge field."""
    if asked.kind == "day":
        return Day(asked.name, required=False)
    if asked.kind == "number":
        return forms.IntegerField(label=asked.name, required=False, min_value=0, max_value=10**9)
    if asked.kind == "flag":
        return forms.BooleanField(label=asked.name, required=False)
    if asked.kind == "articles":
        choices = [(article, in_words(article)) for article in GROUND_ARTICLES]
        return forms.MultipleChoiceField(
            label=asked.name, required=False, choices=choices, widget=forms.CheckboxSelectMultiple
        )
    if asked.kind == "items":
        return Words(asked.name, required=False, help_text="每行一项。")
    if asked.kind == "rows":
        return Words(asked.name, required=False, help_text=f"每行一项，各栏以 | 分开：{' | '.join(asked.columns)}。")
    if asked.attribute in LONG:
        return Words(asked.name, required=False)
    return forms.CharField(label=asked.name, required=False, max_length=500)


def shown(asked: MergeField, kept: Any) -> Any:
    """What was kept, as the field shows it."""
    if kept is None:
        return None
    if asked.kind == "items":
        return "\n".join(kept)
    if asked.kind == "rows":
        return "\n".join(f" {SEPARATOR} ".join(row) for row in kept)
    return kept


def as_json(asked: MergeField, given: Any) -> Any:
    """What was given, as JSON keeps it."""
    if asked.kind == "day":
        return given.isoformat() if given else None
    if asked.kind == "items":
        return [line.strip() for line in (given or "").splitlines() if line.strip()]
    if asked.kind == "rows":
        lines = [line for line in (given or "").replace("｜", SEPARATOR).splitlines() if line.strip()]
        width = len(asked.columns)
        return [[cell.strip() for cell in (line.split(SEPARATOR) + [""] * width)[:width]] for line in lines]
    return given
