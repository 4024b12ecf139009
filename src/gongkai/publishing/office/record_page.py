"""A record's page: where it stands, what is next, the draft against what is public, who passed it, its history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe
from wagtail.models import Revision, TaskState

from gongkai.agencies.due import NEAR
from gongkai.agencies.enums import Role
from gongkai.agencies.models import User
from gongkai.publishing import access, approved, comparing, guard, review
from gongkai.publishing.comparing import Line, compared_bodies, compared_lines
from gongkai.publishing.drafts import draft_of, has_draft
from gongkai.publishing.enums import LEAKS, REVIEW_STAGES, RecordState, Stage
from gongkai.publishing.guard.actions import LOOKERS
from gongkai.publishing.office.beside import links_beside, shown_beside, wanting_beside
from gongkai.publishing.office.record_acts import ON_REVIEW_SCREEN, offers
from gongkai.publishing.office.record_pins import pinnable
from gongkai.publishing.office.record_screens import (
    OfficeRequest,
    list_crumb,
    may_read,
    record_crumb,
    record_for,
    screen,
    typed,
)
from gongkai.publishing.office.rich_text import for_screen
from gongkai.publishing.record_models import Record
from gongkai.publishing.release import obstacles
from gongkai.publishing.terms import Term, term_of

COMPARED = (
    "title", "document_number", "summary", "column", "unit", "theme", "genre", "key_field", "keywords", "source",
    "formed_on", "signed_on", "attribute", "attribute_ground", "responsible", "map_number", "go_live_at", "expire_at",
)  # fmt: skip
VERSIONS_LISTED = 30
_NEXT = {
    Stage.WRITING: "编辑中，完成后送审", Stage.RETURNED: "已退回，按退回理由修改后重新送审", Stage.FIRST: "等待初审",
    Stage.SECOND: "等待复审", Stage.SECRECY: "等待保密审查", Stage.THIRD: "等待终审",
    Stage.APPROVED: "审批已完成，等待发布",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Headline:
    """One line: where it stands and what is next; `look` colours it."""

    words: str
    look: str


@dataclass(frozen=True, slots=True)
class StageShown:
    """A stage of the way: who passed or returned it, when, with which words."""

    name: str
    look: str
    who: str
    when: object
    comment: str


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that differs between two versions, character by character."""

    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions of a record."""

    fields: tuple[FieldChange, ...]
    body: tuple[Line, ...]
    added_files: tuple[str, ...]
    removed_files: tuple[str, ...]

    @property
    def nothing(self) -> bool:
        """Whether they are the same."""
        changed = any(line.changed for line in self.body)
        return not (self.fields or changed or self.added_files or self.removed_files)


@may_read
@require_safe
def record_page(request: OfficeRequest, public_id: str) -> HttpResponse:
    """The record, all of it."""
    record = record_for(request, public_id)
    today = timezone.localdate()
    draft = draft_of(record)
    term = term_of(record, today)
    pinnable_in = pinnable(request.user, record)
    context = {
        "record": record,
        "draft": draft,
        "headline": headline(record, term, today),
        "obstacles": obstacles(record) if record.stage == Stage.APPROVED else [],
        "offers": [offer for offer in offers(request.user, record) if offer.id not in ON_REVIEW_SCREEN],
        "may_edit": access.may_edit(request.user, record.column) and record.state != RecordState.PURGED,
        "links": links_beside(request.user, record),
        "wanting": wanting_beside(record) if record.stage != Stage.DONE else [],
        "may_unpin": pinnable_in,
        "may_pin": bool(pinnable_in),
        "pins": record.placements.filter(pinned__gt=0).select_related("column"),
        "own_turn": record.stage in REVIEW_STAGES and not review.obstacle(request.user, record),
        "term": term,
        **parts(request.user, record, draft),
    }
    return screen(request, "publishing/office/record.html", context, title=record.title, crumbs=(list_crumb(),))


def parts(user: User, record: Record, draft: Record) -> dict[str, object]:
    """What the record's page and the reviewer's screen have in common."""
    states = review.history(record)
    marked = guard.marked(record) if record.stage != Stage.DONE else []
    return {
        "body": for_screen(draft),
        "files": list(draft.files.all()),
        "beside": shown_beside(record),
        "examined": guard.latest_run(record),
        "marked": marked,
        "blocks": sum(each.stands_in_the_way for part in marked for each in part.findings),
        "may_examine": access.may_act(user, record.agency, *LOOKERS),
        "may_consult": access.may_act(user, record.agency, *access.CONSULTERS),
        "may_decide": access.may_act(user, record.agency, Role.SECRECY_REVIEWER),
        "may_mask": access.may_edit(user, draft.column),
        "stages": list(stages(record, states)),
        "states": states,
        "comparison": _against_public(record, draft) if record.live_revision_id and has_draft(record) else None,
        "secrecy_reviews": record.secrecy_reviews.select_related("by").order_by("-pk"),
        "consulted": record.consulted.all(),
        "events": record.events.select_related("by", "column").order_by("-pk")[:100],
        "versions": numbered_versions(record),
        "withdrawals": record.withdrawals.select_related("by"),
        "leaks": LEAKS,
        "may_handle": access.may_act(user, record.agency, *access.LEAK_HANDLERS),
        "purges": record.purges.select_related("asked_by", "approved_by"),
        "views": record.view_counts.aggregate(views=Sum("views"))["views"] or 0,
    }


def numbered_versions(record: Record) -> list[tuple[int, Revision]]:
    """The latest versions, each with how many there were with it."""
    latest = list(record.revisions.select_related("user").order_by("-pk")[:VERSIONS_LISTED])
    so_many = record.revisions.count() if len(latest) == VERSIONS_LISTED else len(latest)
    return [(so_many - at, revision) for at, revision in enumerate(latest)]


def headline(record: Record, term: Term, today: date) -> Headline:
    """Where it stands and what is next."""
    if record.state == RecordState.PURGED:
        return Headline("已清除：内容和文件已永久删除，仅保留清除记录。", "")
    if record.state == RecordState.WITHDRAWN and record.stage == Stage.DONE:
        last = record.withdrawals.order_by("-pk").first()
        notice = bool(last and last.notice)
        return Headline(f"已撤回，公众看不到内容{'，原地址显示撤回说明' if notice else ''}。", "late")
    if record.stage == Stage.DONE:
        when = f"，{timezone.localdate(record.published_at):%Y-%m-%d}发布" if record.published_at else ""
        late = "，超过公开期限后才发布" if term.late else ""
        return Headline(f"已公开{when}{late}。", "soon" if late else "good")
    step = _NEXT[Stage(record.stage)]
    if record.stage == Stage.APPROVED and record.go_live_at:
        step = f"审批已完成，定于{timezone.localtime(record.go_live_at):%Y-%m-%d %H:%M}发布"
        if record.go_live_at < timezone.now():
            return Headline(f"{step}，但未能按时发布，原因见下。", "late")
    before = (
        "已公开的版本不变；新稿" if record.live else "已撤回；新稿" if record.state == RecordState.WITHDRAWN else ""
    )
    words = f"{before}{step}。"
    if record.live or term.due_on is None or term.days_left is None:
        return Headline(words, "")
    if term.days_left < 0:
        return Headline(f"{words}最迟应于{term.due_on}公开，已超期{-term.days_left}个工作日。", "late")
    left = f"剩{term.days_left}个工作日" if term.days_left else "今天到期"
    return Headline(f"{words}最迟应于{term.due_on}（含当日）公开，{left}。", "soon" if term.days_left <= NEAR else "")


def stages(record: Record, states: list[TaskState]) -> Iterator[StageShown]:
    """The stages of the latest round of review: those that its agency asks for, and those that it began."""
    if not states:
        return
    latest = [state for state in states if state.workflow_state_id == states[-1].workflow_state_id]
    by_stage = {review.stage_of(state): state for state in latest}
    asked = review.way_of(record.agency).stages
    for stage in REVIEW_STAGES:
        if stage not in asked and stage not in by_stage:
            continue
        state = by_stage.get(stage)
        if state is not None and state.status == TaskState.STATUS_SKIPPED and stage not in asked:
            continue
        if state is None:
            yield StageShown(stage.label, "", "", None, "")
            continue
        look = {"approved": "passed", "rejected": "refused", "in_progress": "now"}.get(state.status, "")
        who = str(state.finished_by) if state.finished_by else ""
        yield StageShown(stage.label, look, who, state.finished_at, state.comment)


def _against_public(record: Record, draft: Record) -> Comparison:
    return compared(record, draft, tuple(beside_changes(record)))


def beside_changes(record: Record) -> Iterator[FieldChange]:
    """What the latest draft tells beside the record otherwise than it stands there publicly."""
    before, after = (dict(approved.told_beside(record, public=public)) for public in (True, False))
    for label in dict.fromkeys([*before, *after]):
        was, now = before.get(label, ""), after.get(label, "")
        if was != now:
            lines = comparing.compared(was.splitlines(), now.splitlines())
            yield FieldChange(f"解读内容（{label}）", tuple(lines))


def compared(old: Record, new: Record, beside: tuple[FieldChange, ...] = ()) -> Comparison:
    """Two versions: fields that differ, what changed beside them, the bodies, the attachments that came and went."""
    changes = []
    for name in COMPARED:
        before, after = _in_words(old, name), _in_words(new, name)
        if before != after:
            field = Record._meta.get_field(name)
            changes.append(FieldChange(str(field.verbose_name), tuple(compared_lines(before, after))))
    before_files = {held.file_id: held.title for held in old.files.all()}
    after_files = {held.file_id: held.title for held in new.files.all()}
    return Comparison(
        (*changes, *beside),
        tuple(compared_bodies(old.body, new.body)),
        tuple(title for key, title in after_files.items() if key not in before_files),
        tuple(title for key, title in before_files.items() if key not in after_files),
    )


def _in_words(record: Record, name: str) -> str:
    display = getattr(record, f"get_{name}_display", None)
    value = display() if display else getattr(record, name)
    return "" if value is None else str(value)


@may_read
@require_safe
def version(request: OfficeRequest, public_id: str, number: int) -> HttpResponse:
    """One version as it was, and against the one before it."""
    record = record_for(request, public_id)
    revision = _revision(record, number)
    then: Record = revision.as_object()
    earlier = record.revisions.filter(pk__lt=revision.pk).order_by("-pk").first()
    before: Record | None = earlier.as_object() if earlier else None
    body: SafeString = for_screen(then)
    context = {
        "record": record,
        "draft": then,
        "revision": revision,
        "body": body,
        "files": list(then.files.all()),
        "comparison": compared(before, then) if before else None,
        "earlier": earlier,
        "only_changes": typed(request.GET, "bijiao") == "1",
    }
    title = f"{timezone.localtime(revision.created_at):%Y-%m-%d %H:%M}的版本"
    return screen(
        request, "publishing/office/version.html", context, title=title, crumbs=(list_crumb(), record_crumb(record))
    )


def _revision(record: Record, number: int) -> Revision:
    """The record's version with this number: how many versions it had then."""
    found = record.revisions.order_by("pk")[number - 1 : number] if number > 0 else ()
    for revision in found:
        return revision
    raise Http404
