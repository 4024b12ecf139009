"""Files come in: told by their content, of a bearable size, kept for good under their digest."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile

from gongkai.agencies.action import NOT_YOURS, Action, reference_to
from gongkai.agencies.enums import Role
from gongkai.agencies.models import Agency
from gongkai.documents.file_types import file_type
from gongkai.publishing.access import may_act
from gongkai.publishing.base_models import Attachment

if TYPE_CHECKING:
    from gongkai.agencies.models import User

LARGEST = 50 * 1024 * 1024
"""Bytes of one file."""
# Who masks or reviews a draft puts in the masked file.
ADDERS = (Role.EDITOR, Role.HANDLER, Role.REVIEWER, Role.SECRECY_REVIEWER)


class AddAttachment(Action[Attachment]):
    """Take a file in. It is private until a live record uses it; a new version is a new file, none is overwritten."""

    kind = "attachment.added"

    def __init__(self, actor: User | None, agency: Agency, name: str, data: bytes, *, title: str = "") -> None:
        """`title` is what people read; the file's name without its ending where none is given."""
        super().__init__(actor)
        self.of, self.name, self.data = agency, name.replace("\\", "/").rpartition("/")[2], data
        self.title = (title.strip() or self.name.rpartition(".")[0] or self.name)[:255]

    def refusals(self) -> list[str]:
        """Not this person's to add, nothing in it, too large, or of no kind that is taken."""
        if not may_act(self.actor, self.of, *ADDERS):
            return [NOT_YOURS]
        if not self.data:
            return [f"文件“{self.name}”是空的。"]
        if len(self.data) > LARGEST:
            return [f"文件“{self.name}”超过{LARGEST // 1024 // 1024} MB，请压缩或者分开上传。"]
        try:
            file_type(self.data, self.name)
        except ValueError as error:
            return [str(error)]
        return []

    def change(self) -> Attachment:
        """Keep it, under a number that nobody guesses."""
        attachment = Attachment(
            title=self.title,
            agency=self.of,
            sha256=hashlib.sha256(self.data).hexdigest(),
            file_size=len(self.data),
            uploaded_by_user=self.actor,
        )
        attachment.file.save(self.name[-120:], ContentFile(self.data), save=False)
        attachment.save()
        return attachment

    def subject(self, result: Attachment) -> str:
        """The file."""
        return reference_to(result)

    def agency(self, result: Attachment) -> Agency | None:
        """Whose file it is."""
        return self.of

    def payload(self, result: Attachment) -> dict[str, Any]:
        """Its digest and size."""
        return {"sha256": result.sha256, "size": result.file_size}
