"""What is done in a case without moving it: notes, records of searches, answers of departments, looks at who it is."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from gongkai.agencies.action import NOT_YOURS
from gongkai.applications.actions.base import CaseAction
from gongkai.applications.actions.steps import add_party
from gongkai.applications.models import Application, Note, Party, SearchRecord, Task

if TYPE_CHECKING:
    from gongkai.agencies.models import User

LONGEST_NOTE = 5000


class AddNote(CaseAction):
    """Write an internal note."""

    kind = "application.noted"
    act = "note"

    def __init__(self, actor: User | None, application: Application, text: str, **more: Any) -> None:
        super().__init__(actor, application, **more)
        self.text = text.strip()

    def refusals(self) -> list[str]:
        """Also an empty note, or a book."""
        if reasons := super().refusals():
            return reasons
        if not self.text:
            return ["请写明备注内容。"]
        return [f"备注不超过{LONGEST_NOTE}字。"] if len(self.text) > LONGEST_NOTE else []

    def carry_out(self) -> None:
        """Add it."""
        Note.objects.create(application=self.application, text=self.text, author=self.actor)


class AddParty(CaseAction):
    """Bring somebody into the case: an agent, or whoever will be consulted or written to."""

    kind = "application.party_added"
    act = "add_party"

    def __init__(self, actor: User | None, application: Application, party: Party, **more: Any) -> None:
        super().__init__(actor, application, **more)
        self.party = party

    def refusals(self) -> list[str]:
        """Also without a name."""
        if reasons := super().refusals():
            return reasons
        return [] if self.party.name.strip() else ["请填写姓名或者名称。"]

    def carry_out(self) -> None:
        """Save it."""
        add_party(self.application, self.party)

    def payload(self, result: Application) -> dict[str, Any]:
        """Whom, by his public number."""
        return super().payload(result) | {"party": self.party.public_id, "role": self.party.role}


class RecordSearch(CaseAction):
    """Record where and how the information was searched for: the proof behind 信息不存在 (Art 36(四))."""

    kind = "application.searched"
    act = "record_search"

    def __init__(
        self,
        actor: User | None,
        application: Application,
        *,
        place: str,
        keywords: str,
        searched_by: str,
        searched_on: date | None,
        found: str,
        **more: Any,
    ) -> None:
        super().__init__(actor, application, **more)
        self.place, self.keywords, self.found = place.strip(), keywords.strip(), found.strip()
        self.searched_by, self.searched_on = searched_by.strip(), searched_on

    def refusals(self) -> list[str]:
        """Also a record that says not where, what, who, when or with what result."""
        if reasons := super().refusals():
            return reasons
        if not all((self.place, self.keywords, self.searched_by, self.searched_on, self.found)):
            return ["检索记录须写明检索范围、关键词、检索人、检索日期和结果。"]
        if self.searched_on and self.searched_on > self.today:
            return [f"检索日期（{self.searched_on}）晚于今天（{self.today}）。"]
        return []

    def carry_out(self) -> None:
        """Add it."""
        assert self.searched_on is not None
        SearchRecord.objects.create(
            application=self.application,
            place=self.place[:200],
            keywords=self.keywords[:300],
            searched_by=self.searched_by[:100],
            searched_on=self.searched_on,
            found=self.found[:500],
            recorded_by=self.actor,
        )


class Classify(CaseAction):
    """Record what classified the information: level, term, who classified it and by which document."""

    kind = "application.classified"
    act = "classify"

    def __init__(self, actor: User | None, application: Application, basis: str, **more: Any) -> None:
        super().__init__(actor, application, **more)
        self.basis = basis.strip()

    def refusals(self) -> list[str]:
        """Also without it."""
        return super().refusals() or ([] if self.basis else ["请写明密级、保密期限、定密机关和文号。"])

    def carry_out(self) -> None:
        """Keep it with the case."""
        self.application.classification = self.basis[:300]


class AnswerTask(CaseAction):
    """A department answers what was asked of it."""

    kind = "application.task_answered"
    act = "answer_task"

    def __init__(self, actor: User | None, application: Application, task: Task, answer: str, **more: Any) -> None:
        super().__init__(actor, application, **more)
        self.task, self.answer = task, answer.strip()

    def refusals(self) -> list[str]:
        """Also an empty answer, a second one, and one to another case's task."""
        if reasons := super().refusals():
            return reasons
        if self.task.application_id != self.application.pk:
            return [NOT_YOURS]
        if self.task.answered_at:
            return ["这项交办已经反馈过。"]
        return [] if self.answer else ["请写明办理意见。"]

    def carry_out(self) -> None:
        """Keep the answer."""
        self.task.answer, self.task.answered_by, self.task.answered_at = self.answer, self.actor, timezone.now()
        self.task.save(update_fields=["answer", "answered_by", "answered_at"])


class Reveal(CaseAction):
    """Look at somebody's number and ways of contact: allowed to few, recorded each time."""

    kind = "application.revealed"
    act = "reveal"

    def __init__(self, actor: User | None, application: Application, party: Party, **more: Any) -> None:
        super().__init__(actor, application, **more)
        self.party = party

    def refusals(self) -> list[str]:
        """Also without a reason, or for somebody of another case."""
        if reasons := super().refusals():
            return reasons
        if self.party.application_id != self.application.pk:
            return [NOT_YOURS]
        return [] if self.ground.strip() else ["请写明查看的理由。"]

    def change(self) -> Application:
        """Nothing changes; the look itself is what the ledger keeps."""
        return self.application

    def payload(self, result: Application) -> dict[str, Any]:
        """At whom."""
        return {"party": self.party.public_id}
