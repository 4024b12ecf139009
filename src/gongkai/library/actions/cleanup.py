"""Clean-up rounds 清理 (规章制定程序条例 Art 37; for other documents local rules): opened, decided, put into effect."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from gongkai.agencies.action import NOT_YOURS, Action, reference_to
from gongkai.agencies.models import Agency
from gongkai.library.actions.base import unfit
from gongkai.library.cleanup_models import CleanUpItem, CleanUpRound
from gongkai.library.document_models import Declaration, Document, Relation
from gongkai.library.enums import STANDING, Decision, DeclarationKind, DocumentClass, RelationKind
from gongkai.library.projection import project_all
from gongkai.library.queries import standing_on
from gongkai.library.rights import may_apply, may_keep
from gongkai.library.signals import document_changed
from gongkai.publishing.guard.words import against, line

if TYPE_CHECKING:
    from gongkai.agencies.models import User

APPLIED = "这次清理的结果已经公布，不能再改。"
_DECLARED = {
    Decision.KEEP: DeclarationKind.CONTINUED,
    Decision.REPEAL: DeclarationKind.REPEALED,
    Decision.INVALID: DeclarationKind.INVALID,
}
_STOPS = "。；，.;, "
_FIELDS = ("name", "basis", "as_of", "with_units", "due_on")


@dataclass(frozen=True)
class Scope:
    """What a round looks through."""

    name: str
    as_of: date
    basis: str = ""
    with_units: bool = False
    due_on: date | None = None
    classes: tuple[str, ...] = (DocumentClass.REGULATION, DocumentClass.NORMATIVE)


class RoundAction(Action[CleanUpRound]):
    """An act in a round, which is held."""

    def __init__(self, actor: User | None, round: CleanUpRound, *, ground: str = "") -> None:
        super().__init__(actor, ground=ground.strip())
        self.round = round

    def perform(self) -> CleanUpRound:
        """Hold the round's row for the whole of the act."""
        with transaction.atomic():
            held = CleanUpRound.objects.select_for_update(of=("self",)).select_related("agency")
            self.round = held.get(pk=self.round.pk)
            return super().perform()

    def subject(self, result: CleanUpRound) -> str:
        """The round."""
        return reference_to(result)

    def agency(self, result: CleanUpRound) -> Agency | None:
        """Whose round it is."""
        return result.agency


class OpenRound(Action[CleanUpRound]):
    """Begin a round: it lists the documents that stood on its day."""

    kind = "cleanup.opened"

    def __init__(self, actor: User | None, agency: Agency, scope: Scope, *, today: date) -> None:
        super().__init__(actor, ground=scope.basis)
        self.of, self.scope, self.today = agency, scope, today
        self.round = CleanUpRound(agency=agency, opened_by=actor, **{name: getattr(scope, name) for name in _FIELDS})

    def refusals(self) -> list[str]:
        """Not this person's, a name used already or not fit for the public, a day to come, or nothing to look
        through."""
        if not may_keep(self.actor, self.of):
            return [NOT_YOURS]
        reasons = unfit(self.round, _FIELDS) + against(self.of, [line("名称", self.scope.name)])
        if self.scope.as_of > self.today:
            reasons.append("清理基准日不能晚于今天。")
        if self.scope.due_on and self.scope.due_on < self.scope.as_of:
            reasons.append("完成期限不能早于清理基准日。")
        if not reasons and not self._documents().exists():
            reasons.append("这一天没有符合条件的现行有效文件。")
        return reasons

    def change(self) -> CleanUpRound:
        """Keep it with its documents."""
        self.round.save()
        keys = self._documents().order_by("made_on", "pk").values_list("pk", flat=True)
        CleanUpItem.objects.bulk_create(CleanUpItem(round=self.round, document_id=key) for key in keys)
        return self.round

    def _documents(self) -> Any:
        documents = standing_on(self.scope.as_of).filter(document_class__in=self.scope.classes)
        if self.scope.with_units:
            return documents.filter(agency__path__startswith=self.of.path)
        return documents.filter(agency=self.of)

    def subject(self, result: CleanUpRound) -> str:
        """The round."""
        return reference_to(result)

    def agency(self, result: CleanUpRound) -> Agency | None:
        """Whose round it is."""
        return result.agency

    def payload(self, result: CleanUpRound) -> dict[str, Any]:
        """Its day and how many documents it lists."""
        return {"as_of": result.as_of.isoformat(), "documents": result.items.count()}


class DropRound(RoundAction):
    """Take back a round that was opened by mistake, with its decisions; the ledger keeps that there was one."""

    kind = "cleanup.dropped"

    def refusals(self) -> list[str]:
        """Not this person's, in effect already, or without a reason."""
        if not may_keep(self.actor, self.round.agency):
            return [NOT_YOURS]
        if self.round.applied_on:
            return [APPLIED]
        return [] if self.ground else ["请写明撤销的理由。"]

    def change(self) -> CleanUpRound:
        """Remove it with its items; documents are as they were."""
        self.lost = {"name": self.round.name, "decided": self.round.items.exclude(decision="").count()}
        CleanUpRound.objects.filter(pk=self.round.pk).delete()
        return self.round

    def payload(self, result: CleanUpRound) -> dict[str, Any]:
        """What it was called and how many documents had a decision."""
        return self.lost


class DecideItems(RoundAction):
    """Decide the same of some documents of a round, with the ground; deciding again replaces it."""

    kind = "cleanup.decided"

    def __init__(
        self,
        actor: User | None,
        round: CleanUpRound,
        items: Sequence[str],
        decision: str,
        *,
        ground: str,
        until: date | None = None,
    ) -> None:
        """`items` are public ids; `until` is the new end of a document that is kept."""
        super().__init__(actor, round, ground=ground)
        self.items, self.decision, self.until = list(dict.fromkeys(items)), decision, until

    def refusals(self) -> list[str]:
        """Not this person's, over, nothing chosen, no ground or one that the public may not read, or an end before the
        round's day."""
        if not may_keep(self.actor, self.round.agency):
            return [NOT_YOURS]
        if self.round.applied_on:
            return [APPLIED]
        reasons = []
        if not self.items or self._rows().count() != len(self.items):
            reasons.append("请选择这次清理中的文件。")
        if self.decision not in Decision.values:
            reasons.append("请选择清理意见。")
        if not self.ground:
            reasons.append("请写明理由。")
        if len(self.ground) > 300:
            reasons.append("理由不能超过 300 字。")
        if self.until and self.decision != Decision.KEEP:
            reasons.append("只有继续有效的文件可以填写新的有效期。")
        if self.until and self.until <= self.round.as_of:
            reasons.append("新的有效期须晚于清理基准日。")
        return reasons + against(self.round.agency, [line("理由", self.ground)])

    def change(self) -> CleanUpRound:
        """Write the decision into each."""
        self._rows().update(
            decision=self.decision, ground=self.ground, until=self.until, by=self.actor, at=timezone.now()
        )
        return self.round

    def _rows(self) -> Any:
        return self.round.items.filter(public_id__in=self.items)

    def payload(self, result: CleanUpRound) -> dict[str, Any]:
        """Which documents, and what of them."""
        documents = self._rows().order_by("pk").values_list("document__public_id", flat=True)
        return {"decision": self.decision, "documents": list(documents)}


class ApplyRound(RoundAction):
    """Put the decisions into effect: each repeal and invalidation from the day on, each new end of a term.

    What is to be amended is not amended by that: it is listed until a document amends it.
    """

    kind = "cleanup.applied"

    def __init__(
        self, actor: User | None, round: CleanUpRound, on: date, *, today: date, result: Document | None = None
    ) -> None:
        """`result` is the document that publishes the result, where it is in the library."""
        super().__init__(actor, round)
        self.on, self.today, self.result = on, today, result

    def refusals(self) -> list[str]:
        """For who may let it take effect; every document is decided, and the day is not before the round's."""
        if not may_apply(self.actor, self.round.agency):
            return [NOT_YOURS]
        if self.round.applied_on:
            return [APPLIED]
        reasons = []
        open_ones = self.round.items.filter(decision="").count()
        if open_ones:
            reasons.append(f"还有{open_ones}份文件没有清理意见。")
        if self.on < self.round.as_of:
            reasons.append("结果的生效日期不能早于清理基准日。")
        if self.result and self.result.agency_id != self.round.agency_id:
            reasons.append("公布清理结果的文件不是本机关的文件。")
        if self.result and self.round.items.filter(document=self.result).exists():
            reasons.append("公布清理结果的文件不能是被清理的文件。")
        return reasons

    def change(self) -> CleanUpRound:
        """Relations where a document publishes the result, declarations where none does."""
        items = list(self.round.items.select_related("document__record", "document__agency__library_office"))
        # What fell between the round's day and today needs nothing more.
        items = [item for item in items if item.document.status in STANDING]
        for item in items:
            self._apply(item)
        changed = [item.document for item in items if item.decision != Decision.AMEND]
        project_all(changed, self.today)
        if self.result:
            document_changed.send(Document, document=self.result)
        round = self.round
        round.applied_on, round.applied_by, round.result = self.on, self.actor, self.result
        round.save(update_fields=["applied_on", "applied_by", "result"])
        return round

    def _apply(self, item: CleanUpItem) -> None:
        document = item.document
        on = max(self.on, document.made_on or self.on)
        if item.decision == Decision.REPEAL and self.result:
            Relation.objects.get_or_create(
                source=self.result, target=document, kind=RelationKind.REPEALS, articles="",
                defaults={"on": on, "added_by": self.actor},
            )  # fmt: skip
        elif item.decision in _DECLARED and (item.decision != Decision.KEEP or item.until):
            Declaration.objects.create(
                document=document, kind=_DECLARED[Decision(item.decision)], on=on, until=item.until, by=self.actor,
                ground=f"{self.round.name}，{item.ground.rstrip(_STOPS)}"[:300],
            )  # fmt: skip

    def payload(self, result: CleanUpRound) -> dict[str, Any]:
        """The day and how many were decided how."""
        decided = Counter(result.items.values_list("decision", flat=True))
        return {"on": self.on.isoformat(), **{name: decided[name] for name in Decision.values}}
