"""Taking over the past cases of a register 台账转入: all of them or none, once, with one entry in the ledger."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from gongkai.agencies.action import NOT_YOURS, Action, reference_to
from gongkai.agencies.calendar import calendar_for
from gongkai.agencies.identifiers import short_id
from gongkai.agencies.models import Agency
from gongkai.agencies.numbers import leave_out
from gongkai.applications.actions.intake import SERIES
from gongkai.applications.bulk import BulkWriter, reserve_keys
from gongkai.applications.enums import PartyRole
from gongkai.applications.importing.past_case import ANSWERS, ORDER, PastCase
from gongkai.applications.importing.register import Problem, Register
from gongkai.applications.models import Application, CaseEvent, ImportRun, Note, Party
from gongkai.applications.procedure import acts
from gongkai.applications.projection import FIELDS, project
from gongkai.law.events import KINDS

if TYPE_CHECKING:
    from gongkai.agencies.models import User

GROUND = "由旧台账转入"
A_PIECE = 2_000
_CASE_FIELDS = (
    "id", "public_id", "receipt_no", "applicant_type", "applicant_name", "channel", "subject", "description",
    "region", "topic", "information_year", "submitted_at", "arrived_on", "received_on", *FIELDS,
)  # fmt: skip
_WORDS = {column: KINDS[kind] for column, kind in ORDER}
Projected = tuple[Any, ...]


class _Named(NamedTuple):
    """A past case with the ids that its rows will have."""

    past: PastCase
    case_id: str
    party_id: str
    events: list[tuple[str, int, str, date]]
    note: str


class TakeOver(Action[ImportRun]):
    """Take over the cases of a register. The same file again changes nothing: the earlier run is given back.

    `step` is called once for each case when it has been reckoned and once when it has been written.
    """

    kind = "application.taken_over"

    def __init__(
        self,
        actor: User | None,
        agency: Agency,
        register: Register,
        *,
        file_name: str,
        sha256: str,
        today: date,
        step: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(actor)
        self.of, self.register, self.today, self.step = agency, register, today, step
        self.file_name, self.sha256 = file_name[:200], sha256
        self.repeated = False
        self._projected: list[Projected] = []
        self._named: list[_Named] = []
        self._digest = hashlib.sha256()

    def perform(self) -> ImportRun:
        """As every action. What takes long is done before the transaction begins, which keeps others waiting."""
        if earlier := taken_over_already(self.of, self.sha256):
            self.repeated = True
            return earlier
        if not self.register.problems and not self._not_allowed():
            self.reckon()
            self._name()
        with transaction.atomic():
            # Two who take over the same file at once: the second waits here, and finds it taken over.
            Agency.objects.select_for_update().get(pk=self.of.pk)
            if earlier := taken_over_already(self.of, self.sha256):
                self.repeated = True
                return earlier
            return super().perform()

    def refusals(self) -> list[str]:
        """Also each line that cannot be taken over, and each number that is in the records already."""
        if refused := self._not_allowed():
            return [refused]
        return [str(problem) for problem in self.problems()]

    def problems(self) -> list[Problem]:
        """What is wrong in the file, and with what is here already."""
        return [*self.register.problems, *known_numbers(self.of, self.register.cases)]

    def _not_allowed(self) -> str:
        may = self.actor is None or self.actor.scope.may_act(self.of, *acts()["received"].roles)
        return "" if may else NOT_YOURS

    def reckon(self) -> None:
        """Work out the clock of each case; one that no case can have becomes a problem of its line."""
        calendar = calendar_for(self.of)
        self._projected = []
        for past in self.register.cases:
            # Never saved, so without the random ids that take longer to draw than the clock to reckon.
            case = Application(
                public_id="", agency=self.of, taken_over=True, outcome=past.outcome, outcome_row=past.outcome_row
            )
            events = [
                CaseEvent(public_id="", kind=kind, on=on, number=number)
                for number, (kind, on) in enumerate(past.events(), 1)
            ]
            try:
                project(case, self.today, calendar, events)
            except ValueError as error:
                self.register.problems.append(Problem(past.line, "", str(error)))
            case.version = 1
            self._projected.append(tuple(getattr(case, name) for name in FIELDS))
            self.step()

    def change(self) -> ImportRun:
        """The run with its cases, their people, events and remarks."""
        cases = self.register.cases
        run = ImportRun.objects.create(
            agency=self.of, file_name=self.file_name, sha256=self.sha256, rows=len(cases), run_by=self.actor
        )
        actor = self.actor.pk if self.actor else None
        write_cases = BulkWriter(
            Application,
            _CASE_FIELDS,
            agency_id=self.of.pk,
            taken_over=True,
            import_run_id=run.pk,
            received_ground=GROUND,
        )
        write_events = BulkWriter(
            CaseEvent, ("public_id", "application_id", "number", "kind", "on"), ground=GROUND, recorded_by_id=actor
        )
        write_people = BulkWriter(
            Party, ("public_id", "application_id", "name"), role=PartyRole.APPLICANT, number=1, service_address=True
        )
        write_notes = BulkWriter(Note, ("application_id", "text"), author_id=actor)
        keys = reserve_keys(Application, len(cases))
        for start in range(0, len(cases), A_PIECE):
            keyed = [(each, next(keys)) for each in self._named[start : start + A_PIECE]]
            projected = self._projected[start : start + A_PIECE]
            write_cases.write(
                _case_row(each.past, each.case_id, key, columns)
                for (each, key), columns in zip(keyed, projected, strict=True)
            )
            write_events.write((event_id, key, *rest) for each, key in keyed for event_id, *rest in each.events)
            write_people.write(
                (each.party_id, key, each.past.applicant_name) for each, key in keyed if each.past.applicant_name
            )
            write_notes.write((key, each.note) for each, key in keyed if each.note)
            for _ in keyed:
                self.step()
        self._leave_out_numbers()
        return run

    def _name(self) -> None:
        """Draw all ids, and take all into the digest by which the ledger knows the cases."""
        self._named, self._digest = [], hashlib.sha256()
        for past in self.register.cases:
            events = [(short_id(), number, kind, on) for number, (kind, on) in enumerate(past.events(), 1)]
            each = _Named(past, short_id(), short_id(), events, _kept_aside(past))
            kept: list[Any] = [each.case_id, past.receipt_no, past.applicant_type, past.channel, past.outcome_row]
            kept += [[event_id, kind, on.isoformat()] for event_id, _, kind, on in events]
            self._digest.update(json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
            self._named.append(each)

    def _leave_out_numbers(self) -> None:
        """Numbers of our own pattern that came along are never drawn again."""
        ours = re.compile(re.escape(self.of.code) + r"-([0-9]{4})-([0-9]{1,9})(?:-[0-9]+)?")
        last: dict[int, int] = {}
        for past in self.register.cases:
            if found := ours.fullmatch(past.receipt_no):
                last[int(found[1])] = max(last.get(int(found[1]), 0), int(found[2]))
        for year, number in sorted(last.items()):
            leave_out(self.of, SERIES, year, number)

    def subject(self, result: ImportRun) -> str:
        """The run."""
        return reference_to(result)

    def agency(self, result: ImportRun) -> Agency | None:
        """Whose cases they are."""
        return result.agency

    def payload(self, result: ImportRun) -> dict[str, Any]:
        """The file's digest, how many cases, and one digest over all of them with their events, line by line."""
        return {"sha256": result.sha256, "rows": result.rows, "cases": f"sha256:{self._digest.hexdigest()}"}


def taken_over_already(agency: Agency, sha256: str) -> ImportRun | None:
    """The run in which this very file was taken over."""
    return ImportRun.objects.filter(agency=agency, sha256=sha256).first()


def known_numbers(agency: Agency, cases: Sequence[PastCase]) -> Iterator[Problem]:
    """The lines whose number the agency has already."""
    for start in range(0, len(cases), A_PIECE):
        lines = {past.receipt_no: past.line for past in cases[start : start + A_PIECE]}
        here = set(Application.objects.filter(agency=agency, receipt_no__in=lines).values_list("receipt_no", flat=True))
        for number, line in lines.items():
            if number in here:
                yield Problem(line, "", f"登记编号“{number}”在本机关已有案件，不能再次转入。")


def _case_row(past: PastCase, public_id: str, key: int, projected: Projected) -> tuple[Any, ...]:
    received = past.days["received_on"]
    submitted = timezone.make_aware(datetime.combine(received, time()))
    return (
        key, public_id, past.receipt_no, past.applicant_type, past.applicant_name, past.channel, past.subject,
        past.description, past.region, past.topic, past.information_year, submitted, received, received, *projected,
    )  # fmt: skip


def _kept_aside(past: PastCase) -> str:
    """Days that are no steps for the clock, so that nothing of the register is lost."""
    days = [f"{_WORDS[column]}：{past.days[column]}（未见{_WORDS[ANSWERS[column]]}的日期）" for column in past.unasked]
    return f"旧台账另载{'；'.join(days)}。" if days else ""
