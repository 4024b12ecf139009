"""依申请公开: the guide, the form to print, and the form to fill in without an account."""

from __future__ import annotations

from urllib.parse import quote

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.agencies.action import Refused
from gongkai.agencies.models import Agency
from gongkai.applications.actions import Contents
from gongkai.applications.actions.public import Apply
from gongkai.applications.enums import Matter
from gongkai.applications.models import Application
from gongkai.applications.office_settings import office_of
from gongkai.applications.public import accepting_agencies
from gongkai.documents.official_pdf import NoFont
from gongkai.portal import apply_form, blank_form, case_access
from gongkai.portal.apply_form import ApplyForm
from gongkai.portal.forms import ANY_FIELD, Form, errors_json, gone_to, new_key, read_key, wants_json
from gongkai.portal.pages import APPLY, Crumb, page
from gongkai.portal.uploads import LARGEST, MAX_TOTAL, MEGABYTE, takes_files

A_PAGE = 40
TOO_LONG = "填写的文字过长，没有提交；请精简后再交，或者把较长的内容作为文件上传。"
EXPIRED = "这个页面已经过期，没有提交。请核对内容、重新选择文件后再点“提交申请”。"
SENT_BEFORE = (
    "刚才已经提交过一份申请（编号{number}，{subject}），现在填写的内容与那一份不同。"
    "如果要另外提交一份，请核对后再点一次“提交申请”。"
)


def crumbs(*more: Crumb) -> list[Crumb]:
    """The way from the home page to a page of 依申请公开."""
    return [("首页", reverse("portal:home")), ("政府信息公开", ""), ("依申请公开", reverse("portal:apply")), *more]


def _too_large(request: HttpRequest) -> HttpResponse:
    """What is said to a form whose text alone is more than we read."""
    if wants_json(request):
        return errors_json({"description": TOO_LONG}, 413)
    context = {"heading": "没有提交", "sentence": TOO_LONG}
    return page(request, "portal/error.html", context, here="apply", column=APPLY, status=413)


@never_cache
@takes_files(_too_large)
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest) -> HttpResponse:
    """Guide and form of the agency asked for; the list of agencies where there are several and none was."""
    if request.method == "POST":
        agency = accepting_agencies().filter(code=request.POST.get("jg", "")[:32]).first()
        return _taken(request, agency) if agency else _choose(request, status=422)
    if code := request.GET.get("jg", "").replace("\0", ""):
        chosen = accepting_agencies().filter(code=code[:32]).first()
        if chosen is None:
            raise Http404
        return _form(request, chosen, _empty(request))
    first = list(accepting_agencies()[:2])
    return _form(request, first[0], _empty(request)) if len(first) == 1 else _choose(request)


def _empty(request: HttpRequest) -> Form:
    """The form before anything was filled in, but for the words that a search handed over."""
    return Form({"matter": Matter.DISCLOSURE.value, "subject": _handed_over(request)})


def _handed_over(request: HttpRequest) -> str:
    """What is wanted, as the page that somebody comes from names it."""
    return request.GET.get("neirong", "").replace("\0", "").strip()[: apply_form.LONGEST_SUBJECT]


def _choose(request: HttpRequest, status: int = 200) -> HttpResponse:
    name = request.GET.get("q", "").replace("\0", "").strip()[:60]
    agencies = accepting_agencies()
    shown = Paginator(agencies.filter(name__icontains=name) if name else agencies, A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {"page": shown, "q": name, "none_chosen": status != 200, "subject": _handed_over(request)}
    return page(
        request, "portal/apply/choose.html", context,
        here="apply", column=APPLY, breadcrumb=[*crumbs()[:-1], ("依申请公开", "")], status=status,
    )  # fmt: skip


def _form(request: HttpRequest, agency: Agency, form: Form, *, key: str = "", status: int = 200) -> HttpResponse:
    count = apply_form.applicant_count(form.values)
    context = {
        "agency": agency,
        "office": office_of(agency),
        "form": form,
        "key": key or new_key(),
        "applicants": range(1, count + 1),
        "count": count,
        "may_add": count < apply_form.MOST_APPLICANTS,
        "most_applicants": apply_form.MOST_APPLICANTS,
        "matters": apply_form.MATTERS,
        "types": apply_form.type_choices(),
        "id_kinds": apply_form.ID_KINDS,
        "forms": apply_form.FORMS,
        "ways": apply_form.WAYS,
        "agent_open": any(name.startswith("agent") or name == "authority" for name in form.errors)
        or any(form.value(name) for name in ("agent_name", "agent_id_number", "agent_phone")),
        "file_megabytes": LARGEST // MEGABYTE,
        "total_megabytes": MAX_TOTAL // MEGABYTE,
    }
    return page(
        request, "portal/apply/form.html", context,
        here="apply", column=APPLY, breadcrumb=crumbs((agency.name, "")), status=status,
    )  # fmt: skip


def _taken(request: HttpRequest, agency: Agency) -> HttpResponse:
    """The application from the form; the form again where something is wrong, or another place was asked for."""
    form = ApplyForm(request)
    if act := form.value("act"):
        change = apply_form.add_applicant if act == "add" else apply_form.remove_applicant
        return _form(request, agency, Form(change(form.values)), key=form.value("key"))
    contents = form.contents()
    key = read_key(form.value("key"))
    if contents is None:
        return _wrong(request, agency, form, key=form.value("key") if key else "")
    if not key:
        form.wrong(ANY_FIELD, EXPIRED)
        return _wrong(request, agency, form)
    try:
        case = Apply(agency, contents, today=timezone.localdate(), submission_key=key).perform()
    except Refused as refused:
        form.wrong(ANY_FIELD, str(refused))
        return _wrong(request, agency, form, key=form.value("key"))
    if not _same(case, agency, contents):
        form.wrong(ANY_FIELD, SENT_BEFORE.format(number=case.receipt_no, subject=case.subject))
        return _wrong(request, agency, form)
    response = gone_to(request, reverse("portal:receipt", args=[case.public_id]))
    case_access.grant(request, response, case)
    return response


def _same(case: Application, agency: Agency, contents: Contents) -> bool:
    """Whether the case is what was just sent, not an earlier application from the same page."""
    sent = (agency.pk, contents.matter, contents.subject.strip(), contents.description.strip())
    same_name = case.applicant_name == contents.people[0].name
    return same_name and sent == (case.agency_id, case.matter, case.subject, case.description)


def _wrong(request: HttpRequest, agency: Agency, form: Form, *, key: str = "") -> HttpResponse:
    """The form with what is wrong; a new key where the old one is used up."""
    key = key or new_key()
    if wants_json(request):
        return errors_json(form.errors, key=key)
    return _form(request, agency, form, key=key, status=422)


@require_safe
def blank(request: HttpRequest, code: str, format: str) -> HttpResponse:
    """The form to print and fill in by hand, as Word or PDF."""
    agency = accepting_agencies().filter(code=code).first()
    matter = Matter.CORRECTION if request.GET.get("shixiang") == "gengzheng" else Matter.DISCLOSURE
    if agency is None or format not in blank_form.MEDIA_TYPES:
        raise Http404
    try:
        content = blank_form.blank_form(agency, matter, format)
    except NoFont as sentence:
        return HttpResponse(str(sentence), status=503, content_type="text/plain; charset=utf-8")
    response = HttpResponse(content, content_type=blank_form.MEDIA_TYPES[format])
    name = quote(f"{blank_form.TITLES[matter]}.{format}")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response
