"""Registers uploaded at the desk: the worker looks through each, and takes it over once somebody has confirmed it.

A task that a killed worker left half-done is run again: looking through begins anew, and a register that had been taken
over already is found so (`TakeOver`). The file, which is full of names, lies in private storage only as long as needed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from gongkai.agencies.action import NOT_YOURS, Refused
from gongkai.agencies.models import Agency
from gongkai.applications.actions.taking_over import TakeOver, taken_over_already
from gongkai.applications.desk_models import ImportRun, RegisterFile, RegisterStage
from gongkai.applications.importing.past_case import PastCase
from gongkai.applications.importing.register import Register, read_register
from gongkai.applications.importing.words import applicant_labels, result_label
from gongkai.documents.model import UnusableDocument
from gongkai.documents.sheets_apart import LIMITS_APART, sheets_apart

if TYPE_CHECKING:
    from gongkai.agencies.models import User

KEPT = timedelta(days=1)
"""How long a register waits for its confirmation."""
MOST_LINES = 100_000
"""Longer registers are taken over at the command line."""
TOO_MANY = f"台账超过{MOST_LINES}行：请按年度分成几个文件，或者在服务器上用 gongkai applications import 转入。"
LIMITS = replace(LIMITS_APART, seconds=300.0)
SHOWN, PROBLEMS_SHOWN = 10, 200
STEP = 500
"""After so many cases the page is told how far it is."""
STUMBLED = "核对或者转入时程序出错，没有转入任何一件；错误已记入运行日志，请与系统管理员联系。"
_SUFFIXES = (".csv", ".xlsx")
_WAITING = (RegisterStage.CHECKED, RegisterStage.FAULTY)


def begin(user: User, agency: Agency, name: str, data: bytes) -> RegisterFile:
    """Keep the file and have it looked through. Takes away what others uploaded and nobody confirmed for long.

    Raises Refused for a file that was taken over before, or is of no kind that is read.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    if earlier := taken_over_already(agency, sha256):
        raise Refused([said_again(earlier)])
    if not name.lower().endswith(_SUFFIXES):
        raise Refused([f"{name}：只能转入 CSV 或者 XLSX 格式的台账；请另存为其中一种后再试。"])
    for old in RegisterFile.objects.filter(uploaded_at__lt=timezone.now() - KEPT, stage__in=_WAITING):
        drop(old, "确认以前放得太久，文件已不再保留，请重新上传。")
    with transaction.atomic():
        register = RegisterFile(agency=agency, file_name=name[:200], sha256=sha256, uploaded_by=user)
        register.file.save("register", ContentFile(data), save=False)
        register.save()
        check_register.enqueue(register.pk)
    register.refresh_from_db()
    return register


def confirm(register: RegisterFile) -> None:
    """Have it taken over. A second confirmation changes nothing. Raises Refused where it does not wait for one."""
    with transaction.atomic():
        waiting = RegisterFile.objects.filter(pk=register.pk, stage=RegisterStage.CHECKED)
        if waiting.update(stage=RegisterStage.TAKING, done=0):
            take_register.enqueue(register.pk)
    register.refresh_from_db()
    if register.stage not in (RegisterStage.TAKING, RegisterStage.DONE):
        raise Refused(register.findings.get("refusals") or ["这个文件没有等待确认，请重新上传。"])


def drop(register: RegisterFile, reason: str) -> None:
    """Leave it, and let the file go. What the worker is at, or has taken over, is left alone."""
    if RegisterFile.objects.filter(pk=register.pk, stage__in=_WAITING).update(
        stage=RegisterStage.DROPPED, findings={"refusals": [reason]}
    ):
        _forget(register)


def said_again(run: ImportRun) -> str:
    """That a file was taken over before."""
    return f"这个文件已于{timezone.localtime(run.run_at):%Y-%m-%d %H:%M}转入（{run.rows}件），没有重复转入。"


@task()
def check_register(key: int) -> None:
    """Look through an uploaded register, and keep what is found."""
    register = RegisterFile.objects.select_related("agency", "uploaded_by").get(pk=key)
    if register.stage == RegisterStage.CHECKING:
        _told(register, _check)


@task()
def take_register(key: int) -> None:
    """Take over a register that was confirmed."""
    register = RegisterFile.objects.select_related("agency", "uploaded_by").get(pk=key)
    if register.stage == RegisterStage.TAKING:
        _told(register, _take)


def _told(register: RegisterFile, work: Callable[[RegisterFile], None]) -> None:
    """Do it; whatever goes wrong, whoever waits for it is told, and the file is not kept."""
    try:
        work(register)
    except (UnusableDocument, Refused) as error:
        reasons = error.reasons if isinstance(error, Refused) else [f"{register.file_name}：{error}"]
        _end(register, RegisterStage.DROPPED, {"refusals": reasons[:PROBLEMS_SHOWN]})
    except Exception:
        # The task fails as any other, with its traceback in the log; but nobody would look for it there who only sees
        # that the page still says it is being looked through.
        _end(register, RegisterStage.DROPPED, {"refusals": [STUMBLED]})
        raise


def _check(register: RegisterFile) -> None:
    action = _action(register)
    action.reckon()
    problems = [str(problem) for problem in action.problems()]
    found = _findings(action.register, problems)
    if problems:
        _end(register, RegisterStage.FAULTY, found)
    else:
        RegisterFile.objects.filter(pk=register.pk).update(stage=RegisterStage.CHECKED, findings=found)


def _take(register: RegisterFile) -> None:
    action = _action(register)
    run = action.perform()
    register.run = run
    _end(register, RegisterStage.DONE, {"refusals": [said_again(run)]} if action.repeated else {})


def _action(register: RegisterFile) -> TakeOver:
    today = timezone.localdate()
    if not register.uploaded_by.is_active:
        raise Refused([NOT_YOURS])
    with register.file.open("rb") as file:
        data = file.read()
    read = read_register(sheets_apart(data, register.file_name, MOST_LINES, TOO_MANY, LIMITS), today)
    return TakeOver(
        register.uploaded_by, register.agency, read, file_name=register.file_name, sha256=register.sha256,
        today=today, step=_Progress(register, len(read.cases)),
    )  # fmt: skip


class _Progress:
    """Writes down how many cases have been reckoned. While they are written nobody else could see it."""

    def __init__(self, register: RegisterFile, total: int) -> None:
        self.row, self.total, self.done = RegisterFile.objects.filter(pk=register.pk), total, 0
        self.row.update(done=0, total=total)

    def __call__(self) -> None:
        self.done += 1
        if self.done <= self.total and (self.done % STEP == 0 or self.done == self.total):
            self.row.update(done=self.done)


def _findings(register: Register, problems: list[str]) -> dict[str, Any]:
    """What the page shows of a register."""
    return {
        "number": len(register.cases),
        "problems": problems[:PROBLEMS_SHOWN],
        "more_problems": max(0, len(problems) - PROBLEMS_SHOWN),
        "remarks": register.remarks[:PROBLEMS_SHOWN],
        "more_remarks": max(0, len(register.remarks) - PROBLEMS_SHOWN),
        "others": register.others,
        "first": [_shown(case) for case in register.cases[:SHOWN]],
    }


def _shown(case: PastCase) -> dict[str, str]:
    days = {name: str(case.days.get(name) or "") for name in ("received_on", "decided_on", "served_on")}
    return days | {
        "receipt_no": case.receipt_no,
        "applicant_name": case.applicant_name,
        "subject": case.subject,
        "applicant_type": applicant_labels()[case.applicant_type],
        "outcome": result_label(case.outcome, case.outcome_row) if case.outcome_row else "",
    }


def _end(register: RegisterFile, stage: RegisterStage, findings: dict[str, Any]) -> None:
    register.stage, register.findings = stage, findings
    register.save(update_fields=["stage", "findings", "run"])
    _forget(register)


def _forget(register: RegisterFile) -> None:
    """Take the file away. The names that the page shows of a faulty one stay in its row until it is dropped."""
    if register.file:
        register.file.delete(save=False)
    RegisterFile.objects.filter(pk=register.pk).update(file="")
