"""Where mail goes: a real server by GONGKAI_EMAIL_URL, else a folder of files (the local mailbox)."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
_RULE = (
    "环境变量 GONGKAI_EMAIL_URL 应为 smtp://、smtp+tls://（STARTTLS）或者 smtps://（TLS）开头的地址，"
    "如 smtp+tls://用户名:密码@mail.example.gov.cn:587，用户名和密码中的特殊字符用百分号编码。"
)


@dataclass(frozen=True, slots=True)
class Mail:
    """How mail is sent."""

    backend: str
    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    starttls: bool = False
    tls: bool = False


def mail_from(url: str) -> Mail:
    """The server that the address names; files where it is empty. Raises ImproperlyConfigured."""
    if not url:
        return Mail("django.core.mail.backends.filebased.EmailBackend")
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        raise ImproperlyConfigured(_RULE) from None
    if parts.scheme not in _PORTS or not parts.hostname or parts.path.strip("/") or parts.query:
        raise ImproperlyConfigured(_RULE)
    return Mail(
        "django.core.mail.backends.smtp.EmailBackend",
        host=parts.hostname,
        port=port or _PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starttls=parts.scheme == "smtp+tls",
        tls=parts.scheme == "smtps",
    )
