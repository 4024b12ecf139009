"""Records are filed anew in bulk: column, theme, genre, key field, unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError

from gongkai.agencies.action import NOT_YOURS, Action, Refused, reference_to
from gongkai.agencies.models import Agency
from gongkai.publishing import approved
from gongkai.publishing.access import may_edit
from gongkai.publishing.column_models import ColumnPage
from gongkai.publishing.columns import newest
from gongkai.publishing.drafts import HOLDING
from gongkai.publishing.enums import ColumnStatus, EventKind, Genre, RecordState, Stage, Theme
from gongkai.publishing.live_gate import opened
from gongkai.publishing.record_models import Record, RecordQuerySet
from gongkai.publishing.release import place
from gongkai.publishing.signals import record_changed

if TYPE_CHECKING:
    from gongkai.agencies.models import User

FIELDS = ("column", "unit", "theme", "genre", "key_field")
"""What may be changed in bulk without a review: where a record is filed, nothing that it says."""


MOST = 2000
"""Records in one run: they are held for the whole of it."""


@dataclass(frozen=True, slots=True)
class Refiling:
    """One record before and after: `before` and `after` in words, by field name, only what differs."""

    record: Record
    before: dict[str, str]
    after: dict[str, str]


class Reclassify(Action[list[Refiling]]):
    """File many records of one agency anew. `preview()` tells what would change; `perform()` does it, with the ledger.

    Past publication events keep what they were counted under. Drafts take the new filing along.
    """

    kind = "record.reclassified"

    def __init__(self, actor: User | None, agency: Agency, records: RecordQuerySet, values: Mapping[str, Any]) -> None:
        """`values` by field name, of `FIELDS`."""
        super().__init__(actor)
        if unknown := set(values) - set(FIELDS):
            raise ValueError(f"not to be changed in bulk: {sorted(unknown)}")
        self.of, self.values = agency, dict(values)
        # Of drafts that wait to go out, by public number: the digest of what was approved, with its new filing.
        self.digests: dict[str, str] = {}
        # Of this agency whatever was asked for; the order of the keys is that in which rows are held.
        self.records = records.filter(agency=agency).exclude(state=RecordState.PURGED).order_by("pk")

    def refusals(self) -> list[str]:
        """Too many at once, a value that does not fit, a column that is not this person's."""
        if not self.values:
            return ["请选择要改的分类。"]
        columns = list(ColumnPage.objects.filter(pk__in=self.records.order_by().values("column").distinct()))
        if not all(may_edit(self.actor, column) for column in [*columns, *self._column()]):
            return [NOT_YOURS]
        if (many := self.records.count()) > MOST:
            return [f"一次最多重新归类{MOST}条，现有{many}条，请缩小范围。"]
        return self._unfit()

    def preview(self) -> list[Refiling]:
        """What `perform()` would change now, record by record; changes nothing. Raises Refused."""
        if reasons := self.refusals():
            raise Refused(reasons)
        return self._refilings(self.records.select_related("column", "unit"))

    def change(self) -> list[Refiling]:
        """File them, their drafts with them, and tell who draws pages."""
        held = self.records.select_for_update(of=("self",)).select_related("column", "unit", "latest_revision")
        done = self._refilings(held)
        touched: set[int] = set()
        with opened():
            for one in done:
                touched |= self._file(one.record)
        newest.refresh(touched)
        return done

    def subject(self, result: list[Refiling]) -> str:
        """The agency; the records are in the payload."""
        return reference_to(self.of)

    def agency(self, result: list[Refiling]) -> Agency | None:
        """The agency."""
        return self.of

    def payload(self, result: list[Refiling]) -> dict[str, Any]:
        """Which records, from what to what, and the digests that follow."""
        filed = {one.record.public_id: {"before": one.before, "after": one.after} for one in result}
        return {"records": filed} | ({"approved": self.digests} if self.digests else {})

    def _column(self) -> list[ColumnPage]:
        return [self.values["column"]] if "column" in self.values else []

    def _unfit(self) -> list[str]:
        reasons = [
            f"栏目“{column.title}”不能收录这些信息。"
            for column in self._column()
            if column.issuer_id != self.of.pk or column.view not in HOLDING or column.status != ColumnStatus.OPEN
        ]
        unit = self.values.get("unit")
        if unit and unit.agency_id != self.of.pk:
            reasons.append("责任单位不是本机关的内设机构。")
        for name in ("theme", "genre", "key_field"):
            if name in self.values:
                field = Record._meta.get_field(name)
                try:
                    field.clean(self.values[name], None)
                except ValidationError as error:
                    reasons += [f"{field.verbose_name}：{message}" for message in error.messages]
        return reasons

    def _refilings(self, records: Iterable[Record]) -> list[Refiling]:
        found = []
        for record in records:
            differing = [name for name in self.values if getattr(record, name) != self.values[name]]
            if differing:
                after = {name: _word(name, self.values[name]) for name in differing}
                before = {name: _word(name, getattr(record, name)) for name in differing}
                found.append(Refiling(record, before, after))
        return found

    def _file(self, record: Record) -> set[int]:
        """File one, and say which columns' lists have changed by it."""
        # Only what was as it had been approved is approved with its new filing.
        waiting = record.stage == Stage.APPROVED and not approved.faults(record)
        for name, value in self.values.items():
            setattr(record, name, value)
        if (revision := record.latest_revision) is not None:
            revision.content |= {name: getattr(value, "pk", value) for name, value in self.values.items()}
            revision.save(update_fields=["content"])
            if waiting:
                self.digests[record.public_id] = approved.seal(record).digest
        record.version += 1
        record.save()
        if not record.live:
            return set()
        before = set(record.placements.values_list("column", flat=True))
        place(record)
        record_changed.send(sender=Record, record=record, kind=EventKind.CHANGED)
        return before | {record.column_id}


def _word(name: str, value: Any) -> str:
    if value is None or value == "":
        return "（无）"
    choices = {"theme": Theme, "genre": Genre}
    return str(choices[name](value).label) if name in choices else str(value)
