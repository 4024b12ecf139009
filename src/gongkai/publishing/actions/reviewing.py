"""The way through review: sent, passed stage by stage by different people, returned, taken back."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from gongkai.publishing import approved, completeness, drafts, review
from gongkai.publishing.access import may_act, may_edit
from gongkai.publishing.actions.base import RecordAction
from gongkai.publishing.actions.drafting import save_revision
from gongkai.publishing.enums import REVIEW_STAGES, Stage
from gongkai.publishing.record_models import Record
from gongkai.publishing.review_models import ApprovedContent, SecrecyReview

if TYPE_CHECKING:
    from wagtail.models import TaskState

    from gongkai.agencies.models import User

NOTHING_TO_SEND = "这条信息没有可以送审的稿件。"
MORE_STAGES = "本机关的审批环节已增加，本稿送审时没有这些环节，请退回，由编辑重新送审。"
EDITED_SINCE = "稿件在送审后改动过，须重新送审。"


@dataclass(frozen=True, slots=True)
class SecrecyForm:
    """The secrecy review's form 保密审查表: content, timing and manner, each judged (条例 Art 17)."""

    content_fit: bool
    timing_fit: bool
    manner_fit: bool
    content_opinion: str = ""
    timing_opinion: str = ""
    manner_opinion: str = ""

    @property
    def fit(self) -> bool:
        """Whether nothing speaks against publication."""
        return self.content_fit and self.timing_fit and self.manner_fit


class SendToReview(RecordAction):
    """Send the latest draft to the first stage. Here its required fields and attachments are checked."""

    kind = "record.sent_to_review"

    def allowed(self) -> bool:
        """Who edits in the draft's column."""
        return may_edit(self.actor, drafts.draft_of(self.record).column)

    def refusals(self) -> list[str]:
        """Also without a draft, while one is under way, and while something is missing in it."""
        if reasons := super().refusals():
            return reasons
        if self.actor is None:
            return [review.NOBODY]
        if self.record.stage not in (Stage.WRITING, Stage.RETURNED) or not drafts.has_draft(self.record):
            return [NOTHING_TO_SEND]
        return completeness.missing(drafts.draft_of(self.record))

    def carry_out(self) -> None:
        """Begin the review; a round that ended with a return is over."""
        review.stop(self.record, self.actor)
        review.workflow(review.way_of(self.record.agency)).start(self.record, self.actor)
        begun = review.current(self.record)
        assert begun is not None
        self.record.stage = review.stage_of(begun)


class _Judge(RecordAction):
    """What passing and returning have in common: the person, the stage, the secrecy review's form."""

    passes: ClassVar[bool]

    def __init__(
        self, actor: User | None, record: Record, comment: str = "", *, secrecy: SecrecyForm | None = None, **more: Any
    ) -> None:
        super().__init__(actor, record, **more)
        self.comment, self.secrecy = comment.strip(), secrecy
        self.stage = ""

    def find(self) -> None:
        """The step that the draft is in, as Wagtail has it."""
        self.step = review.current(self.record)

    def allowed(self) -> bool:
        """Any of the stages' roles; which and who is a matter of the stage."""
        return may_act(self.actor, self.record.agency, *(role for roles in review.ROLES.values() for role in roles))

    def refusals(self) -> list[str]:
        """Also not in review, another's stage, one's own text, and the secrecy stage without its form."""
        if reasons := super().refusals():
            return reasons
        if sentence := review.obstacle(self.actor, self.record):
            return [sentence]
        assert self.step is not None
        if self.step.revision_id != self.record.latest_revision_id:
            return [EDITED_SINCE]
        if review.stage_of(self.step) == Stage.SECRECY:
            return self.refused_form()
        return ["保密审查表只在保密审查环节填写。"] if self.secrecy else []

    def refused_form(self) -> list[str]:
        """Why the form is not one that says what is done here."""
        if self.secrecy is None:
            return ["请填写保密审查表：内容、时机、方式逐项研判。"]
        if self.secrecy.fit != self.passes:
            return [
                "内容、时机、方式三项都勾选为适宜才能通过；有一项不适宜的，请退回。"
                if self.passes
                else "退回须在保密审查表中指明哪一项不适宜。"
            ]
        unsaid = [
            name
            for fit, opinion, name in (
                (self.secrecy.content_fit, self.secrecy.content_opinion, "内容"),
                (self.secrecy.timing_fit, self.secrecy.timing_opinion, "时机"),
                (self.secrecy.manner_fit, self.secrecy.manner_opinion, "方式"),
            )
            if not fit and not opinion.strip()
        ]
        return [f"请写明{'、'.join(unsaid)}不适宜的理由。"] if unsaid else []

    def carry_out(self) -> None:
        """Keep the form, let Wagtail take the step, and note the stage."""
        assert self.step is not None
        assert self.actor is not None
        self.stage = review.stage_of(self.step)
        if self.secrecy is not None:
            SecrecyReview.objects.create(
                record=self.record,
                revision=self.record.latest_revision,
                passed=self.passes,
                by=self.actor,
                **asdict(self.secrecy),
            )
        self.take_step(self.step)

    def take_step(self, step: TaskState) -> None:
        """Pass or return."""
        raise NotImplementedError

    def payload(self, result: Record) -> dict[str, Any]:
        """Which stage it was. What was said is kept with the record, where it can be erased."""
        return super().payload(result) | {"judged": str(self.stage)}


class PassStage(_Judge):
    """Pass the stage that the draft is in; after the last one it is approved. `secrecy` at its stage and only there."""

    kind = "record.stage_passed"
    passes = True
    sealed: ApprovedContent | None = None

    def refusals(self) -> list[str]:
        """Also where the agency has come to ask for more stages, and a file that is not what it was when it came in."""
        if reasons := super().refusals():
            return reasons
        assert self.step is not None
        if review.lacks_stages(self.record, self.step):
            return [MORE_STAGES]
        last = review.stage_of(self.step) == REVIEW_STAGES[-1]
        return approved.damaged_files(drafts.draft_of(self.record)) if last else []

    def take_step(self, step: TaskState) -> None:
        """After the last stage the draft waits to go out, at the time that it was reviewed for where it names one.

        What was approved is kept as a digest, and nothing else goes out.
        """
        step.approve(user=self.actor, comment=self.comment)
        following = review.skip_dropped(self.record, self.actor)
        if following is not None:
            self.record.stage = review.stage_of(following)
            return
        self.sealed = approved.seal(self.record)
        self.record.stage = Stage.APPROVED
        self.record.go_live_at = drafts.draft_of(self.record).go_live_at

    def payload(self, result: Record) -> dict[str, Any]:
        """After the last stage also the salted digest of what was approved."""
        return super().payload(result) | ({"approved": self.sealed.digest} if self.sealed else {})


class ReturnDraft(_Judge):
    """Return the draft to who wrote it, with the reason. At the secrecy stage its form says what is not fit."""

    kind = "record.returned"
    passes = False

    def refusals(self) -> list[str]:
        """Also without a reason."""
        return super().refusals() or ([] if self.comment else ["退回须写明理由。"])

    def take_step(self, step: TaskState) -> None:
        """The round of review is over; the next one begins at the first stage."""
        step.reject(user=self.actor, comment=self.comment)
        self.record.stage = Stage.RETURNED


class TakeBack(RecordAction):
    """Take the draft out of review (or of what waits to go out), as an editor of its column."""

    kind = "record.taken_back"

    def allowed(self) -> bool:
        """Who edits in the draft's column."""
        return may_edit(self.actor, drafts.draft_of(self.record).column)

    def refusals(self) -> list[str]:
        """Also where there is nothing to take back."""
        if reasons := super().refusals():
            return reasons
        under_way = (*REVIEW_STAGES, Stage.APPROVED)
        return [] if self.record.stage in under_way else ["这条信息没有送审，也没有等待发布的稿件。"]

    def carry_out(self) -> None:
        """Its approvals, as far as they had come, count no more: it is a draft again, as a new revision."""
        review.stop(self.record, self.actor)
        draft = drafts.draft_of(self.record)
        save_revision(self.record, draft, None, self.actor)
        self.record.stage = Stage.WRITING
        if self.record.live:
            self.record.go_live_at = None
