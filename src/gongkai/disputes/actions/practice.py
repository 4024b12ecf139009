"""How an agency counts its disputes: in which column an ending falls, and what no national text settles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from gongkai.agencies.action import NOT_YOURS, Action, reference_to
from gongkai.agencies.models import Agency
from gongkai.applications.actions.office import SETTING_ROLES
from gongkai.disputes.enums import Column, CountsInstance
from gongkai.disputes.models import CountingPractice, practice_of
from gongkai.disputes.results import Group, packaged_results

if TYPE_CHECKING:
    from gongkai.agencies.models import User

ENDINGS = (Column.UPHELD, Column.CORRECTED, Column.OTHER)
"""The columns in which an ending can count."""


class _PracticeAction(Action[CountingPractice]):
    """A change of an agency's practice, with the reason."""

    def __init__(self, actor: User | None, agency: Agency, *, ground: str) -> None:
        super().__init__(actor, ground=ground.strip())
        self.of = agency
        self.practice = practice_of(agency)

    def refusals(self) -> list[str]:
        """Not this person's, or without a reason."""
        if self.actor is not None and not self.actor.scope.may_act(self.of, *SETTING_ROLES):
            return [NOT_YOURS]
        return [] if self.ground else ["请写明修改的依据或者理由。"]

    def change(self) -> CountingPractice:
        """Save it; it is made the first time."""
        self.practice.save()
        return self.practice

    def subject(self, result: CountingPractice) -> str:
        """The agency."""
        return reference_to(result.agency)

    def agency(self, result: CountingPractice) -> Agency | None:
        """The agency."""
        return result.agency


class EditMapping(_PracticeAction):
    """Let an ending count in another column of table 四."""

    kind = "dispute.mapping_edited"

    def __init__(
        self, actor: User | None, agency: Agency, *, group: str, result: str, column: str, ground: str
    ) -> None:
        super().__init__(actor, agency, ground=ground)
        self.group, self.result, self.column = group, result, column
        self.was = ""

    def refusals(self) -> list[str]:
        """Also for no such ending or column, and where nothing would change."""
        if reasons := super().refusals():
            return reasons
        known = packaged_results().get(cast(Group, self.group), {}).get(self.result)
        if known is None or not known.counts:
            return ["没有这种结果，或者它不单独计数。"]
        if self.column not in ENDINGS:
            return ["结果只能计入“结果维持”“结果纠正”或者“其他结果”。"]
        edited = self.practice.mapping.setdefault(self.group, {})
        self.was = edited.get(self.result, known.column)
        if self.was == self.column:
            return [f"“{known.name}”已经计入“{Column(self.column).label}”。"]
        edited[self.result] = self.column
        if self.column == known.column:
            del edited[self.result]
        return []

    def payload(self, result: CountingPractice) -> dict[str, Any]:
        """From where to where."""
        return {"ending": f"{self.group}.{self.result}", "column": [self.was, str(self.column)]}


class ChangePractice(_PracticeAction):
    """Change which instance's result counts, whether carried-over disputes count again, whether retrials count."""

    kind = "dispute.practice_changed"

    def __init__(
        self,
        actor: User | None,
        agency: Agency,
        *,
        counts_instance: str,
        recounts: bool,
        retrial_counts: bool,
        ground: str,
    ) -> None:
        super().__init__(actor, agency, ground=ground)
        self.values = {"counts_instance": counts_instance, "recounts": recounts, "retrial_counts": retrial_counts}
        self.was = {name: getattr(self.practice, name) for name in self.values}

    def refusals(self) -> list[str]:
        """Also for no such choice, and where nothing would change."""
        if reasons := super().refusals():
            return reasons
        if self.values["counts_instance"] not in CountsInstance.values:
            return ["没有这种做法。"]
        if self.values == self.was:
            return ["没有改动。"]
        for name, value in self.values.items():
            setattr(self.practice, name, value)
        return []

    def payload(self, result: CountingPractice) -> dict[str, Any]:
        """Old and new values of what changed."""
        return {
            name: [str(self.was[name]), str(value)] for name, value in self.values.items() if self.was[name] != value
        }
