"""交办单 and 催办单: the slips that go to a department, to print, as Word or as PDF."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.agencies.calendar import calendar_for
from gongkai.applications.letter_facts import case_facts, template_text
from gongkai.applications.letters.facts import LetterFacts
from gongkai.applications.letters.kinds import letter_kinds
from gongkai.applications.letters.letter import Letter
from gongkai.applications.letters.merge import merge
from gongkai.applications.letters.template import parse_template
from gongkai.applications.letters.writing import MEDIA_TYPES, Format, look_for, write_letter
from gongkai.applications.models import Application, Task
from gongkai.applications.office.screens import OfficeRequest, case_for, may_read, typed

DEFAULT_REQUEST = "请按时提出办理意见，并附所依据的材料。"


@may_read
@require_safe
def assignment(request: OfficeRequest, public_id: str, task_id: str) -> HttpResponse:
    """交办单 of one task."""
    case, today = case_for(request, public_id), timezone.localdate()
    task = get_object_or_404(Task.objects.select_related("department"), application=case, public_id=task_id)
    return _slip(request, case, "assignment", _task_facts(case, task), today)


@may_read
@require_safe
def reminder(request: OfficeRequest, public_id: str) -> HttpResponse:
    """催办单 for the department that has the case now."""
    case, today = case_for(request, public_id), timezone.localdate()
    tasks = Task.objects.filter(application=case, answered_at=None, lead=True).select_related("department")
    task = tasks.order_by("-sent_at").first()
    facts: dict[str, Any] = (
        _task_facts(case, task) if task else {"handed_to": str(case.department or ""), "handle_until": case.due_on}
    )
    if case.due_on:
        calendar = calendar_for(case.agency)
        if case.due_on < today:
            facts["days_late"] = calendar.working_days_between(case.due_on, today)
        else:
            facts["days_left"] = calendar.working_days_between(today, case.due_on)
    return _slip(request, case, "reminder", facts, today)


def _task_facts(case: Application, task: Task) -> dict[str, Any]:
    return {
        "handed_to": task.department.name,
        "instructions": task.asked or DEFAULT_REQUEST,
        "handle_until": task.due_on or case.due_on,
    }


def _slip(request: OfficeRequest, case: Application, kind_id: str, facts: dict[str, Any], today: date) -> HttpResponse:
    kind = letter_kinds()[kind_id]
    known = case_facts(case, today) | {name: value for name, value in facts.items() if value not in (None, "")}
    letter = merge(parse_template(template_text(case, kind)), kind, LetterFacts(**known))
    form = typed(request.GET, "format")
    if form not in MEDIA_TYPES:
        return render(request, "applications/office/slip.html", _on_screen(case, letter))
    return HttpResponse(
        write_letter(letter, cast(Format, form), look_for(kind)),
        content_type=MEDIA_TYPES[cast(Format, form)],
        headers={"Content-Disposition": f'attachment; filename="{kind_id}-{case.public_id}.{form}"'},
    )


def _on_screen(case: Application, letter: Letter) -> dict[str, Any]:
    return {"title": "".join(letter.title), "case": case, "letter": letter}
