"""What every change of an agency's publishing settings has in common: the row it saves, and whose chain knows of it."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from gongkai.agencies.action import Action
from gongkai.agencies.models import Agency, User
from gongkai.ledger.actions import reference
from gongkai.publishing.column_models import PublishingOffice


class OfficeAction(Action[PublishingOffice]):
    """A change of one agency's settings. A subclass says which fields become what."""

    def __init__(self, actor: User | None, agency: Agency, *, ground: str = "") -> None:
        super().__init__(actor, ground=ground)
        self.of = agency

    @abstractmethod
    def wanted(self) -> dict[str, Any]:
        """The fields that change, by name, with what they shall say."""

    def change(self) -> PublishingOffice:
        """Save them; the settings are made where they are not there."""
        office, _ = PublishingOffice.objects.update_or_create(agency=self.of, defaults=self.wanted())
        self.of.publishing_office = office
        return office

    def subject(self, result: PublishingOffice) -> str:
        """The settings, by their agency's code."""
        return reference(result._meta.label_lower, self.of.code)

    def agency(self, result: PublishingOffice) -> Agency:
        """The agency."""
        return self.of
