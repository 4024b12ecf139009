"""What is done with a record, each act with its form: offered to whoever may do it, refused by the domain to others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from gongkai.agencies.action import Action, Refused
from gongkai.agencies.enums import Role
from gongkai.agencies.models import User
from gongkai.publishing import access, guard, index_numbers, review
from gongkai.publishing.actions import (
    ApprovePurge,
    AskBody,
    AskPurge,
    CancelSchedule,
    DeclinePurge,
    PassStage,
    Publish,
    RecordAnswer,
    Restore,
    ReturnDraft,
    SecrecyForm,
    SendToReview,
    Settle,
    TakeBack,
    Withdraw,
)
from gongkai.publishing.enums import LEAKS, REVIEW_STAGES, RecordState, Stage, WithdrawalKind
from gongkai.publishing.event_models import Purge
from gongkai.publishing.office.beside import wanting_beside
from gongkai.publishing.office.record_act_forms import (
    AnswerForm,
    AskBodyForm,
    BackupsForm,
    GroundForm,
    OpinionForm,
    PublishForm,
    ReasonForm,
    SecrecyOpinionForm,
    SecrecyReasonForm,
    SettleForm,
    Values,
    WithdrawForm,
)
from gongkai.publishing.office.record_screens import (
    OfficeRequest,
    list_crumb,
    may_read,
    record_crumb,
    record_for,
    screen,
    typed,
)
from gongkai.publishing.record_models import Record
from gongkai.publishing.review_models import Consulted

WRITING = (Stage.WRITING, Stage.RETURNED)


class Act:
    """One act on one record for one person: when it is offered, what it asks, which action it means."""

    def __init__(
        self,
        name: str,
        offered: Callable[[User, Record], bool],
        action: Callable[[User, Record, Values, OfficeRequest], Action[Any]],
        *,
        form: type[forms.Form] = forms.Form,
        done: str | Callable[[Record], str] = "已办理。",
        explanation: str = "",
        warning: Callable[[Record], str] = lambda record: "",
        initial: Callable[[], Values] = dict,
        grave: bool = False,
    ) -> None:
        self.name, self.offered, self.action, self.form_class = name, offered, action, form
        self.done, self.explanation, self.initial, self.grave = done, explanation, initial, grave
        self.warning = warning


def _may(record: Record, user: User, *roles: Role) -> bool:
    return access.may_act(user, record.agency, *roles)


def _edits(user: User, record: Record) -> bool:
    return access.may_edit(user, record.column)


def _reviews(user: User, record: Record) -> bool:
    return record.stage in REVIEW_STAGES and not review.obstacle(user, record)


def secrecy_of(values: Values) -> SecrecyForm | None:
    """The secrecy review's form out of what was typed; None where it was not asked."""
    if "content_fit" not in values:
        return None
    names = ("content_fit", "timing_fit", "manner_fit", "content_opinion", "timing_opinion", "manner_opinion")
    return SecrecyForm(**{name: values[name] for name in names})


def version_of(request: OfficeRequest) -> int | None:
    """Which version the person saw."""
    text = typed(request.POST, "version")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def _asked(record: Record, request: OfficeRequest) -> Consulted:
    found = Consulted.objects.filter(record=record, public_id=typed(request.GET, "asked")).first()
    if found is None:
        raise Http404
    return found


def _now() -> Values:
    today = timezone.localdate()
    return {"sent_on": today, "due_on": today + timedelta(days=15)}


def _today(name: str) -> Callable[[], Values]:
    return lambda: {name: timezone.localdate()}


def _simple(action: Callable[..., Action[Any]]) -> Callable[[User, Record, Values, OfficeRequest], Action[Any]]:
    return lambda user, record, values, request: action(
        user, record, version=version_of(request), **({"ground": values["ground"]} if "ground" in values else {})
    )


def _return(user: User, record: Record, values: Values, request: OfficeRequest) -> Action[Any]:
    return ReturnDraft(user, record, values["comment"], secrecy=secrecy_of(values), version=version_of(request))


def _sent(record: Record) -> str:
    # Told here already: who signs at the very end can do nothing about it.
    no_number = "" if record.index_number else index_numbers.obstacle(record.agency)
    return "".join([_looked_through(record), no_number, *wanting_beside(record)])


def _looked_through(record: Record) -> str:
    if guard.latest_run(record) is None:
        return "已送审。附件由后台任务检查，请稍后刷新，看检查结果。"
    if blocks := len(guard.open_blocks(record)):
        return f"已送审，但是有{blocks}处须处理的内容，处理以前不能发布，见“发布前检查”。"
    return "已送审。"


def _withdrawn(record: Record) -> str:
    words = "已撤回，网页、列表、检索和附件都不再提供。"
    last = record.withdrawals.order_by("-pk").first()
    if last and last.kind in LEAKS:
        words += "已列入“撤回和泄露登记”，请保密审查员或者签发人登记处置情况。"
    return words


def _proves(record: Record) -> str:
    points = record.proves.count()
    return f"{points}项工作要点以这条信息为落实情况，撤回后不再作数，请另行登记。" if points else ""


def _released(record: Record) -> str:
    record.refresh_from_db()
    if record.stage == Stage.APPROVED and record.go_live_at:
        return f"定于{timezone.localtime(record.go_live_at):%Y-%m-%d %H:%M}发布。"
    return "已发布。"


ACTS: dict[str, Act] = {
    "songshen": Act(
        "送审", lambda user, record: record.stage in WRITING and _edits(user, record), _simple(SendToReview),
        done=_sent, explanation="送审时检查必填项目、必备附件和不宜公开的内容。",
    ),
    "tongguo": Act(
        "审核通过", lambda user, record: record.stage != Stage.SECRECY and _reviews(user, record),
        lambda user, record, values, request: PassStage(
            user, record, values["comment"], version=version_of(request)
        ),
        form=OpinionForm, done="已通过本环节。",
    ),
    "baomi": Act(
        "填写保密审查表", lambda user, record: record.stage == Stage.SECRECY and _reviews(user, record),
        lambda user, record, values, request: PassStage(
            user, record, values["comment"], secrecy=secrecy_of(values), version=version_of(request)
        ),
        form=SecrecyOpinionForm, done="保密审查已通过。", explanation="三项都适宜才能通过；不适宜的请退回。",
    ),
    "tuihui": Act(
        "退回", lambda user, record: record.stage != Stage.SECRECY and _reviews(user, record), _return,
        form=ReasonForm, done="已退回编辑。",
    ),
    "baomi-tuihui": Act(
        "保密审查不通过", lambda user, record: record.stage == Stage.SECRECY and _reviews(user, record), _return,
        form=SecrecyReasonForm, done="已退回编辑，保密审查意见已保存。",
        explanation="不适宜的项目不要勾选，并写明研判意见。",
    ),
    "chehui-shenhe": Act(
        "撤回送审", lambda user, record: record.stage in (*REVIEW_STAGES, Stage.APPROVED)
        and (record.author_id == user.pk or _edits(user, record)),
        _simple(TakeBack), done="稿件已回到编辑中。",
    ),
    "fabu": Act(
        "发布", lambda user, record: record.stage == Stage.APPROVED and _may(record, user, *access.RELEASERS),
        lambda user, record, values, request: Publish(
            user, record, now=timezone.now(), go_live_at=values["go_live_at"], version=version_of(request)
        ),
        form=PublishForm, done=_released,
    ),
    "quxiao-dingshi": Act(
        "取消定时发布", lambda user, record: record.stage == Stage.APPROVED and record.go_live_at is not None
        and _may(record, user, *access.RELEASERS),
        _simple(CancelSchedule), done="已取消定时发布。",
    ),
    "zhengqiu": Act(
        "征求其他机关意见", lambda user, record: record.state != RecordState.PURGED and record.stage != Stage.DONE
        and _may(record, user, *access.CONSULTERS),
        lambda user, record, values, request: AskBody(
            user, record, values["body"], values["question"], sent_on=values["sent_on"], due_on=values["due_on"],
            agency=values["agency"], version=version_of(request),
        ),
        form=AskBodyForm, initial=_now, done="已登记。答复以前不能发布；在本平台的机关将收到邮件。",
        explanation="拟公开的信息涉及其他机关的，应当与其协商、确认，保证信息准确一致（《政府信息公开条例》第十一条）。",
    ),
    "dafu": Act(
        "登记答复", lambda user, record: False,
        lambda user, record, values, request: RecordAnswer(
            user, _asked(record, request), values["agreed"] == "1", values["answer"],
            answered_on=values["answered_on"], version=version_of(request),
        ),
        form=AnswerForm, initial=_today("answered_on"), done="已登记答复。",
    ),
    "xietiao": Act(
        "登记协调结果", lambda user, record: False,
        lambda user, record, values, request: Settle(
            user, _asked(record, request), values["settlement"], settled_on=values["settled_on"],
            version=version_of(request),
        ),
        form=SettleForm, initial=_today("settled_on"), done="已登记协调结果。",
    ),
    "chehui": Act(
        "撤回信息", lambda user, record: record.live and _may(record, user, *access.TAKERS_AWAY),
        lambda user, record, values, request: Withdraw(
            user, record, WithdrawalKind(values["kind"]), values["ground"], now=timezone.now(),
            notice=values["notice"] if values["manner"] == "notice" else "", found_on=values["found_on"],
            version=version_of(request),
        ),
        form=WithdrawForm, grave=True, done=_withdrawn,
        explanation="立即从网页、列表、检索、订阅和附件中撤下，记录保留。文件的效力不因撤回而改变，文件库仍按效力计数；"
        "对它的解读仍然公开，需要的另行撤回。", warning=_proves,
    ),
    "huifu": Act(
        "恢复发布", lambda user, record: record.state == RecordState.WITHDRAWN and record.stage == Stage.DONE
        and _may(record, user, *access.TAKERS_AWAY),
        _simple(Restore), form=GroundForm, done="已生成新稿，审核通过后重新发布。",
        explanation="以撤回前的内容生成新稿，重新经过审核。",
    ),
    "shenqing-qingchu": Act(
        "申请清除", lambda user, record: record.state == RecordState.WITHDRAWN
        and _may(record, user, *access.PURGERS) and not _open_purge(record),
        _simple(AskPurge), form=GroundForm, grave=True, done="已申请清除，由另一人批准。",
        explanation="从数据、历史版本、文件和检索中永久清除涉密内容，不能恢复；由另一人批准后执行。",
    ),
    "pizhun-qingchu": Act(
        "批准清除", lambda user, record: _waits_for(user, record),
        lambda user, record, values, request: ApprovePurge(
            user, record, values["backups"], now=timezone.now(), version=version_of(request)
        ),
        form=BackupsForm, grave=True, done="已清除，留有清除记录。", explanation="批准即永久清除，不能恢复。",
    ),
    "butongyi-qingchu": Act(
        "不同意清除", lambda user, record: _waits_for(user, record), _simple(DeclinePurge),
        form=GroundForm, done="已不同意清除。",
    ),
}  # fmt: skip
"""In the order of their buttons."""
ON_REVIEW_SCREEN = ("tongguo", "baomi", "tuihui", "baomi-tuihui")
"""Judged with the draft in view, on the reviewer's screen."""


def _open_purge(record: Record) -> Purge | None:
    return next((purge for purge in record.purges.all() if purge.done_at is None), None)


def _waits_for(user: User, record: Record) -> bool:
    if record.state != RecordState.WITHDRAWN or not _may(record, user, *access.PURGERS):
        return False
    purge = _open_purge(record)
    return purge is not None and purge.asked_by_id != user.pk


@dataclass(frozen=True, slots=True)
class Offer:
    """A button."""

    id: str
    name: str
    grave: bool


def offers(user: User, record: Record) -> Iterator[Offer]:
    """What this person may do with the record as it stands."""
    for act_id, act in ACTS.items():
        if act.offered(user, record):
            yield Offer(act_id, act.name, act.grave)


@may_read
@require_http_methods(["GET", "POST"])
def act(request: OfficeRequest, public_id: str, act_id: str) -> HttpResponse:
    """One act: its form, and what comes of it. Who may not is told so by the action."""
    record = record_for(request, public_id)
    chosen = ACTS.get(act_id)
    if chosen is None:
        raise Http404
    form = chosen.form_class(request.POST if request.method == "POST" else None, initial=chosen.initial())
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        refusals = carry_out(request, record, chosen, form.cleaned_data)
        if not refusals:
            return redirect("publishing:record", record.public_id)
    context = {
        "record": record, "act": chosen, "form": form, "refusals": refusals, "warning": chosen.warning(record),
        "version": typed(request.POST, "version") or record.version,
    }  # fmt: skip
    return screen(
        request, "publishing/office/act.html", context, title=chosen.name,
        crumbs=(list_crumb(), record_crumb(record)), status=422 if refusals or form.errors else 200,
    )  # fmt: skip


def carry_out(request: OfficeRequest, record: Record, chosen: Act, values: Values) -> list[str]:
    """Do it, and say so on the next page; else why not."""
    try:
        chosen.action(request.user, record, values, request).perform()
    except Refused as refused:
        return refused.reasons
    messages.success(request, chosen.done if isinstance(chosen.done, str) else chosen.done(record))
    return []
