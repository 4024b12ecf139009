"""What a document's row keeps of its status: made anew from dates, relations and declarations; turned day by day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from gongkai.agencies.action import reference_to
from gongkai.ledger.actions import append
from gongkai.library.document_models import (
    Declaration,
    Document,
    Relation,
    StatusTurn,
    library_office_of,
    made_on,
)
from gongkai.library.enums import Change, DeclarationKind, RelationKind, Status
from gongkai.library.signals import document_changed
from gongkai.library.validity import Act, Facts, Timeline, timeline

DAILY = "program:daily"
"""Who turns a status that turns by itself."""
_DECLARED = {
    DeclarationKind.REPEALED: Change.REPEALED,
    DeclarationKind.INVALID: Change.EXPIRED,
    DeclarationKind.CONTINUED: Change.CONTINUED,
    DeclarationKind.RESTORED: Change.RESTORED,
}
_KEPT = ("agency", "status", "status_since", "made_on", "valid_until", "next_turn_on")


def facts_of(document: Document) -> Facts:
    """What the rows say of a document. Documents that are not out yet do nothing to it; two queries."""
    relations = Relation.objects.filter(target=document).select_related("source__record")
    acts = [_act_of(relation) for relation in relations if _acts(relation)]
    acts += [
        Act(each.on, _DECLARED[DeclarationKind(each.kind)], each.ground, until=each.until)
        for each in Declaration.objects.filter(document=document)
    ]
    day = made_on(document, library_office_of(document.agency))
    effective = document.effective_on
    return Facts(day, effective, document.expires_on, tuple(acts))


def project(document: Document, today: date) -> Timeline:
    """Make the document's projection and its turns anew, and tell those who follow it. Inside a transaction."""
    document.agency = document.record.agency
    facts = facts_of(document)
    line = timeline(facts)
    document.made_on, document.valid_until = facts.made_on, line.valid_until
    _stand(document, line.on(today) or (line.turns[0] if line.turns else None), line.after(today))
    document.save(update_fields=_KEPT)
    StatusTurn.objects.filter(document=document).delete()
    StatusTurn.objects.bulk_create(
        StatusTurn(
            document=document, position=number, on=turn.on, change=turn.change, status=turn.status,
            standing_before=turn.standing_before, because=turn.because[:500], by_id=turn.by,
        )
        for number, turn in enumerate(line.turns)
    )  # fmt: skip
    document_changed.send(Document, document=document)
    return line


def project_all(documents: Iterable[Document], today: date) -> None:
    """The same for several, each with the record and the agency's settings."""
    for document in documents:
        project(document, today)


def touched_by(document: Document) -> Iterable[Document]:
    """The documents whose status hangs on this one: what it amends, repeals or replaces."""
    kinds = set(RelationKind) - {RelationKind.IMPLEMENTS}
    targets = Relation.objects.filter(source=document, kind__in=kinds).values("target")
    return Document.objects.filter(pk__in=targets).select_related("record", "agency__library_office").order_by("pk")


def refresh(today: date) -> int:
    """Turn every document whose day has come, each with its ledger entry. Returns how many turned; may run twice."""
    due = Document.objects.filter(next_turn_on__lte=today).order_by("agency__code", "pk")
    turned = 0
    for key in list(due.values_list("pk", flat=True)):
        with transaction.atomic():
            turned += _turn(key, today)
    return turned


def _turn(key: int, today: date) -> int:
    """One document in a transaction of its own: a failing one keeps none of the others from turning."""
    held = Document.objects.select_for_update(of=("self",)).select_related("record", "agency")
    document = held.filter(pk=key, next_turn_on__lte=today).first()
    if document is None:
        return 0
    turns = list(document.turns.all())
    was = document.status
    now = next((turn for turn in reversed(turns) if turn.on <= today), None)
    _stand(document, now, next((turn for turn in turns if turn.on > today), None))
    document.save(update_fields=_KEPT)
    if document.status != was:
        document_changed.send(Document, document=document)
        append(
            "document.turned", actor=DAILY, agency=document.agency.code, subject=reference_to(document),
            ground=now.because if now else "", payload=_payload(document, was),
        )  # fmt: skip
    return 1


def _stand(document: Document, now: Any, following: Any) -> None:
    """Put the status of the day into the row; `now` and `following` are turns of either kind."""
    document.status = now.status if now else Status.IN_FORCE
    document.status_since = now.on if now else None
    document.next_turn_on = following.on if following else None


def _payload(document: Document, was: str) -> dict[str, Any]:
    since = document.status_since
    return {"was": was, "status": document.status, "since": since.isoformat() if since else None}


def _acts(relation: Relation) -> bool:
    """Whether it bears on validity: a draft does nothing yet."""
    return relation.kind != RelationKind.IMPLEMENTS and (
        relation.source is None or relation.source.record.state != "draft"
    )


def _act_of(relation: Relation) -> Act:
    whole = relation.whole and relation.kind != RelationKind.AMENDS
    name = relation.source.name if relation.source else relation.elsewhere
    verb = {RelationKind.AMENDS: "修改", RelationKind.REPEALS: "废止", RelationKind.REPLACES: "替代"}
    part = f"{relation.articles}" if relation.articles else ""
    because = f"{part}被{name}{verb[RelationKind(relation.kind)]}"
    return Act(relation.on, Change.REPEALED if whole else Change.AMENDED, because, relation.source_id)
