"""Forms of the back office itself."""

from typing import Any

from wagtail.admin.forms.auth import LoginForm


class OfficeLoginForm(LoginForm):
    """Wagtail's login form, whose password has no label of its own: Django would make an English one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = "密码"
