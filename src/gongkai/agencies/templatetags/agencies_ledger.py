"""A ledger entry in words."""

from django import template
from django.apps import apps

from gongkai.agencies import events
from gongkai.agencies.action import COMMAND_LINE, LOGIN
from gongkai.ledger.models import INSTALLATION

register = template.Library()
register.filter("kind_name", events.kind_name)

_PROGRAMS = {COMMAND_LINE: "服务器命令行", LOGIN: "登录保护"}


@register.filter
def chain_name(chain: str) -> str:
    """The agency's code, or that it is the platform's own chain."""
    return "平台" if chain == INSTALLATION else chain


@register.filter
def actor_name(actor: str, names: dict[str, str]) -> str:
    """The account's display name, or the program's, if it is known."""
    return _PROGRAMS.get(actor) or names.get(actor, actor)


@register.filter
def subject_name(subject: str) -> str:
    """What the entry is about: the kind of record in words, and its number."""
    model, colon, number = subject.partition(":")
    try:
        return f"{apps.get_model(model)._meta.verbose_name} {number}" if colon else subject
    except (LookupError, ValueError):  # a kind of record that a later release no longer has
        return subject
