"""Files come in: told by their content, of a bearable size, kept for good under their digest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.agencies.action import Action
from gongkai.agencies.models import Agency
from gongkai.publishing.base_models import Attachment

if TYPE_CHECKING:
    from gongkai.agencies.models import User


class AddAttachment(Action[Attachment]):
    """Take a file in. It is private until a live record uses it; a new version is a new file, none is overwritten."""

    kind = "attachment.added"

    def __init__(self, actor: User | None, agency: Agency, name: str, data: bytes, *, title: str = "") -> None:
        """`title` is what people read; the file's name without its ending where none is given."""
        raise NotImplementedError
