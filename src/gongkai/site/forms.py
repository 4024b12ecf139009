"""Forms of the back office itself."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.admin.forms.auth import LoginForm

from gongkai.agencies.address import origin_of
from gongkai.agencies.login_failures import refusal


class OfficeLoginForm(LoginForm):
    """Wagtail's login form, whose password has no label of its own: Django would make an English one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = "密码"

    def get_invalid_login_error(self) -> ValidationError:
        """That name or password is wrong; or that there is no further try now, and until when."""
        locked = refusal(self.cleaned_data["username"], origin_of(self.request), timezone.now())
        return ValidationError(locked, code="locked") if locked else super().get_invalid_login_error()
