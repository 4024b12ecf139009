"""征求意见: somebody who is asked for an opinion gives it by the link in his letter. Who applies is not shown."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gongkai.agencies.action import Refused
from gongkai.agencies.address import origin_of
from gongkai.applications import lookups
from gongkai.applications.actions.public import OPINIONS, GiveOpinion, may_answer
from gongkai.applications.enums import MaterialKind
from gongkai.applications.models import Party
from gongkai.applications.office_settings import office_of
from gongkai.applications.public import consulted, consulted_party
from gongkai.portal.forms import ANY_FIELD, Form, errors_json, gone_to, typed, wants_json
from gongkai.portal.pages import APPLY, page
from gongkai.portal.uploads import LARGEST, MAX_TOTAL, MEGABYTE, takes_files

TOO_LONG = "填写的文字过长，没有提交；请精简，或者把较长的内容作为文件上传。"
TOO_MANY = "网址连续输错次数过多，请 15 分钟后再试，或者与来函的机关联系。"
ONCE = "意见已经提交过，只能提交一次；需要补充的，请与本机关联系。"
_NOTHING_WAITS = "现在没有等待您提出的意见。"


def _too_large(request: HttpRequest) -> HttpResponse:
    if wants_json(request):
        return errors_json({"reasons": TOO_LONG}, 413)
    context = {"heading": "没有提交", "sentence": TOO_LONG}
    return page(request, "portal/error.html", context, here="", column=APPLY, status=413)


@never_cache
@takes_files(_too_large)
@require_http_methods(["GET", "HEAD", "POST"])
def opinion(request: HttpRequest, public_id: str, code: str) -> HttpResponse:
    """The form, once; afterwards that the opinion has been given."""
    try:
        party = consulted_party(public_id)
    except Party.DoesNotExist:
        party = None
    if party is None or not may_answer(party, code):
        if lookups.begin(public_id, origin_of(request), timezone.now()).allowed:
            raise Http404
        later = {"heading": "请稍后再试", "sentence": TOO_MANY}
        return page(request, "portal/error.html", later, here="", column=APPLY, status=429)
    today = timezone.localdate()
    asked = consulted(party, today)
    form = Form(typed(request))
    if request.method == "POST":
        uploads = form.uploads(request, "files", MaterialKind.OPINION)
        if not asked.sent:
            form.wrong(
                ANY_FIELD,
                ONCE if asked.answered else _NOTHING_WAITS,
            )
        elif not form.errors:
            try:
                GiveOpinion(
                    party,
                    asked.sent,
                    today=today,
                    opinion=form.value("opinion"),
                    reasons=form.value("reasons"),
                    signed=form.value("signed"),
                    uploads=uploads,
                ).perform()
            except Refused as refused:
                form.wrong(_field_of(form), str(refused))
        if not form.errors:
            return gone_to(request, reverse("portal:opinion", args=[public_id, code]))
        if wants_json(request):
            return errors_json(form.errors)
    context = {
        "asked": asked,
        "agency": party.application.agency,
        "office": office_of(party.application.agency),
        "form": form,
        "opinions": tuple(OPINIONS.items()),
        "late": asked.until is not None and today > asked.until,
        "file_megabytes": LARGEST // MEGABYTE,
        "total_megabytes": MAX_TOTAL // MEGABYTE,
    }
    response = page(request, "portal/opinion.html", context, here="", column=APPLY, status=422 if form.errors else 200)
    response["X-Robots-Tag"] = "noindex"
    return response


def _field_of(form: Form) -> str:
    """The first field that lacks something: it is what a refusal speaks of."""
    if form.value("opinion") not in OPINIONS:
        return "opinion"
    if form.value("opinion") != "agree" and not form.value("reasons").strip():
        return "reasons"
    return ANY_FIELD if form.value("signed").strip() else "signed"
