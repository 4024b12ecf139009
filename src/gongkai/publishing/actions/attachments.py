"""Files come in: told by their content, of a bearable size, kept for good under their digest."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.base import ContentFile

from gongkai.agencies.action import NOT_YOURS, Action, reference_to
from gongkai.agencies.enums import Role
from gongkai.agencies.models import Agency
from gongkai.documents import archives
from gongkai.documents.file_types import EVERYTHING, TYPES, file_type, promised_family
from gongkai.publishing.access import may_act
from gongkai.publishing.base_models import Attachment

if TYPE_CHECKING:
    from gongkai.agencies.models import User

_MEGABYTE = 1024 * 1024
_FAMILIES = {"paper": "文档", "picture": "图片", "archive": "压缩包", "audio": "音频", "video": "视频"}
# Who masks or reviews a draft puts in the masked file.
ADDERS = (Role.EDITOR, Role.HANDLER, Role.REVIEWER, Role.SECRECY_REVIEWER)


def largest() -> int:
    """Bytes of the largest file of any kind."""
    return max(settings.ATTACHMENT_MEGABYTES.values()) * _MEGABYTE


def largest_of(name: str, media_type: str = "") -> int:
    """Bytes of the largest file of the kind that a name, else a header, promises; of any kind where neither does."""
    family = promised_family(name, media_type)
    return settings.ATTACHMENT_MEGABYTES[family] * _MEGABYTE if family else largest()


def refused_file(data: bytes, name: str) -> str:
    """Why a file is not taken in, in one sentence, or "": by what it is, how large it is, and what is packed in it."""
    if not data:
        return f"文件“{name}”是空的。"
    if len(data) > largest():
        return f"文件“{name}”超过{largest() // _MEGABYTE} MB，请压缩或者分开上传。"
    try:
        kind = file_type(data, name, EVERYTHING)
    except ValueError as error:
        return str(error)
    family = TYPES[kind].family
    megabytes = settings.ATTACHMENT_MEGABYTES[family]
    if len(data) > megabytes * _MEGABYTE:
        return f"{_FAMILIES[family]}文件“{name}”超过{megabytes} MB，请压缩或者分开上传。"
    return archives.fault(data, name) if kind == "zip" else ""


class AddAttachment(Action[Attachment]):
    """Take a file in. It is private until a live record uses it; a new version is a new file, none is overwritten."""

    kind = "attachment.added"

    def __init__(self, actor: User | None, agency: Agency, name: str, data: bytes, *, title: str = "") -> None:
        """`title` is what people read; the file's name without its ending where none is given."""
        super().__init__(actor)
        self.of, self.name, self.data = agency, name.replace("\\", "/").rpartition("/")[2], data
        self.title = (title.strip() or self.name.rpartition(".")[0] or self.name)[:255]

    def refusals(self) -> list[str]:
        """Not this person's to add, nothing in it, too large for its kind, or of no kind that is taken."""
        if not may_act(self.actor, self.of, *ADDERS):
            return [NOT_YOURS]
        sentence = refused_file(self.data, self.name)
        return [sentence] if sentence else []

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
