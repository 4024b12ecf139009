"""What every act in a case has in common: the case is held, the procedure is asked, the columns are made anew."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import transaction

from gongkai.agencies.action import NOT_YOURS, Action, Refused, reference_to
from gongkai.agencies.models import Agency
from gongkai.applications.models import Application
from gongkai.applications.procedure import APPLICANT, THIRD_PARTY, acts
from gongkai.applications.projection import project

if TYPE_CHECKING:
    from gongkai.agencies.models import User

OVERTAKEN = "这件申请刚刚由他人办理过，请刷新页面，看过最新情况后再办。"


class CaseAction(Action[Application]):
    """One act of the procedure in one case. A subclass says `act`, and may refuse more.

    `version` is that of the case as the person saw it: somebody else's act in between is not overwritten. `outsider` is
    who acts on the public site instead of an account: `procedure.APPLICANT` or `THIRD_PARTY`.
    """

    act: ClassVar[str]

    def __init__(
        self,
        actor: User | None,
        application: Application,
        *,
        today: date,
        version: int | None = None,
        outsider: str = "",
        ground: str = "",
    ) -> None:
        super().__init__(actor, ground=ground)
        self.application, self.today, self.version, self.outsider = application, today, version, outsider

    def perform(self) -> Application:
        """Hold the case's row for the whole of the act, then check, change and record."""
        with transaction.atomic():
            held = Application.objects.select_for_update(of=("self",)).select_related("agency__disclosure_office")
            self.application = held.get(pk=self.application.pk)
            return super().perform()

    def refusals(self) -> list[str]:
        """Not this person's to do, not in this state, or overtaken by somebody else's act."""
        if refused := self.not_allowed():
            return [refused]
        if self.version is not None and self.version != self.application.version:
            return [OVERTAKEN]
        return []

    def not_allowed(self) -> str:
        """Why the procedure's table does not let this be done, or ""."""
        act = acts()[self.act_id()]
        if self.outsider:
            if self.outsider not in act.roles:
                return NOT_YOURS
        elif self.actor is not None and not self.actor.scope.may_act(self.application.agency, *act.roles):
            return NOT_YOURS
        if not act.possible(self.application.state):
            return f"{self.application.get_state_display()}的申请不能{act.name}。"
        return ""

    def act_id(self) -> str:
        """The row of the procedure's table that this is."""
        return self.act

    def change(self) -> Application:
        """Do it, then fill the columns anew and count the case's version on."""
        self.carry_out()
        project(self.application, self.today)
        self.application.version += 1
        self.application.save()
        return self.application

    def carry_out(self) -> None:
        """What the act changes besides the case's own columns."""

    def subject(self, result: Application) -> str:
        """The case."""
        return reference_to(result)

    def agency(self, result: Application) -> Agency | None:
        """The case's agency."""
        return result.agency

    def actor_label(self) -> str:
        """The account, or which outsider it was."""
        return f"public:{self.outsider}" if self.outsider else super().actor_label()

    def payload(self, result: Application) -> dict[str, Any]:
        """Where the case stands now."""
        return {"state": result.state, "version": result.version}


__all__ = ["APPLICANT", "OVERTAKEN", "THIRD_PARTY", "CaseAction", "Refused"]
