"""The fields of the public forms: label above, help beneath it, the error in words, all tied together for a reader.

Written by hand and not by Django's widgets, each of which is a template of its own: a form of thirty fields would take
longer to write than everything else on its page. Each tag reads `form` (`gongkai.portal.forms.Form`) from the context.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


def numbered(name: str, number: int | str) -> str:
    """The name of a field of the person with this number."""
    return f"{name}-{number}" if number != "" else name


def _wiring(context: template.Context, name: str, help: str) -> tuple[str, str, str]:
    """Attributes, help and error of a field, as markup."""
    error = context["form"].errors.get(name, "")
    described = [f"h-{name}"] * bool(help) + [f"e-{name}"] * bool(error)
    attributes = f' aria-describedby="{" ".join(described)}"' if described else ""
    attributes += ' aria-invalid="true"' if error else ""
    written = f'<p class="help" id="h-{name}">{escape(help)}</p>' if help else ""
    said = f'<p class="error" id="e-{name}">{escape(error)}</p>' if error else ""
    return attributes, written, said


@cache
def _label(label: str, optional: bool) -> str:
    return escape(label) + ('<span class="optional">（选填）</span>' if optional else "")


def _attributes(options: dict[str, Any]) -> str:
    return "".join(f' {name.replace("_", "-")}="{escape(str(value))}"' for name, value in options.items() if value)


@register.simple_tag(takes_context=True)
def text_field(
    context: template.Context,
    name: str,
    label: str,
    number: int | str = "",
    help: str = "",
    type: str = "text",
    optional: bool = False,
    rows: int = 0,
    private: bool = False,
    wide: bool = True,
    **options: Any,
) -> SafeString:
    """A line of text, or with `rows` several. `private` is never kept in the browser's draft."""
    name = numbered(name, number)
    wiring, written, said = _wiring(context, name, help)
    value = escape(context["form"].value(name))
    rest = wiring + _attributes(options) + (" data-private" if private else "")
    if rows:
        box = f'<textarea id="f-{name}" name="{name}" rows="{rows}"{rest}>\n{value}</textarea>'
    else:
        box = f'<input type="{type}" id="f-{name}" name="{name}" value="{value}"{rest}>'
    kind = "field" if wide else "field short"
    return mark_safe(  # noqa: S308 - every part is escaped above
        f'<div class="{kind}"><label for="f-{name}">{_label(label, optional)}</label>{written}{said}{box}</div>'
    )


@register.simple_tag(takes_context=True)
def file_field(
    context: template.Context,
    name: str,
    label: str,
    number: int | str = "",
    help: str = "",
    optional: bool = False,
    multiple: bool = True,
) -> SafeString:
    """Files to be uploaded."""
    name = numbered(name, number)
    wiring, written, said = _wiring(context, name, help)
    several = " multiple" if multiple else ""
    return mark_safe(  # noqa: S308 - every part is escaped above
        f'<div class="field"><label for="f-{name}">{_label(label, optional)}</label>{written}{said}'
        f'<input type="file" id="f-{name}" name="{name}"{wiring}{several}></div>'
    )


@register.simple_tag(takes_context=True)
def select_field(
    context: template.Context,
    name: str,
    label: str,
    options: Iterable[tuple[str, str]],
    number: int | str = "",
    help: str = "",
) -> SafeString:
    """One of several, as a list that opens."""
    name = numbered(name, number)
    wiring, written, said = _wiring(context, name, help)
    chosen = context["form"].value(name)
    listed = "".join(
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(word)}</option>'
        for value, word in options
    )
    return mark_safe(  # noqa: S308 - every part is escaped above
        f'<div class="field short"><label for="f-{name}">{escape(label)}</label>{written}{said}'
        f'<select id="f-{name}" name="{name}"{wiring}>{listed}</select></div>'
    )


@register.simple_tag(takes_context=True)
def choice_field(
    context: template.Context, name: str, label: str, options: Iterable[tuple[str, str]], help: str = ""
) -> SafeString:
    """One of a few, all seen at once."""
    wiring, written, said = _wiring(context, name, help)
    chosen = context["form"].value(name)
    described = wiring.replace(' aria-invalid="true"', "")  # a group of choices has no such state
    listed = "".join(
        f'<label class="choice"><input type="radio" id="f-{name}{number or ""}" name="{name}" value="{escape(value)}"'
        f"{' checked' if value == chosen else ''}><span>{escape(word)}</span></label>"
        for number, (value, word) in enumerate(options)
    )
    return mark_safe(  # noqa: S308 - every part is escaped above
        f'<fieldset class="field"{described}><legend>{escape(label)}</legend>{written}{said}'
        f'<div class="choices">{listed}</div></fieldset>'
    )


@register.simple_tag(takes_context=True)
def error_summary(context: template.Context, heading: str = "还没有提交，请改正以下各项") -> SafeString:
    """All that is wrong under a heading, each leading to its field; an empty place for the script where nothing is."""
    errors = context["form"].errors
    if not errors:
        return mark_safe('<div class="error-list" id="error-list" role="alert" tabindex="-1" hidden></div>')
    listed = "".join(
        f'<li><a href="#f-{name}">{escape(sentence)}</a></li>' if name else f"<li>{escape(sentence)}</li>"
        for name, sentence in errors.items()
    )
    return mark_safe(  # noqa: S308 - every part is escaped above
        '<div class="error-list" id="error-list" role="alert" tabindex="-1">'
        f"<h2>{escape(heading)}</h2><ul>{listed}</ul></div>"
    )
