"""Which form each act in a case has."""

from __future__ import annotations

from collections.abc import Mapping

from gongkai.applications.office import ending_forms, inside_forms, step_forms
from gongkai.applications.office.act_bases import ActForm

ACT_FORMS: Mapping[str, type[ActForm]] = {
    "received": step_forms.Receive,
    "supplement_asked": step_forms.AskSupplement,
    "supplement_received": step_forms.Supplemented,
    "consultation_sent": step_forms.Consult,
    "consultation_received": step_forms.OpinionCame,
    "extended": step_forms.Extend,
    "fee_notified": step_forms.NotifyFee,
    "fee_paid": step_forms.Paid,
    "reasons_asked": step_forms.AskReasons,
    "reasons_received": step_forms.ReasonsGiven,
    "deferred": step_forms.Defer,
    "decided": ending_forms.DecideForm,
    "served": ending_forms.Serve,
    "withdrawn": ending_forms.Withdraw,
    "abandoned": ending_forms.Abandon,
    "route": inside_forms.RouteForm,
    "answer_task": inside_forms.TaskAnswer,
    "add_party": inside_forms.PartyForm,
    "classify": inside_forms.ClassifyForm,
    "hand_over": inside_forms.HandOverForm,
    "record_search": inside_forms.SearchForm,
    "add_material": inside_forms.MaterialForm,
    "note": inside_forms.NoteForm,
}
"""Which form each act of the procedure has; acts with screens of their own are not here."""
