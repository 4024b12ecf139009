"""The whole way of a record for tests: an agency with everybody who has a part in it, and the steps in one call."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from gongkai.agencies.enums import Role
from gongkai.agencies.models import Agency, Department, User
from gongkai.agencies.tests.factories import AgencyFactory, MembershipFactory
from gongkai.publishing import guard
from gongkai.publishing.actions import (
    AddAttachment,
    CreateRecord,
    DraftFile,
    PassStage,
    Publish,
    SecrecyForm,
    SendToReview,
)
from gongkai.publishing.enums import REVIEW_STAGES, Stage
from gongkai.publishing.models import Attachment, ColumnPage, PublishingOffice, Record
from gongkai.publishing.tests.factories import column_of

FIT = SecrecyForm(True, True, True)
VALUES: dict[str, Any] = {"title": "关于停水的通知", "body": "<p>明日停水。</p>", "formed_on": date(2026, 1, 12)}
TEXT = "停水范围：全市。".encode()


def person(agency: Agency, role: Role, department: Department | None = None) -> User:
    """Somebody with that role."""
    return MembershipFactory(agency=agency, role=role, department=department).user


@dataclass
class Line:
    """An agency's people, one for each part."""

    agency: Agency = field(default_factory=AgencyFactory)

    def __post_init__(self) -> None:
        PublishingOffice.objects.create(agency=self.agency, organisation_code="000014349")
        self.column: ColumnPage = column_of(self.agency)
        self.editor = person(self.agency, Role.EDITOR)
        self.handler = person(self.agency, Role.HANDLER)
        self.reviewer = person(self.agency, Role.REVIEWER)
        self.secrecy = person(self.agency, Role.SECRECY_REVIEWER)
        self.signer = person(self.agency, Role.SIGNER)

    @property
    def reviewers(self) -> list[User]:
        """Who passes the four stages, in order."""
        return [self.handler, self.reviewer, self.secrecy, self.signer]

    def draft(self, files: list[DraftFile] | None = None, **values: Any) -> Record:
        """A record just written."""
        return CreateRecord(self.editor, self.agency, self.column, VALUES | values, files or []).perform()

    def file(self, name: str = "附件.txt", data: bytes = TEXT) -> Attachment:
        """A file taken in."""
        return AddAttachment(self.editor, self.agency, name, data).perform()

    def send(self, record: Record) -> Record:
        """Sent to review; the look at its files, which the worker takes after the commit, is taken at once."""
        record = SendToReview(self.editor, record).perform()
        if guard.latest_run(record) is None:
            guard.examine(record, timezone.localdate())
        return record

    def pass_stages(self, record: Record, upto: int = 4) -> Record:
        """Passed by so many, each at the stage that is his."""
        people = dict(zip(REVIEW_STAGES, self.reviewers, strict=True))
        for _ in range(upto):
            if (reviewer := people.get(Stage(record.stage))) is None:
                break
            form = FIT if reviewer == self.secrecy else None
            record = PassStage(reviewer, record, "同意", secrecy=form).perform()
        return record

    def approved(self, files: list[DraftFile] | None = None, **values: Any) -> Record:
        """Written, sent, passed by all."""
        record = self.pass_stages(self.send(self.draft(files, **values)))
        assert record.stage == Stage.APPROVED
        return record

    def published(self, files: list[DraftFile] | None = None, now: datetime | None = None, **values: Any) -> Record:
        """And put out."""
        return Publish(self.editor, self.approved(files, **values), now=now or timezone.now()).perform()


def reasons_of(action: Any) -> list[str]:
    """Why the action refuses; fails where it does not."""
    from gongkai.agencies.action import Refused

    try:
        action.perform()
    except Refused as refused:
        return refused.reasons
    raise AssertionError("was not refused")
