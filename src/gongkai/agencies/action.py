"""What every change of records has in common: it says why not, or makes the change together with its ledger entry.

Screens, commands, importers and the API all call the same action, so that none of them can forget a rule.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from django.db import transaction

from gongkai.ledger.actions import append, reference
from gongkai.ledger.models import INSTALLATION

if TYPE_CHECKING:
    from gongkai.agencies.models import Agency, User

Result = TypeVar("Result")

# Who acts when nobody is logged in: the operator of the machine, at its command line.
COMMAND_LINE = "program:gongkai"
# Who holds somebody back who has given wrong passwords.
LOGIN = "program:login"
NOT_YOURS = "您没有此项权限。"
# Beside a field whose words become an action's ground.
KEPT_IN_LEDGER = "记入存证台账，请勿写个人信息。"


class Refused(Exception):
    """The action was not carried out. `reasons` are Chinese sentences for the person who tried."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("".join(reasons))
        self.reasons = reasons


class Action(ABC, Generic[Result]):
    """One kind of change. A subclass says `kind`, checks in `refusals()`, changes in `change()`.

    `actor` is the account that acts, or None for the command line, whose operator holds the machine anyway.
    """

    kind: ClassVar[str]

    def __init__(self, actor: User | None, *, ground: str = "") -> None:
        self.actor = actor
        self.ground = ground

    @abstractmethod
    def refusals(self) -> list[str]:
        """Why this cannot be done now, a sentence each; empty when it can."""

    @abstractmethod
    def change(self) -> Result:
        """Make the change. Called inside the transaction, when nothing refuses it."""

    @abstractmethod
    def subject(self, result: Result) -> str:
        """What the ledger entry is about; see `reference_to`."""

    def agency(self, result: Result) -> Agency | None:
        """Whose chain the entry goes to; None for the installation's."""
        return None

    def actor_label(self) -> str:
        """The opaque label under which the ledger knows who acts."""
        return self.actor.label if self.actor else COMMAND_LINE

    def payload(self, result: Result) -> dict[str, Any]:
        """What else the entry keeps: references and salted digests, no personal data."""
        return {}

    def perform(self) -> Result:
        """Check, change and record, all or nothing. Raises Refused with the reasons."""
        with transaction.atomic():
            if reasons := self.refusals():
                raise Refused(reasons)
            result = self.change()
            agency = self.agency(result)
            append(
                self.kind,
                actor=self.actor_label(),
                agency=agency.code if agency else INSTALLATION,
                subject=self.subject(result),
                ground=self.ground,
                payload=self.payload(result),
            )
        return result


def reference_to(record: Any) -> str:
    """How the ledger names a record that has a `public_id` (an agency: its code)."""
    return reference(record._meta.label_lower, getattr(record, "public_id", None) or record.code)
