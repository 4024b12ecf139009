"""Parts of forms that a template would draw value by value: `{{ channels|options:filters.channel }}`."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.filter
def options(choices: Iterable[tuple[object, object]], chosen: object) -> SafeString:
    """The options of a select, values with their words, with the one that is chosen ("" and None choose none).

    Long lists of choices are much of what a screen costs when each goes through the template's own loop.
    """
    wanted = "" if chosen is None else str(chosen)
    return mark_safe(  # noqa: S308 - values and words are escaped
        "".join(
            f'<option value="{escape(value)}"{" selected" if wanted and str(value) == wanted else ""}>'
            f"{escape(words)}</option>"
            for value, words in choices
        )
    )
