"""机构资料: what an agency says of itself and of its heads, each with the day of its last check."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.forms.models import fields_for_model
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.agencies.models import Agency, AgencyProfile, Leader
from gongkai.agencies.office.paging import page_of
from gongkai.publishing import office_settings, review_setting
from gongkai.publishing.column_models import PublishingOffice, publishing_office_of
from gongkai.publishing.columns.rights import may_edit
from gongkai.publishing.enums import ReviewWay
from gongkai.publishing.guard.words import SEEN_AT_ONCE
from gongkai.publishing.office.columns_screens import (
    DayInput,
    GroundForm,
    OfficeRequest,
    chosen,
    crumbs_to,
    form_screen,
    may_read,
    perform,
    screen,
    tab,
)
from gongkai.publishing.profiles import (
    CHECK_EVERY,
    LEADER_FIELDS,
    PROFILE_FIELDS,
    ChangeProfile,
    CheckedLeader,
    CheckedProfile,
    SaveLeader,
    current_leaders,
    profile_of,
    unchecked,
)

PROFILE = "publishing:profile"


class _ModelsForm(GroundForm):
    """The fields of a model, and the ground."""

    model: type
    names: tuple[str, ...]

    def __init__(self, data: Any, record: Any) -> None:
        super().__init__(data, initial={name: getattr(record, name) for name in self.names} if record else None)
        days: dict[str, Any] = {"since": DayInput(), "until": DayInput()}
        asked: dict[str, Any] = fields_for_model(self.model, self.names, widgets=days)
        ground = self.fields.pop("ground")
        self.fields.update({name: asked[name] for name in self.names})
        self.fields["ground"] = ground


class ProfileForm(_ModelsForm):
    """What the agency says of itself."""

    model = AgencyProfile
    names = PROFILE_FIELDS


class SettingsForm(_ModelsForm):
    """How the agency publishes."""

    model = PublishingOffice
    names = office_settings.FIELDS


class ReviewForm(GroundForm):
    """By how many stages the agency reviews."""

    way = forms.ChoiceField(
        label="审批环节", widget=forms.RadioSelect,
        choices=[
            (way.value, f"{way.label}：{'、'.join(stage.label for stage in way.stages)}；至少{way.people}个人")
            for way in ReviewWay
        ],
    )  # fmt: skip
    field_order = ("way", "ground")

    def __init__(self, data: Any, office: PublishingOffice) -> None:
        super().__init__(data, initial={"way": office.review_way})
        self.fields["ground"].required = True


class LeaderForm(_ModelsForm):
    """One head."""

    model = Leader
    names = LEADER_FIELDS


@may_read
@require_safe
def profile(request: OfficeRequest) -> HttpResponse:
    """The profile and the heads of one agency."""
    whose = chosen(request)
    today = timezone.localdate()
    context = {
        "profile": profile_of(whose.agency),
        "leaders": current_leaders(whose.agency, today),
        "before": today - CHECK_EVERY,
        "office": (office := publishing_office_of(whose.agency)),
        "way": ReviewWay(office.review_way),
        "may_set_review": review_setting.may_set_review(request.user, whose.agency),
    }
    return tab(request, PROFILE, "publishing/office/profile.html", context, whose)


@may_read
@require_http_methods(["GET", "POST"])
def edit_profile(request: OfficeRequest, code: str) -> HttpResponse:
    """修改机构资料."""
    agency = _editable(request, code)
    return form_screen(
        request, ProfileForm(request.POST or None, profile_of(agency)),
        lambda form: ChangeProfile(request.user, agency, today=timezone.localdate(), **form.cleaned_data),
        title="修改机构资料", after=_page(agency), crumbs=_crumbs(agency),
        explanation=f"{SEEN_AT_ONCE}保存即记为今日已核对。",
    )  # fmt: skip


@may_read
@require_http_methods(["GET", "POST"])
def edit_settings(request: OfficeRequest, code: str) -> HttpResponse:
    """主动公开设置."""
    agency = _editable(request, code)
    return form_screen(
        request, SettingsForm(request.POST or None, publishing_office_of(agency)),
        lambda form: office_settings.ChangePublishingOffice(request.user, agency, **form.cleaned_data),
        title="主动公开设置", after=_page(agency), crumbs=_crumbs(agency),
        explanation="没有组织机构代码，就不能编制索引号，也不能发布信息。",
    )  # fmt: skip


@may_read
@require_http_methods(["GET", "POST"])
def set_review(request: OfficeRequest, code: str) -> HttpResponse:
    """审批环节."""
    agency = _seen(request, code)
    if not review_setting.may_set_review(request.user, agency):
        raise PermissionDenied
    return form_screen(
        request, ReviewForm(request.POST or None, publishing_office_of(agency)),
        lambda form: review_setting.SetReviewWay(
            request.user, agency, ReviewWay(form.cleaned_data["way"]), ground=form.cleaned_data["ground"]
        ),
        title="审批环节", after=_page(agency), crumbs=_crumbs(agency),
        explanation="审批分几级，法律、法规没有统一规定，由本机关的审核制度确定；通行做法是三级。人手少的可以减少，"
        "但保密审查不能省，起草和各环节须由不同的人办理，总共不少于三个人。修改记入存证台账。",
    )  # fmt: skip


@may_read
@require_POST
def check_profile(request: OfficeRequest, code: str) -> HttpResponse:
    """今日已核对 for the profile."""
    agency = _seen(request, code)
    action = CheckedProfile(request.user, agency, today=timezone.localdate())
    return perform(request, action, "已记录今日核对。", _page(agency))


@may_read
@require_http_methods(["GET", "POST"])
def edit_leader(request: OfficeRequest, code: str, public_id: str = "") -> HttpResponse:
    """登记、修改负责人."""
    agency = _editable(request, code)
    leader = get_object_or_404(agency.leaders.select_related("agency"), public_id=public_id) if public_id else None
    subject = leader or Leader(agency=agency, number=agency.leaders.count() + 1)
    return form_screen(
        request, LeaderForm(request.POST or None, subject),
        lambda form: SaveLeader(request.user, subject, today=timezone.localdate(), **form.cleaned_data),
        title="修改负责人" if leader else "登记负责人", after=_page(agency), crumbs=_crumbs(agency),
        explanation=f"{SEEN_AT_ONCE}离任的填写离任日期，不再公开；登记保留。",
    )  # fmt: skip


@may_read
@require_POST
def check_leader(request: OfficeRequest, code: str, public_id: str) -> HttpResponse:
    """今日已核对 for a head."""
    agency = _seen(request, code)
    leader = get_object_or_404(agency.leaders.select_related("agency"), public_id=public_id)
    return perform(
        request, CheckedLeader(request.user, leader, today=timezone.localdate()), "已记录今日核对。", _page(agency)
    )  # fmt: skip


@may_read
@require_safe
def unchecked_profiles(request: OfficeRequest) -> HttpResponse:
    """Whose profile nobody has read through for a year, and which heads' entries."""
    profiles, leaders = unchecked(Agency.objects.for_user(request.user), timezone.localdate())
    context = {"page": page_of(request, profiles.order_by("path")), "leaders": leaders.order_by("agency__path")[:200]}
    return screen(
        request, "publishing/office/profiles_unchecked.html", context, title="一年未核对的机构资料",
        crumbs=crumbs_to(PROFILE),
    )  # fmt: skip


def _seen(request: OfficeRequest, code: str) -> Agency:
    return get_object_or_404(Agency.objects.for_user(request.user), code=code)


def _editable(request: OfficeRequest, code: str) -> Agency:
    agency = _seen(request, code)
    if not may_edit(request.user, agency):
        raise PermissionDenied
    return agency


def _page(agency: Agency) -> str:
    return f"{reverse(PROFILE)}?agency={agency.code}"


def _crumbs(agency: Agency) -> tuple[tuple[str, str], ...]:
    return (("机构资料", _page(agency)),)
