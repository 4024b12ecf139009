"""Answers made public (Art 44): one person proposes, another publishes; suggestions from outside are handled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from gongkai.agencies.action import NOT_YOURS, Action, reference_to
from gongkai.agencies.enums import Role
from gongkai.agencies.models import Agency
from gongkai.applications.models import Application, Material, PublicAnswer, Suggestion
from gongkai.applications.public_models import SuggestionState
from gongkai.applications.release import allowed_contacts, obstacle
from gongkai.documents.disclosure.scan import scan_text

if TYPE_CHECKING:
    from gongkai.agencies.models import User

PROPOSING_ROLES = (Role.REGISTRAR, Role.HANDLER)
LONGEST = 20_000


class _PublicAction(Action[Any]):
    """Something for an agency's public answers; `roles` do it."""

    roles: tuple[Role, ...] = PROPOSING_ROLES

    def __init__(self, actor: User | None, agency: Agency, *, ground: str = "") -> None:
        super().__init__(actor, ground=ground)
        self.of = agency

    def refusals(self) -> list[str]:
        """Not this person's."""
        allowed = self.actor is None or self.actor.scope.may_act(self.of, *self.roles)
        return [] if allowed else [NOT_YOURS]

    def subject(self, result: Any) -> str:
        """The answer or suggestion."""
        return reference_to(result)

    def agency(self, result: Any) -> Agency | None:
        """Whose it is."""
        return self.of


class ProposePublic(_PublicAction):
    """Propose that the answer to a case be public, with files of it that may go out."""

    kind = "public_answer.proposed"

    def __init__(
        self,
        actor: User | None,
        application: Application,
        *,
        title: str,
        text: str,
        materials: Sequence[Material] = (),
    ) -> None:
        super().__init__(actor, application.agency)
        self.application, self.title, self.text = application, title.strip(), text.strip()
        self.materials = tuple(materials)

    def refusals(self) -> list[str]:
        """Also nothing to show, and what gives somebody away, in the words or in a file."""
        if reasons := super().refusals():
            return reasons
        if not self.title or not (self.text or self.materials):
            return ["请填写标题，并写明内容或者选择文件。"]
        if len(self.title) > 300 or len(self.text) > LONGEST:
            return [f"标题不超过300字，内容不超过{LONGEST}字。"]
        if any(material.application_id != self.application.pk for material in self.materials):
            return [NOT_YOURS]
        found = scan_text(f"{self.title}\n{self.text}", "", allowed_contacts(self.of))
        blocking = dict.fromkeys(finding.name for finding in found if finding.level == "block")
        if blocking:
            return [f"标题或者内容里有{'、'.join(blocking)}，请删去。"]
        if self.application.applicant_name and self.application.applicant_name in self.title + self.text:
            return ["标题或者内容里有申请人的姓名或者名称，请删去。"]
        return public_obstacles(self.materials)

    def change(self) -> PublicAnswer:
        """Keep the proposal; nobody outside sees it yet."""
        answer = PublicAnswer.objects.create(
            agency=self.of, application=self.application, title=self.title, text=self.text, proposed_by=self.actor
        )
        answer.materials.set(self.materials)
        return answer

    def payload(self, result: PublicAnswer) -> dict[str, Any]:
        """From which case, with which files."""
        return {"application": self.application.public_id, "sha256": [file.sha256 for file in self.materials]}


class _AnswerAction(_PublicAction):
    """Something done with a proposal or a public answer."""

    roles = (Role.SIGNER,)

    def __init__(self, actor: User | None, answer: PublicAnswer, *, ground: str = "") -> None:
        super().__init__(actor, answer.agency, ground=ground)
        self.answer = answer


class PublishAnswer(_AnswerAction):
    """The signer publishes what somebody else proposed."""

    kind = "public_answer.published"

    def __init__(self, actor: User | None, answer: PublicAnswer, *, today: date) -> None:
        super().__init__(actor, answer)
        self.today = today

    def refusals(self) -> list[str]:
        """Also one's own proposal, a second time, and files that may not go out."""
        if reasons := super().refusals():
            return reasons
        if self.answer.published_on or self.answer.withdrawn_at:
            return ["这条信息已经处理过。"]
        if self.actor is not None and self.actor.pk == self.answer.proposed_by_id:
            return ["提出的人不能自己批准公开。"]
        return public_obstacles(self.answer.materials.all())

    def change(self) -> PublicAnswer:
        """From today it can be found."""
        self.answer.published_on, self.answer.published_by = self.today, self.actor
        self.answer.save(update_fields=["published_on", "published_by"])
        Suggestion.objects.filter(application=self.answer.application, answer=None, state=SuggestionState.NEW).exclude(
            application=None
        ).update(answer=self.answer, state=SuggestionState.ADOPTED, handled_by=self.actor, handled_at=timezone.now())
        return self.answer


class WithdrawAnswer(_AnswerAction):
    """Take a public answer off, or decline a proposal; `ground` is the reason."""

    kind = "public_answer.withdrawn"

    def refusals(self) -> list[str]:
        """Also without a reason, or a second time."""
        if reasons := super().refusals():
            return reasons
        if self.answer.withdrawn_at:
            return ["这条信息已经撤下。"]
        return [] if self.ground.strip() else ["请写明理由。"]

    def change(self) -> PublicAnswer:
        """It is no longer found; who, when and why stay."""
        self.answer.withdrawn_at, self.answer.withdrawn_reason = timezone.now(), self.ground.strip()[:300]
        self.answer.save(update_fields=["withdrawn_at", "withdrawn_reason"])
        return self.answer


class HandleSuggestion(_PublicAction):
    """Answer a suggestion that is not followed (Art 44¶2); one that is followed is adopted by publishing."""

    kind = "suggestion.handled"

    def __init__(self, actor: User | None, suggestion: Suggestion, *, reply: str) -> None:
        super().__init__(actor, suggestion.agency)
        self.suggestion, self.reply = suggestion, reply.strip()

    def refusals(self) -> list[str]:
        """Also without a word, or a second time."""
        if reasons := super().refusals():
            return reasons
        if self.suggestion.state != SuggestionState.NEW:
            return ["这条建议已经处理过。"]
        return [] if self.reply else ["请写明不予采纳的理由。"]

    def change(self) -> Suggestion:
        """Keep the answer."""
        self.suggestion.state, self.suggestion.reply = SuggestionState.DECLINED, self.reply[:500]
        self.suggestion.handled_by, self.suggestion.handled_at = self.actor, timezone.now()
        self.suggestion.save(update_fields=["state", "reply", "handled_by", "handled_at"])
        return self.suggestion

    def payload(self, result: Suggestion) -> dict[str, Any]:
        """How it ended."""
        return {"state": str(result.state)}


def public_obstacles(materials: Sequence[Material] | Any) -> list[str]:
    """Why files may not be public, a sentence each: what somebody let through for the applicant alone is not meant for
    everybody, so that only files without such findings are."""
    found = []
    for material in materials:
        sentence = obstacle(material)
        if not sentence and material.inspection.blocking:
            sentence = f"“{material.name}”只可向申请人提供，不能向社会公开；请先遮盖。"
        if sentence:
            found.append(sentence)
    return found
