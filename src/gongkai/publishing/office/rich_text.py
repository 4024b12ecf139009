"""Bodies between the database and the back office: a picture has another address here, where it is not public yet."""

from __future__ import annotations

import re

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from gongkai.publishing.record_models import Record
from gongkai.publishing.rich_text import clean

PUBLIC = "/fj/{}/"
"""Where the public site hands out an attachment; those of other writers have a file's name behind it."""
_ID = "2" * 12
_STORED = re.compile(r'(<img\b[^>]*?\ssrc=")(/fj/([2-9a-z]{12})/[^"]*)"')


def address_of(public_id: str) -> str:
    """Where the back office shows a picture."""
    return reverse("publishing:picture", args=[public_id])


def for_screen(draft: Record) -> SafeString:
    """A draft's body, cleaned, its pictures by their addresses in the back office."""
    body = clean(draft.body, [held.file.public_id for held in draft.files.all()])
    return mark_safe(_STORED.sub(lambda found: f'{found[1]}{address_of(found[3])}"', body))  # noqa: S308 - cleaned


def for_keeping(edited: str, before: str = "") -> str:
    """What the editor sent, its pictures by their public addresses: those that they had in the body `before`, where
    they stood in it. The action cleans it."""
    had = {found[3]: found[2] for found in _STORED.finditer(before)}
    pattern = re.escape(address_of(_ID)).replace(_ID, "([2-9a-z]{12})")
    return re.sub(
        f'src="(?:https?://[^/"]+)?{pattern}"',
        lambda found: f'src="{had.get(found[1]) or PUBLIC.format(found[1])}"',
        edited,
    )


def unspoken_pictures(html: str) -> int:
    """How many pictures say nothing to those who do not see them."""
    return sum(1 for image in re.findall(r"<img\b[^>]*>", html) if not re.search(r'\salt="\s*[^"\s]', image))
