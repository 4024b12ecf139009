"""Response headers that keep a page from loading or running anything that is not ours."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

_COMMON = (
    "default-src 'self'; img-src 'self' data: blob:; font-src 'self' data:; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'self'; script-src 'self'; "
)
_POLICIES = {
    "public": _COMMON + "style-src 'self'",
    # The back office's rich-text editor sets styles on its elements; scripts stay files of ours there too.
    "office": _COMMON + "style-src 'self' 'unsafe-inline'",
}


PERMISSIONS = "camera=(), microphone=(), geolocation=()"

PAGE_HEADERS = [
    ("Content-Security-Policy", _POLICIES["public"]),
    ("Permissions-Policy", PERMISSIONS),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", settings.SECURE_REFERRER_POLICY),
    ("Cross-Origin-Opener-Policy", settings.SECURE_CROSS_ORIGIN_OPENER_POLICY),
    ("X-Frame-Options", settings.X_FRAME_OPTIONS),
    *([("Strict-Transport-Security", f"max-age={settings.SECURE_HSTS_SECONDS}")] if settings.HTTPS else []),
]
"""What a written page is sent with, since no middleware sees it."""


class SecurityHeadersMiddleware:
    """Sends Content-Security-Policy and Permissions-Policy with every response that has not set its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on and add the headers to what comes back."""
        response = self.get_response(request)
        role = "public" if settings.ROOT_URLCONF == settings.PUBLIC_URLCONF else "office"
        response.headers.setdefault("Content-Security-Policy", _POLICIES[role])
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return response
