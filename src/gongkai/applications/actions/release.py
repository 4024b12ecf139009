"""A file goes out, or does not: given to the applicant, taken back, let through with a reason, masked, sealed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from gongkai.agencies.action import NOT_YOURS, Refused
from gongkai.applications.actions.base import CaseAction
from gongkai.applications.actions.materials import AddMaterial, keep
from gongkai.applications.enums import MaterialKind
from gongkai.applications.kept_files import Upload
from gongkai.applications.models import Application, Letter, Masking, Material
from gongkai.applications.papers import Stage
from gongkai.applications.release import allowed_contacts, inspection_of, note_decision, obstacle
from gongkai.documents.disclosure.masking import Mask
from gongkai.documents.disclosure.pages import mask_apart
from gongkai.documents.disclosure.rewriting import MASKABLE, Choice, mask_file_apart
from gongkai.documents.model import UnusableDocument

if TYPE_CHECKING:
    from gongkai.agencies.models import User

MOST_MASKS = 500
OWN_FILE = "加入这份材料的人不能自己决定可以提供，请由他人决定。"


class MaterialAction(CaseAction):
    """Something done with one file of the case."""

    def __init__(self, actor: User | None, application: Application, material: Material, **more: Any) -> None:
        super().__init__(actor, application, **more)
        self.material = material

    def perform(self) -> Application:
        """Look the file through before the case is held: that takes a while."""
        if self.material.application_id == self.application.pk and self.material.erased_at is None:
            inspection_of(self.material)
        return super().perform()

    def refusals(self) -> list[str]:
        """Also for a file of another case, or one that is gone."""
        if reasons := super().refusals():
            return reasons
        if self.material.application_id != self.application.pk:
            return [NOT_YOURS]
        return ["这份材料已经清除。"] if self.material.erased_at else []

    def payload(self, result: Application) -> dict[str, Any]:
        """Which file."""
        return super().payload(result) | {"material": self.material.public_id, "sha256": self.material.sha256}


class GiveOut(MaterialAction):
    """Let the applicant have the file, on the page on which he follows his case."""

    kind = "application.material_given_out"
    act = "give_out"

    def refusals(self) -> list[str]:
        """Also while what it gives away holds it back."""
        if reasons := super().refusals():
            return reasons
        if self.material.given_out:
            return ["这份材料已经向申请人提供。"]
        sentence = obstacle(self.material)
        return [sentence] if sentence else []

    def carry_out(self) -> None:
        """He can read it from now on."""
        self.material.given_out = True
        self.material.save(update_fields=["given_out"])


class TakeBack(MaterialAction):
    """The applicant can no longer open the file; what he has downloaded he has. `ground` is the reason."""

    kind = "application.material_taken_back"
    act = "give_out"

    def refusals(self) -> list[str]:
        """Also without a reason, or where it was not given."""
        if reasons := super().refusals():
            return reasons
        if not self.material.given_out:
            return ["这份材料没有向申请人提供。"]
        return [] if self.ground.strip() else ["停止提供须写明理由。"]

    def carry_out(self) -> None:
        """Closed."""
        self.material.given_out = False
        self.material.save(update_fields=["given_out"])


class LetThrough(MaterialAction):
    """Decide that what the file gives away may stand, with the reason. Nobody decides on a file that he brought."""

    kind = "application.release_decided"
    act = "let_through"

    def refusals(self) -> list[str]:
        """Also without a reason, a second time, for one's own file, and where nothing holds it back."""
        if reasons := super().refusals():
            return reasons
        inspection = inspection_of(self.material)
        if not inspection.blocking:
            return ["检查没有发现必须处理的内容，不需要决定。"]
        if inspection.decided_at:
            return ["这份材料已经决定可以提供。"]
        if self.actor is not None and self.actor.pk == self.material.added_by_id:
            return [OWN_FILE]
        return [] if self.ground.strip() else ["请写明可以提供的理由。"]

    def carry_out(self) -> None:
        """Keep who and why."""
        note_decision(self.material, self.actor, self.ground)

    def payload(self, result: Application) -> dict[str, Any]:
        """What it lets through: kinds and their number."""
        found = Counter(finding["kind"] for finding in inspection_of(self.material).blocking)
        return super().payload(result) | {"findings": dict(found)}


class _Rewriting(MaterialAction):
    """Write a file anew without parts of it (Art 37). The original stays as it is.

    That is carried out once, here; `result` is the new file, which still has to be given out.
    """

    kind = "application.material_masked"
    act = "mask"

    def __init__(self, actor: User | None, application: Application, material: Material, **more: Any) -> None:
        super().__init__(actor, application, material, **more)
        self.written = b""
        self.result: Material | None = None

    def unfit(self) -> list[str]:
        """Why the file cannot be written anew in this way, before it is read."""
        raise NotImplementedError

    def rewritten(self, data: bytes) -> bytes:
        """The new file. Raises UnusableDocument."""
        raise NotImplementedError

    def places(self) -> list[dict[str, Any]]:
        """What was left out, as it is kept."""
        raise NotImplementedError

    def perform(self) -> Application:
        """Write the file before the case is held. Raises Refused where that cannot be carried out."""
        if reasons := self.unfit():
            raise Refused(reasons)
        if refused := self.not_allowed():
            raise Refused([refused])
        with self.material.file.open("rb") as file:
            data = file.read()
        try:
            self.written = self.rewritten(data)
        except UnusableDocument as error:
            raise Refused([str(error)]) from None
        return super().perform()

    def carry_out(self) -> None:
        """Keep the new file, of the same kind, and where it was masked."""
        name = PurePath(self.material.name)
        self.result = keep(
            self.application,
            Upload(f"{name.stem[:180]}（已遮盖）{name.suffix}", self.written, self.material.kind),
            self.actor,
            event=self.material.event,
            letter=self.material.letter,
        )
        Masking.objects.create(material=self.result, source=self.material, masks=self.places(), masked_by=self.actor)

    def payload(self, result: Application) -> dict[str, Any]:
        """The new file."""
        assert self.result is not None
        return super().payload(result) | {"result": self.result.public_id, "result_sha256": self.result.sha256}


class MaskMaterial(_Rewriting):
    """Write a PDF anew with masks on its pages, each with its ground."""

    def __init__(
        self, actor: User | None, application: Application, material: Material, masks: Sequence[Mask], **more: Any
    ) -> None:
        super().__init__(actor, application, material, **more)
        self.masks = tuple(masks)

    def unfit(self) -> list[str]:
        """No PDF, no masks, or too many."""
        if self.material.format != "pdf":
            return ["只有 PDF 可以在页面上遮盖。"]
        if not 1 <= len(self.masks) <= MOST_MASKS:
            return [f"请指定遮盖处（不超过{MOST_MASKS}处）。"]
        return []

    def rewritten(self, data: bytes) -> bytes:
        """The pages with masks as pictures."""
        return mask_apart(data, self.masks)

    def places(self) -> list[dict[str, Any]]:
        """Each mask."""
        return [{"page": mask.page, "box": asdict(mask.box), "ground": mask.ground} for mask in self.masks]

    def payload(self, result: Application) -> dict[str, Any]:
        """Also how many places were masked on which ground."""
        return super().payload(result) | {"grounds": dict(Counter(mask.ground for mask in self.masks))}


class RewriteMaterial(_Rewriting):
    """Write a Word file, a workbook or a text anew without chosen findings; with `clear` also without comments,
    changes, hidden content and what names people."""

    def __init__(
        self,
        actor: User | None,
        application: Application,
        material: Material,
        choices: Sequence[Choice],
        *,
        clear: bool = False,
        **more: Any,
    ) -> None:
        super().__init__(actor, application, material, **more)
        self.choices, self.clear = tuple(choices), clear

    def unfit(self) -> list[str]:
        """A file of another format, nothing chosen, or what was not found in it."""
        if self.material.format not in MASKABLE:
            return ["只有 Word（DOCX）、Excel（XLSX）和文本可以这样改写；其他文件请先处理后另存为 PDF，再加入本件。"]
        if not self.choices and not self.clear:
            return ["请选择要遮盖的内容。"]
        found = {(each["kind"], each["masked"]) for each in inspection_of(self.material).findings}
        if any((each.kind, each.masked) not in found for each in self.choices):
            return ["要遮盖的内容不在检查结果里，请刷新页面。"]
        return []

    def rewritten(self, data: bytes) -> bytes:
        """The whole file."""
        allowed = allowed_contacts(self.application.agency)
        return mask_file_apart(data, self.material.name, self.choices, clear=self.clear, allowed=allowed)

    def places(self) -> list[dict[str, Any]]:
        """Each chosen finding, and whether the file was cleared."""
        return [asdict(choice) for choice in self.choices] + ([{"kind": "cleared"}] if self.clear else [])

    def payload(self, result: Application) -> dict[str, Any]:
        """Also how much of which kind."""
        kinds = Counter(choice.kind for choice in self.choices)
        return super().payload(result) | {"kinds": dict(kinds), "cleared": self.clear}


class AddSealed(AddMaterial):
    """The scan of the sealed letter (PDF, OFD): from then on it is the original that the applicant gets."""

    kind = "application.letter_sealed"

    def __init__(self, actor: User | None, application: Application, letter: Letter, upload: Upload, **more: Any):
        sealed = Upload(upload.name, upload.data, MaterialKind.SEALED)
        super().__init__(actor, application, sealed, letter=letter, **more)

    def refusals(self) -> list[str]:
        """Also for a letter that is not signed, and in another format."""
        if reasons := super().refusals():
            return reasons
        assert self.letter is not None
        if self.letter.application_id != self.application.pk or self.letter.stage != Stage.SIGNED:
            return ["只有本件已经签发的文书可以上传盖章扫描件。"]
        if self.upload.name.rpartition(".")[2].lower() not in ("pdf", "ofd"):
            return ["盖章文书的扫描件应为 PDF 或者 OFD。"]
        return []

    def carry_out(self) -> None:
        """Where the letter is out already, the scan takes the place of what was written, if nothing holds it back."""
        assert self.letter is not None
        was_out = self.letter.materials.filter(given_out=True)
        self.given_out = was_out.exists()
        self.event = self.event or next((file.event for file in was_out), None)
        super().carry_out()
        if self.material is not None and self.material.given_out:
            was_out.exclude(pk=self.material.pk).update(given_out=False)

    def payload(self, result: Application) -> dict[str, Any]:
        """Of which letter."""
        assert self.letter is not None
        return super().payload(result) | {"letter": self.letter.public_id}
