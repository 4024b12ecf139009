"""Taking a record away at once, everywhere; and what is done about it where it was a leak."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from gongkai.agencies.action import NOT_YOURS, Action, reference_to
from gongkai.agencies.models import Agency
from gongkai.publishing import release
from gongkai.publishing.access import LEAK_HANDLERS, TAKERS_AWAY, may_act
from gongkai.publishing.actions.base import RecordAction
from gongkai.publishing.actions.releasing import SCHEDULE
from gongkai.publishing.enums import LEAKS, WithdrawalKind
from gongkai.publishing.event_models import Withdrawal
from gongkai.publishing.guard.words import against, line
from gongkai.publishing.record_models import Record

if TYPE_CHECKING:
    from gongkai.agencies.models import User

EXPIRED = "公开期限届满，自动撤下。"


class Withdraw(RecordAction):
    """Take a live record away: lists, search, attachments and written pages lose it in the same moment.

    `withdrawal` is the row afterwards. A leak (`enums.LEAKS`) stands in its register from then on.
    """

    kind = "record.withdrawn"

    def __init__(
        self,
        actor: User | None,
        record: Record,
        why: WithdrawalKind,
        ground: str,
        *,
        now: datetime,
        notice: str = "",
        found_on: date | None = None,
        **more: Any,
    ) -> None:
        """`notice` is what the public reads at its address; "" for a silent withdrawal."""
        super().__init__(actor, record, **more)
        # Not the ledger's ground: what is written about a leak may have to be erased one day.
        self.why, self.reason, self.now = WithdrawalKind(why), ground.strip(), now
        self.notice, self.found_on = notice.strip(), found_on
        self.withdrawal: Withdrawal | None = None

    def allowed(self) -> bool:
        """Anybody who works on the agency's publications: what is wrong must not stand until somebody is back."""
        return may_act(self.actor, self.record.agency, *TAKERS_AWAY)

    def refusals(self) -> list[str]:
        """Also what the public does not read, without a reason, or with a notice that the public may not read."""
        if reasons := super().refusals():
            return reasons
        if not self.record.live:
            return ["这条信息没有发布，不能撤回。"]
        if not self.reason:
            return ["撤回须写明理由。"]
        return against(self.record.agency, [line("公开说明", self.notice)])

    def carry_out(self) -> None:
        """Take it away, and keep why."""
        today = timezone.localdate(self.now)
        self.withdrawal = Withdrawal.objects.create(
            record=self.record,
            agency=self.record.agency,
            kind=self.why,
            ground=self.reason[:500],
            notice=self.notice[:300],
            on=today,
            at=self.now,
            by=self.actor,
            found_on=self.found_on or (today if self.why in LEAKS else None),
        )
        release.take_away(self.record, self.actor, self.now)

    def payload(self, result: Record) -> dict[str, Any]:
        """For what kind of reason, and whether the public is told."""
        assert self.withdrawal is not None
        more = {"withdrawal": self.withdrawal.public_id, "why": self.why.value, "notice": bool(self.notice)}
        return super().payload(result) | more


class ExpireRecord(Withdraw):
    """Take away a record whose time is over: what the schedule does."""

    def __init__(self, record: Record, *, now: datetime) -> None:
        super().__init__(None, record, WithdrawalKind.OUTDATED, EXPIRED, now=now)

    def refusals(self) -> list[str]:
        """Also where somebody has changed the time since."""
        due = self.record.expire_at is not None and self.record.expire_at <= self.now
        return super().refusals() if due else ["撤下时间已改变。"]

    def carry_out(self) -> None:
        """As somebody's withdrawal, and marked as what it is."""
        self.record.expired = True
        super().carry_out()

    def actor_label(self) -> str:
        """The schedule."""
        return SCHEDULE


class SetLeakHandling(Action[Withdrawal]):
    """Write down what was done about a leak, and when it was closed."""

    kind = "withdrawal.handled"

    def __init__(
        self, actor: User | None, withdrawal: Withdrawal, handling: str, *, closed_on: date | None = None
    ) -> None:
        super().__init__(actor)
        self.withdrawal, self.handling, self.closed_on = withdrawal, handling.strip(), closed_on

    def refusals(self) -> list[str]:
        """Not this person's, no leak, nothing said, or closed before it was found."""
        if not may_act(self.actor, self.withdrawal.agency, *LEAK_HANDLERS):
            return [NOT_YOURS]
        if self.withdrawal.kind not in LEAKS:
            return ["只有因泄露而撤回的信息需要登记处置情况。"]
        if not self.handling:
            return ["请写明处置情况。"]
        found = self.withdrawal.found_on or self.withdrawal.on
        return ["处置完毕日期不能早于发现日期。"] if self.closed_on and self.closed_on < found else []

    def change(self) -> Withdrawal:
        """Keep it."""
        self.withdrawal = Withdrawal.objects.select_for_update(of=("self",)).get(pk=self.withdrawal.pk)
        self.withdrawal.handling, self.withdrawal.closed_on = self.handling, self.closed_on
        self.withdrawal.save(update_fields=["handling", "closed_on"])
        return self.withdrawal

    def subject(self, result: Withdrawal) -> str:
        """The withdrawal."""
        return reference_to(result)

    def agency(self, result: Withdrawal) -> Agency | None:
        """Its agency."""
        return result.agency

    def payload(self, result: Withdrawal) -> dict[str, Any]:
        """Whether it is closed."""
        return {"closed": bool(result.closed_on)}
