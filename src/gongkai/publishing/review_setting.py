"""审批环节: by how many stages an agency reviews what it publishes. Never changed but here, with the ledger."""

from __future__ import annotations

from typing import Any

from gongkai.agencies.action import NOT_YOURS, Action
from gongkai.agencies.enums import Role
from gongkai.agencies.models import Agency, User
from gongkai.ledger.actions import reference
from gongkai.publishing.column_models import PublishingOffice, publishing_office_of
from gongkai.publishing.columns.rights import supervises
from gongkai.publishing.enums import ReviewWay


def may_set_review(actor: User | None, agency: Agency) -> bool:
    """Whether this person sets the agency's stages: who signs for it, or the supervising office above; no editor, whose
    texts are what is reviewed."""
    return actor is None or actor.scope.may_act(agency, Role.SIGNER) or supervises(actor, agency)


class SetReviewWay(Action[PublishingOffice]):
    """Set the stages for what is sent to review from now on; `ground` is the decision that it rests on.

    A draft under way that lacks a stage of the new way has to be sent again; see `review.lacks_stages`.
    """

    kind = "publishing.review_way_set"

    def __init__(self, actor: User | None, agency: Agency, way: ReviewWay, *, ground: str = "") -> None:
        super().__init__(actor, ground=ground.strip())
        self.of, self.way, self.was = agency, ReviewWay(way), ""

    def refusals(self) -> list[str]:
        """Not this person's, nothing new, or no ground: what an agency leaves out is for it to answer for."""
        if not may_set_review(self.actor, self.of):
            return [NOT_YOURS]
        self.was = publishing_office_of(self.of).review_way
        if self.was == self.way:
            return ["没有任何改动。"]
        return [] if self.ground else ["请写明依据，如本机关审核制度的文号。"]

    def change(self) -> PublishingOffice:
        """Save it; the settings are made where they are not there."""
        office, _ = PublishingOffice.objects.update_or_create(agency=self.of, defaults={"review_way": self.way})
        self.of.publishing_office = office
        return office

    def subject(self, result: PublishingOffice) -> str:
        """The settings, by their agency's code."""
        return reference(result._meta.label_lower, self.of.code)

    def agency(self, result: PublishingOffice) -> Agency:
        """The agency."""
        return self.of

    def payload(self, result: PublishingOffice) -> dict[str, Any]:
        """What was and what is."""
        return {"from": self.was, "to": self.way.value}
