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
from gongkai.agencies.models import Agency, User
from gongkai.publishing import access, guard, review
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
from gongkai.publishing.enums import REVIEW_STAGES, RecordState, Stage, WithdrawalKind
from gongkai.publishing.event_models import Purge
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

Values = dict[str, Any]
WRITING = (Stage.WRITING, Stage.RETURNED)


def _day(**more: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


def _text(label: str, *, rows: int = 3, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **more)


class GroundForm(forms.Form):
    """Why."""

    ground = _text("理由", max_length=500)


class ReasonForm(forms.Form):
    """What is wrong with the draft."""

    comment = _text("退回理由", max_length=500)


class OpinionForm(forms.Form):
    """An opinion that may be given."""

    comment = _text("意见", max_length=500, required=False)


class SecrecyFields(forms.Form):
    """保密审查表: content, timing, manner."""

    content_fit = forms.BooleanField(label="内容适宜公开", required=False)
    content_opinion = forms.CharField(label="内容研判", max_length=300, required=False)
    timing_fit = forms.BooleanField(label="时机适宜", required=False)
    timing_opinion = forms.CharField(label="时机研判", max_length=300, required=False)
    manner_fit = forms.BooleanField(label="方式适宜", required=False)
    manner_opinion = forms.CharField(label="方式研判", max_length=300, required=False)
    field_order = (
        "content_fit", "content_opinion", "timing_fit", "timing_opinion", "manner_fit", "manner_opinion", "comment",
    )  # fmt: skip


class SecrecyOpinionForm(SecrecyFields, OpinionForm):
    """The form of who agrees."""


class SecrecyReasonForm(SecrecyFields, ReasonForm):
    """The form of who does not: what is not ticked is not fit."""


class PublishForm(forms.Form):
    """Now or later."""

    go_live_at = forms.DateTimeField(
        label="发布时间", required=False, help_text="不填即立即发布。",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )  # fmt: skip


class WithdrawForm(forms.Form):
    """Why it goes, and what stands there instead."""

    kind = forms.ChoiceField(label="原因", choices=WithdrawalKind.choices)
    ground = _text("说明", max_length=500, help_text="只在内部保存。")
    manner = forms.ChoiceField(
        label="撤回方式", widget=forms.RadioSelect, initial="silent",
        choices=(("silent", "不作说明，原地址显示页面不存在"), ("notice", "原地址显示撤回说明")),
    )  # fmt: skip
    notice = forms.CharField(label="公开说明", max_length=300, required=False, help_text="选择显示撤回说明时填写。")
    found_on = _day(label="发现日期", required=False, help_text="涉密、涉个人信息等泄露情形填写。")

    def clean(self) -> Values:
        """A public notice says something."""
        values = super().clean() or self.cleaned_data
        if values.get("manner") == "notice" and not values.get("notice"):
            self.add_error("notice", "请填写公开说明。")
        return values


class AskBodyForm(forms.Form):
    """Whom, what, by when."""

    agency = forms.ModelChoiceField(
        Agency.objects.none(), label="在本平台的机关", required=False, empty_label="不在本平台，在下面填写名称",
        help_text="选定的机关在自己的“征求本机关意见”里答复，并收到邮件。",
    )  # fmt: skip
    body = forms.CharField(label="机关名称", max_length=100, required=False, help_text="不在本平台的机关填写。")
    question = forms.CharField(label="征求事项", max_length=300)
    sent_on = _day(label="发出日期")
    due_on = _day(label="答复期限", help_text="《政府信息公开条例》第十一条未规定答复期限，由双方约定。")

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        agencies = Agency.objects.filter(abolished_on=None).order_by("path")
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]

    def clean(self) -> Values:
        """One body."""
        values = super().clean() or self.cleaned_data
        if not values.get("agency") and not values.get("body"):
            self.add_error("body", "请选择机关，或者填写机关名称。")
        if values.get("agency") and values.get("body"):
            self.add_error("body", "已经选择了在本平台的机关，不必再填写名称。")
        return values


class OpinionOfBodyForm(forms.Form):
    """What a body says."""

    agreed = forms.ChoiceField(label="是否同意公开", widget=forms.RadioSelect, choices=(("1", "同意"), ("0", "不同意")))
    answer = _text("答复意见", max_length=2000, required=False, help_text="不同意的，须写明理由。")


class AnswerForm(OpinionOfBodyForm):
    """What a body said that answers on paper."""

    answered_on = _day(label="答复日期")


class SettleForm(forms.Form):
    """How a no was settled."""

    settlement = _text("协调结果")
    settled_on = _day(label="协调日期")


class BackupsForm(forms.Form):
    """What still holds it."""

    backups = _text("备份处理情况", help_text="哪些备份中还有这条信息，何时、如何处理。")


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
        initial: Callable[[], Values] = dict,
        grave: bool = False,
    ) -> None:
        self.name, self.offered, self.action, self.form_class = name, offered, action, form
        self.done, self.explanation, self.initial, self.grave = done, explanation, initial, grave


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
    if guard.latest_run(record) is None:
        return "已送审。附件由后台任务检查，请稍后刷新，看检查结果。"
    if blocks := len(guard.open_blocks(record)):
        return f"已送审，但是有{blocks}处须处理的内容，处理以前不能发布，见“发布前检查”。"
    return "已送审。"


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
        form=WithdrawForm, grave=True, done="已撤回，网页、列表、搜索和附件都不再提供。",
        explanation="立即从网页、列表、搜索、订阅和附件中撤下，记录保留。",
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
        explanation="从数据、历史版本、文件和搜索中永久清除涉密内容，不能恢复；由另一人批准后执行。",
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
        "record": record, "act": chosen, "form": form, "refusals": refusals,
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
