"""The rows of the work list as HTML.

Written here and not by the template: fifty rows of fifteen values are most of what the page costs, and a template asks
each value for far more than these need.
"""

from __future__ import annotations

from functools import cache

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from gongkai.applications.enums import Channel, State
from gongkai.applications.importing.words import applicant_labels
from gongkai.applications.models import Application
from gongkai.applications.worklist import DaysLeft

LONGEST_SUBJECT = 80
_PROVISIONAL = ' <span title="年度放假安排尚未公布，按周一至周五和法定节日推算">（暂定）</span>'
_SUB = '<span class="sub">%s</span>'
_ROW = """<tr>
      <td class="nowrap">{due}{provisional}{left}</td>
      <th scope="row" class="nowrap"><a href="{address}">{number}</a>{channel}</th>
      <td>{name}{applicant_type}</td>
      <td class="subject">{subject}{agency}</td>
      <td class="nowrap">{state}{void}</td>
      <td>{department}</td>
      <td>{handler}</td>
    </tr>"""


def row(case: Application, left: DaysLeft, with_agency: bool) -> SafeString:
    """One case's row. Whatever people have typed is escaped here."""
    channels, states = _labels()
    subject = case.subject
    if len(subject) > LONGEST_SUBJECT:
        subject = Truncator(subject).chars(LONGEST_SUBJECT)
    words = f'<span class="{left.look or "sub"} days">{escape(left.words)}</span>' if left.words else ""
    asked_void = case.void_asked_by_id and case.state != State.VOID
    return mark_safe(  # noqa: S308 - every value is escaped, or a word of ours
        _ROW.format(
            due=case.due_on.isoformat() if case.due_on else "—",
            provisional=_PROVISIONAL if case.provisional else "",
            left=words,
            address=_address(case.public_id),
            number=escape(case.receipt_no),
            channel=_SUB % channels.get(case.channel, escape(case.channel)),
            name=escape(case.applicant_name),
            applicant_type=_SUB % escape(applicant_labels().get(case.applicant_type, case.applicant_type)),
            subject=escape(subject),
            agency=_SUB % escape(case.agency.name) if with_agency else "",
            state=states.get(case.state, escape(case.state)),
            void=_SUB % "已申请作废" if asked_void else "",
            department=escape(case.department.name if case.department else "未交办"),
            handler=escape(str(case.handler) if case.handler else ""),
        )
    )


@cache
def _labels() -> tuple[dict[str, str], dict[str, str]]:
    return {value: str(label) for value, label in Channel.choices}, {
        value: str(label) for value, label in State.choices
    }


def _address(public_id: str) -> str:
    """The case's address; its pattern is looked up once for a page's rows."""
    return _pattern().replace(_ANY, public_id)


_ANY = "222222222222"


@cache
def _pattern() -> str:
    return reverse("applications:case", args=[_ANY])
