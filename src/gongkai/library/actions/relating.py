"""What documents do to one another, and what was declared of a document's validity: said, and taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction

from gongkai.agencies.action import NOT_YOURS, Action, reference_to
from gongkai.agencies.models import Agency
from gongkai.library.actions.base import DocumentAction, strange_days, unfit
from gongkai.library.document_models import Declaration, Document, Relation
from gongkai.library.enums import DeclarationKind, RelationKind
from gongkai.library.projection import project
from gongkai.library.rights import may_relate
from gongkai.library.signals import document_changed
from gongkai.publishing.guard.words import against, line

if TYPE_CHECKING:
    from gongkai.agencies.models import User

_LONGEST_WAY = 200


@dataclass(frozen=True)
class Link:
    """What one document does to another; one of the two may be named in words (`elsewhere`)."""

    kind: str
    source: Document | None
    target: Document | None
    elsewhere: str = ""
    articles: str = ""
    on: date | None = None
    """From when; None for the day on which the acting document takes effect."""


class Relate(Action[Relation]):
    """Say what one document does to another. Both pages show it, and the status of the other follows."""

    kind = "document.related"

    def __init__(self, actor: User | None, link: Link, *, today: date, ground: str = "") -> None:
        super().__init__(actor, ground=ground)
        self.link, self.today = link, today
        self.relation = Relation()

    def perform(self) -> Relation:
        """Hold both rows for the whole of the act, in the order of their keys."""
        with transaction.atomic():
            keys = [each.pk for each in (self.link.source, self.link.target) if each]
            held = Document.objects.select_for_update(of=("self",)).select_related("record", "agency")
            rows = {each.pk: each for each in held.filter(pk__in=keys).order_by("pk")}
            source, target = (rows.get(each.pk) if each else None for each in (self.link.source, self.link.target))
            on = self.link.on or (_takes_effect(source) if source else None)
            self.relation = Relation(
                kind=self.link.kind, source=source, target=target, elsewhere=self.link.elsewhere.strip(),
                articles=self.link.articles.strip(), added_by=self.actor,
            )  # fmt: skip
            if on is not None:
                self.relation.on = on
            return super().perform()

    def refusals(self) -> list[str]:
        """Not this person's, no day, no second document, a circle, said already, or in words that the public may not
        read."""
        relation = self.relation
        if not may_relate(self.actor, relation.kind, relation.source, relation.target):
            return [NOT_YOURS]
        if relation.source is None and relation.target is None:
            return ["请选择文件。"]
        if (relation.source is None or relation.target is None) and not relation.elsewhere:
            return ["请选择另一份文件，或者写明库外文件的标题和文号。"]
        if relation.on is None:
            return ["请填写生效日期。"]
        reasons = unfit(relation, ("kind", "source", "target", "elsewhere", "articles", "on"))
        reasons += strange_days([("生效日期", relation.on)])
        words = [line("库外文件", relation.elsewhere), line("所及条款", relation.articles)]
        reasons += against(_owner(relation), words)
        if relation.source and relation.target and not reasons:
            reasons += self._against_time(relation.source, relation.target)
            if _leads_to(relation.target, relation.source, relation.kind):
                reasons.append("两份文件不能互相修改、废止或者替代。")
        return reasons

    def _against_time(self, source: Document, target: Document) -> list[str]:
        if self.relation.kind == RelationKind.IMPLEMENTS or not (source.made_on and target.made_on):
            return []
        if source.made_on < target.made_on:
            return [f"{source.name}制发在前，不能{self.relation.get_kind_display()}后制发的{target.name}。"]
        return []

    def change(self) -> Relation:
        """Keep it; the target's status follows, and both pages change."""
        relation = self.relation
        relation.save()
        _follow(relation, self.today)
        return relation

    def subject(self, result: Relation) -> str:
        """The document that is acted upon, or the acting one."""
        return reference_to(result.target or result.source)

    def agency(self, result: Relation) -> Agency | None:
        """The agency of that document."""
        return _owner(result)

    def payload(self, result: Relation) -> dict[str, Any]:
        """The other document, what is done to it, from when."""
        return _told(result)


class Unrelate(Action[Relation]):
    """Take back a relation that was entered wrongly, with the reason; the ledger keeps both."""

    kind = "document.unrelated"

    def __init__(self, actor: User | None, relation: Relation, *, today: date, ground: str) -> None:
        super().__init__(actor, ground=ground.strip())
        self.relation, self.today = relation, today
        self.was: dict[str, Any] = {}

    def refusals(self) -> list[str]:
        """Who may say it may take it back; the reason is to be said."""
        if not may_relate(self.actor, self.relation.kind, self.relation.source, self.relation.target):
            return [NOT_YOURS]
        if not Relation.objects.select_for_update().filter(pk=self.relation.pk).exists():
            return ["这一关系已经撤销。"]
        return [] if self.ground else ["请写明撤销的理由。"]

    def change(self) -> Relation:
        """Remove it; the status follows."""
        self.was = _told(self.relation)
        Relation.objects.filter(pk=self.relation.pk).delete()
        _follow(self.relation, self.today)
        return self.relation

    def subject(self, result: Relation) -> str:
        """The document that it was about."""
        return reference_to(result.target or result.source)

    def agency(self, result: Relation) -> Agency | None:
        """Its agency."""
        return _owner(result)

    def payload(self, result: Relation) -> dict[str, Any]:
        """What was said."""
        return self.was


class Declare(DocumentAction):
    """Say of a document that it is repealed, invalid, continued or restored from a day on, and on what ground."""

    kind = "document.declared"

    def __init__(
        self, actor: User | None, document: Document, kind: str, on: date, *, until: date | None = None, **more: Any
    ) -> None:
        super().__init__(actor, document, **more)
        self.declaration = Declaration(document=document, kind=kind, on=on, until=until, ground=self.ground, by=actor)

    def problems(self) -> list[str]:
        """No ground or one that the public may not read, a continuation without its end, or days out of their
        order."""
        said = self.declaration
        if not self.ground:
            return ["请写明依据，例如清理结果的文号、评估结论。"]
        reasons = unfit(said, ("kind", "on", "until", "ground")) + strange_days([("日期", said.on)])
        if said.kind == DeclarationKind.CONTINUED and said.until is None:
            reasons.append("继续有效须写明有效期至何日。")
        if said.until and said.until < said.on:
            reasons.append("有效期不能早于认定的日期。")
        if self.document.made_on and said.on < self.document.made_on:
            reasons.append(f"认定的日期（{said.on}）早于制发日期（{self.document.made_on}）。")
        return reasons + against(self.document.agency, [line("依据", self.ground)])

    def carry_out(self) -> None:
        """Keep it."""
        if self.declaration.kind not in (DeclarationKind.CONTINUED, DeclarationKind.RESTORED):
            self.declaration.until = None
        self.declaration.save()

    def payload(self, result: Document) -> dict[str, Any]:
        """What was declared, from when."""
        said = self.declaration
        until = said.until.isoformat() if said.until else None
        return super().payload(result) | {"declared": said.kind, "on": said.on.isoformat(), "until": until}


class Undeclare(DocumentAction):
    """Take back a declaration that was entered wrongly."""

    kind = "document.undeclared"

    def __init__(self, actor: User | None, declaration: Declaration, **more: Any) -> None:
        super().__init__(actor, declaration.document, **more)
        self.declaration = declaration

    def problems(self) -> list[str]:
        """The reason is to be said."""
        if not Declaration.objects.filter(pk=self.declaration.pk).exists():
            return ["这一认定已经撤销。"]
        return [] if self.ground else ["请写明撤销的理由。"]

    def carry_out(self) -> None:
        """Remove it; the ledger keeps both."""
        Declaration.objects.filter(pk=self.declaration.pk).delete()

    def payload(self, result: Document) -> dict[str, Any]:
        """What had been declared."""
        return super().payload(result) | {"declared": self.declaration.kind, "on": self.declaration.on.isoformat()}


def _takes_effect(source: Document) -> date | None:
    return source.effective_on or source.made_on


def _follow(relation: Relation, today: date) -> None:
    if relation.target:
        project(relation.target, today)
    if relation.source:
        document_changed.send(Document, document=relation.source)


def _owner(relation: Relation) -> Agency | None:
    document = relation.target or relation.source
    return document.agency if document else None


def _told(relation: Relation) -> dict[str, Any]:
    return {
        "kind": relation.kind,
        "source": relation.source.public_id if relation.source else None,
        "target": relation.target.public_id if relation.target else None,
        "whole": relation.whole,
        "on": relation.on.isoformat(),
    }


def _leads_to(start: Document, goal: Document, kind: str) -> bool:
    """Whether the first acts upon the second already, however far around. What implements another bears on nothing."""
    if kind == RelationKind.IMPLEMENTS:
        return False
    acting = Relation.objects.exclude(kind=RelationKind.IMPLEMENTS).filter(target__isnull=False)
    met, edge = {start.pk}, {start.pk}
    for _ in range(_LONGEST_WAY):
        edge = set(acting.filter(source__in=edge).values_list("target", flat=True)) - met
        if not edge:
            return False
        if goal.pk in edge:
            return True
        met |= edge
    return True
