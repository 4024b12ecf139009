"""What the dashboard shows of the library, and a paragraph for the daily digest."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Count, Q
from django.urls import reverse

from gongkai.agencies.models import User
from gongkai.agencies.office.dashboard import Panel, Row
from gongkai.library.cleanup_models import CleanUpRound
from gongkai.library.document_models import Document
from gongkai.library.office.screens import keeps_anything
from gongkai.library.queries import running_out, without_interpretation
from gongkai.library.rights import APPLIERS

NEW = timedelta(days=90)
"""Documents put out in these days are asked about; what is older stands in the list alone."""
_TOLD = 10


def waiting_documents(user: User, today: date) -> Panel | None:
    """What runs out, what has no interpretation yet, rounds that are not finished; for who puts rounds into effect,
    those that are ready; None for everybody else."""
    ready = _ready_rounds(user)
    if not keeps_anything(user):
        return Panel("文件库", ready) if ready else None
    seen = Document.objects.inside(user)
    open_rounds = CleanUpRound.objects.inside(user).filter(applied_on__isnull=True)
    late = open_rounds.aggregate(all=Count("pk"), late=Count("pk", filter=Q(due_on__lt=today)))
    recent = without_interpretation(seen).filter(record__published_at__date__gte=today - NEW)
    counts = (
        ("即将到期的文件", running_out(seen, today).count(), "library:ending"),
        ("近三个月没有解读的文件", recent.count(), "library:unexplained"),
        ("没有办完的清理", late["all"], "library:rounds"),
        ("超过完成期限的清理", late["late"], "library:rounds"),
    )
    rows = [Row(label, number, reverse(name)) for label, number, name in counts if number]
    return Panel("文件库", (*rows, *ready))


def _ready_rounds(user: User) -> tuple[Row, ...]:
    """The rounds in which every document has its decision, for who puts the result into effect."""
    within = user.scope.condition("agency", *APPLIERS)
    if within is None:
        return ()
    ready = CleanUpRound.objects.filter(within, applied_on=None).exclude(items__decision="").count()
    return (Row("清理意见已齐，待公布", ready, reverse("library:rounds")),) if ready else ()


def digest_part(user: User, today: date) -> str:
    """A paragraph for the person's daily digest: documents that run out; "" for nothing, or for who keeps none."""
    if not keeps_anything(user):
        return ""
    ending = list(running_out(Document.objects.inside(user), today)[: _TOLD + 1])
    if not ending:
        return ""
    lines = [f"{document.name}，有效期至 {document.valid_until}" for document in ending[:_TOLD]]
    more = ["……"] if len(ending) > _TOLD else []
    return "\n".join(["即将到期的文件：", *lines, *more])
