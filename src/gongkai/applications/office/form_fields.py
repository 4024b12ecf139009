"""Fields that the forms of the desk share: a date, several lines, a file that proves a step."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from gongkai.applications.kept_files import LARGEST, TOO_LARGE


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
            raise forms.ValidationError(f"文件{TOO_LARGE}")
        return file
