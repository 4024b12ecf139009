"""审批环节: by how many stages an agency reviews what it publishes. Never changed but here, with the ledger."""

from __future__ import annotations

from typing import Any

from gongkai.agencies.action import NOT_YOURS
from gongkai.agencies.enums import Role
from gongkai.agencies.models import Agency, User
from gongkai.publishing import review
from gongkai.publishing.actions.base import RecordAction
from gongkai.publishing.column_models import PublishingOffice, publishing_office_of
from gongkai.publishing.columns.rights import supervises
from gongkai.publishing.enums import REVIEW_STAGES, ReviewWay, Stage
from gongkai.publishing.office_action import OfficeAction
from gongkai.publishing.record_models import Record

ASKED_FOR = "本机关要求本稿现在的环节，不能跳过。"


def may_set_review(actor: User | None, agency: Agency) -> bool:
    """Whether this person sets the agency's stages: who signs for it, or the supervising office above; no editor, whose
    texts are what is reviewed."""
    return actor is None or actor.scope.may_act(agency, Role.SIGNER) or supervises(actor, agency)


class SkipDropped(RecordAction):
    """A draft leaves a stage that its agency has come to leave out: part of setting the stages."""

    kind = "record.stage_skipped"

    def allowed(self) -> bool:
        """Who sets the stages."""
        return may_set_review(self.actor, self.record.agency)

    def refusals(self) -> list[str]:
        """Also where the agency does ask for the stage that the draft is in."""
        asked = (*review.way_of(self.record.agency).stages, *set(Stage) - set(REVIEW_STAGES))
        return super().refusals() or ([ASKED_FOR] if self.record.stage in asked else [])

    def carry_out(self) -> None:
        """On to the next stage that is asked for; the last one always is."""
        following = review.skip_dropped(self.record, self.actor)
        assert following is not None
        self.record.stage = review.stage_of(following)


class SetReviewWay(OfficeAction):
    """Set the stages; `ground` is the decision that they rest on.

    A draft under way skips what the new way leaves out. One that lacks a stage of it has to be sent again; see
    `review.lacks_stages`.
    """

    kind = "publishing.review_way_set"

    def __init__(self, actor: User | None, agency: Agency, way: ReviewWay, *, ground: str = "") -> None:
        super().__init__(actor, agency, ground=ground.strip())
        self.way, self.was = ReviewWay(way), ""

    def refusals(self) -> list[str]:
        """Not this person's, nothing new, or no ground: what an agency leaves out is for it to answer for."""
        if not may_set_review(self.actor, self.of):
            return [NOT_YOURS]
        self.was = publishing_office_of(self.of).review_way
        if self.was == self.way:
            return ["没有任何改动。"]
        return [] if self.ground else ["请写明依据，如本机关审核制度的文号。"]

    def wanted(self) -> dict[str, Any]:
        """The way."""
        return {"review_way": self.way}

    def change(self) -> PublishingOffice:
        """Save them, and let what is in a stage that falls away go on from there."""
        office = super().change()
        dropped = [stage for stage in REVIEW_STAGES if stage not in self.way.stages]
        for record in Record.objects.filter(agency=self.of, stage__in=dropped).order_by("pk"):
            SkipDropped(self.actor, record).perform()
        return office

    def payload(self, result: PublishingOffice) -> dict[str, Any]:
        """What was and what is."""
        return {"from": self.was, "to": self.way.value}
