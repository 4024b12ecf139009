"""网站标识 in the back office: what the site says of itself, kept by the system administrator."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django import forms
from django.urls import reverse

from gongkai.agencies.action import NOT_YOURS, Action
from gongkai.agencies.enums import Administrator
from gongkai.agencies.models import User
from gongkai.agencies.office.screens import ActionScreen
from gongkai.ledger.actions import reference
from gongkai.portal.models import SiteMarks
from gongkai.publishing.guard.words import SEEN_AT_ONCE, against, line, office_telephone


def may_change_marks(user: User) -> bool:
    """Only the system administrator."""
    return user.is_active and user.administrator == Administrator.SYSTEM


class ChangeSiteMarks(Action[SiteMarks]):
    """Change what the site says of itself."""

    kind = "site.marks_changed"

    def __init__(self, actor: User | None, values: dict[str, str], *, ground: str = "") -> None:
        super().__init__(actor, ground=ground)
        self.values = values
        self.was: dict[str, str] = {}

    def refusals(self) -> list[str]:
        """Only the system administrator, or the command line; no words that the public may not read."""
        if self.actor is not None and not may_change_marks(self.actor):
            return [NOT_YOURS]
        said = {name: str(SiteMarks._meta.get_field(name).verbose_name) for name in ("name", "organiser")}  # type: ignore[union-attr]
        parts = [line(label, self.values.get(name)) for name, label in said.items()]
        return against(None, [*parts, office_telephone("联系方式", self.values.get("contact"))])

    def change(self) -> SiteMarks:
        """Write the one row."""
        marks = SiteMarks.current()
        self.was = {name: getattr(marks, name) for name in self.values}
        for name, value in self.values.items():
            setattr(marks, name, value)
        marks.save()
        return marks

    def subject(self, result: SiteMarks) -> str:
        """The site."""
        return reference("portal.sitemarks", "site")

    def payload(self, result: SiteMarks) -> dict[str, Any]:
        """What was and what is: all of it stands on every page."""
        changed = {name: value for name, value in self.values.items() if value != self.was[name]}
        return {"from": {name: self.was[name] for name in changed}, "to": changed}


class SecureURLField(forms.URLField):
    """An address that is https unless it says otherwise."""

    def __init__(self, **options: Any) -> None:
        super().__init__(assume_scheme="https", **options)


class MarksForm(forms.ModelForm):
    """All marks."""

    class Meta:
        model = SiteMarks
        fields = (
            "name", "domain", "id_code", "organiser", "contact",
            "icp", "police_record", "mark_url", "report_errors_url",
        )  # fmt: skip
        # An address typed without its scheme is taken for https.
        field_classes: ClassVar = dict.fromkeys(("mark_url", "report_errors_url"), SecureURLField)


class MarksScreen(ActionScreen):
    """The marks as a form."""

    parts = (Administrator.SYSTEM,)
    title = "网站标识"
    explanation = f"显示在每一页的页脚和网页标签中；没有填写的项目不显示。{SEEN_AT_ONCE}"
    button = "保存网站标识"
    done = "网站标识已保存，公众网站随即更新。"

    def form(self, data: Any = None) -> forms.Form:
        """The form with what is in force."""
        return cast(forms.Form, MarksForm(data, instance=SiteMarks.current()))

    def action(self, form: forms.Form) -> Action[Any]:
        """The change that the form means."""
        return ChangeSiteMarks(self.user, dict(form.cleaned_data))

    def after(self, result: Any) -> str:
        """Back to the form."""
        return reverse("site_marks")
