"""The papers of a dispute: filed, withdrawn with a reason, looked at; and which kinds of them an agency uses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from gongkai.agencies.action import NOT_YOURS, Action, reference_to
from gongkai.agencies.models import Agency
from gongkai.applications.actions.office import SETTING_ROLES
from gongkai.applications.kept_files import Upload, refused_upload
from gongkai.applications.procedure import acts
from gongkai.applications.release import kept
from gongkai.disputes.actions.base import DisputeAction, unfit
from gongkai.disputes.enums import Direction
from gongkai.disputes.file_kinds import kind_of, packaged_kinds
from gongkai.disputes.file_models import LONGEST_KIND, DisputeFile, FileKinds, kinds_of
from gongkai.disputes.models import Dispute, Instance
from gongkai.documents.disclosure.finding import HIDDEN
from gongkai.documents.disclosure.inspection import inspect_file_apart
from gongkai.law.calendar import FIRST_YEAR

if TYPE_CHECKING:
    from gongkai.agencies.models import User

ERASED = "所涉申请的案卷已经到期清除，不能再存入文件。"
LONGEST_REASON = 300
MOST_OWN = 30


def problems_of_file(file: DisputeFile, upload: Upload, today: date) -> list[str]:
    """What is wrong with a paper that is to be filed with its dispute, a sentence each."""
    case = file.dispute.application
    if case and case.erased_at:
        return [ERASED]
    if reasons := unfit(file, ("kind", "direction", "on", "title")):
        return reasons
    if file.on > today:
        reasons.append(f"日期（{file.on}）晚于今天（{today}）。")
    if file.on.year < FIRST_YEAR:
        reasons.append(f"日期（{file.on}）早于{FIRST_YEAR}年，请核对。")
    if sentence := refused_upload(upload):
        reasons.append(sentence)
    return reasons


def said_of_file(file: DisputeFile) -> dict[str, str]:
    """What the ledger keeps of a paper: its digest and what it is, neither its title nor its name."""
    return {
        "file": file.public_id,
        "file_kind": file.kind,
        "direction": file.direction,
        "on": file.on.isoformat(),
        "sha256": file.sha256,
    }


class AddFile(DisputeAction):
    """File a paper; `upload.kind` is a kind that the agency uses.

    What the agency made is looked through for what it hides: the other side gets it.
    """

    kind = "dispute.file_added"

    def __init__(
        self,
        actor: User | None,
        dispute: Dispute,
        upload: Upload,
        *,
        on: date,
        direction: str = "",
        title: str = "",
        instance: Instance | None = None,
        **more: Any,
    ) -> None:
        super().__init__(actor, dispute, **more)
        usual = kind_of(upload.kind)
        self.upload, self.instance = upload, instance
        self.file = DisputeFile(
            kind=upload.kind, direction=direction or usual.direction, on=on, title=title.strip() or usual.name
        )

    def perform(self) -> Dispute:
        """Look the file through before the dispute is held: that takes a while."""
        if self.file.direction == Direction.MADE and self.may() and not refused_upload(self.upload):
            found = inspect_file_apart(self.upload.data, self.upload.name)
            self.file.findings = kept(each for each in found if each.kind in HIDDEN and each.level == "block")
        return super().perform()

    def problems(self) -> list[str]:
        """A kind that the agency does not use, an instance of another dispute, or something wrong with the paper."""
        if self.upload.kind not in kinds_of(self.dispute.agency).offered(self.dispute.kind):
            return ["没有这种文件，请从列出的种类中选择。"]
        self.file.dispute = self.dispute
        self.file.instance = self.instance or self.last
        if self.file.instance not in self.instances:
            return ["没有这一审级。"]
        if not self.file.direction:
            return ["请选择是收到的还是制作的。"]
        return problems_of_file(self.file, self.upload, self.today)

    def carry_out(self) -> None:
        """Keep it."""
        self.file.take_in(self.upload, self.actor)

    def payload(self, result: Dispute) -> dict[str, Any]:
        """The file's digest and what it is."""
        return super().payload(result) | said_of_file(self.file)


class WithdrawFile(DisputeAction):
    """Withdraw a paper that was filed by mistake, with the reason. It can still be read and goes out with nothing."""

    kind = "dispute.file_withdrawn"

    def __init__(self, actor: User | None, file: DisputeFile, **more: Any) -> None:
        super().__init__(actor, file.dispute, **more)
        self.file = file

    def problems(self) -> list[str]:
        """No reason, a book of one, or it is withdrawn or erased already."""
        self.file = DisputeFile.objects.get(pk=self.file.pk)
        if self.file.withdrawn_at:
            return ["这份文件已经撤回。"]
        if self.file.erased_at:
            return ["这份文件已经清除。"]
        if not self.ground:
            return ["请写明撤回的理由。"]
        return [f"撤回理由不超过{LONGEST_REASON}字。"] if len(self.ground) > LONGEST_REASON else []

    def carry_out(self) -> None:
        """Mark it."""
        file = self.file
        file.withdrawn_at, file.withdrawn_by, file.withdrawn_reason = timezone.now(), self.actor, self.ground
        file.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])

    def payload(self, result: Dispute) -> dict[str, Any]:
        """Which file."""
        return super().payload(result) | {"file": self.file.public_id, "sha256": self.file.sha256}


class LookAtFile(DisputeAction):
    """Open a paper that shows who somebody is: nothing changes, but the ledger knows who looked."""

    kind = "dispute.identity_seen"
    roles = tuple(sorted(acts()["reveal"].roles))

    def __init__(self, actor: User | None, file: DisputeFile, **more: Any) -> None:
        super().__init__(actor, file.dispute, **more)
        self.file = file

    def refusals(self) -> list[str]:
        """Not this person's. A void registration can still be looked at."""
        return [] if self.may() else [NOT_YOURS]

    def change(self) -> Dispute:
        """Nothing changes."""
        return self.dispute

    def payload(self, result: Dispute) -> dict[str, Any]:
        """Which file."""
        return {"file": self.file.public_id}


class ChangeFileKinds(Action[FileKinds]):
    """Choose which of the usual kinds an agency is offered, and name its own. What is filed keeps its kind."""

    kind = "dispute.file_kinds_changed"

    def __init__(
        self, actor: User | None, agency: Agency, *, used: Sequence[str], own: Sequence[str], ground: str
    ) -> None:
        super().__init__(actor, ground=ground.strip())
        self.of, self.kinds = agency, kinds_of(agency)
        self.was = (list(self.kinds.hidden), list(self.kinds.own))
        self.hidden = [name for name in packaged_kinds() if name not in used]
        self.own = list(dict.fromkeys(name for each in own if (name := each.strip())))

    def refusals(self) -> list[str]:
        """Not this person's, no reason, no change, nothing left to choose, or names that do not do."""
        if self.actor is not None and not self.actor.scope.may_act(self.of, *SETTING_ROLES):
            return [NOT_YOURS]
        if not self.ground:
            return ["请写明修改的依据或者理由。"]
        if (self.hidden, self.own) == self.was:
            return ["没有改动。"]
        usual = {name for kind in packaged_kinds().values() for name in (kind.id, kind.name)}
        reasons = [f"“{name}”已在通用种类中，不必增加。" for name in self.own if name in usual]
        reasons += [f"“{name[:20]}……”超过{LONGEST_KIND}字。" for name in self.own if len(name) > LONGEST_KIND]
        if len(self.own) > MOST_OWN:
            reasons.append(f"本机关增加的种类不超过{MOST_OWN}种。")
        if "other" in self.hidden and not self.own:
            reasons.append("“其他材料”和本机关增加的种类至少保留一种。")
        return reasons

    def change(self) -> FileKinds:
        """Save it; it is made the first time."""
        self.kinds.hidden, self.kinds.own = self.hidden, self.own
        self.kinds.save()
        return self.kinds

    def subject(self, result: FileKinds) -> str:
        """The agency."""
        return reference_to(result.agency)

    def agency(self, result: FileKinds) -> Agency | None:
        """The agency."""
        return result.agency

    def payload(self, result: FileKinds) -> dict[str, Any]:
        """Old and new."""
        return {"hidden": [self.was[0], self.hidden], "own": [self.was[1], self.own]}
