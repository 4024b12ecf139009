"""Every address of a process with something real in the place of each of its arguments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RegexPattern

from gongkai.annual_reports.office.compiled import STEPS
from gongkai.applications.office.act_forms import ACT_FORMS as CASE_ACTS
from gongkai.applications.procedure import stage_moves
from gongkai.applications.statistics import SHEETS
from gongkai.disputes.office.act_forms import ACT_FORMS as DISPUTE_ACTS
from gongkai.library.counting import FIGURES
from gongkai.library.enums import DocumentClass, Format
from gongkai.publishing.office.columns import STATUS_ACTS
from gongkai.publishing.office.columns_templates import ACTS as TEMPLATE_ACTS
from gongkai.publishing.office.record_acts import ACTS as RECORD_ACTS
from gongkai.publishing.office.record_pins import PIN_ACTS
from tests.support.one_of_each import YEAR, OneOfEach

Values = Mapping[str, Sequence[Any]]

NOT_TRIED = {
    "office/failwhale/": "Wagtail's own trial of the page for faults: fails on purpose",
}
"""Addresses that are left out, each with its reason."""

NOT_NOW = {
    "office/nianbao/bianzhi/<slug:public_id>/anjian/": "asks for a figure's cell",
    "office/shenqing/zhuanru/taizhang.<slug:form>": "asks for a year",
    "office/fabu/lanmu/shouye/<str:public_id>/fabu/": "asks which draft of the home page was seen",
    "office/fabu/lanmu/shouye/<str:public_id>/tuihui/": "asks which draft of the home page was seen",
    "office/fabu/xinxi/<slug:public_id>/jiancha/": "asks what is to be done with which finding",
}
"""Addresses that are not there even for who works here, without the rest that is asked for; each with its reason."""

_ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")
_GROUPS = {
    r"^(?P<pk>\d+)/revisions/compare/(?P<revision_id_a>live|earliest|\d+)\.\.\.(?P<revision_id_b>live|latest|\d+)/$": (
        "<pk>/revisions/compare/earliest...latest/"
    ),
    r"^(\d+)/(.*)$": "<document_id>/<file_name>",
    r"^.*/$": "no-such-screen/",
}
"""Addresses that are written as regular expressions with groups, as they would be written without."""


class NoObject(Exception):
    """An address has an argument for which there is nothing."""


def routes(urlconf: str) -> list[str]:
    """Every address of the process, as it is written, with its arguments in angle brackets."""
    return list(_walk(get_resolver(urlconf), ""))


def _walk(resolver: URLResolver, above: str) -> Iterator[str]:
    for each in resolver.url_patterns:
        route = str(each.pattern)
        if isinstance(each.pattern, RegexPattern):
            route = _GROUPS.get(route, route.strip("^$"))
        if isinstance(each, URLPattern):
            yield above + route
        else:
            yield from _walk(each, above + route)


def filled(route: str, given: Mapping[str, Values]) -> list[str]:
    """The addresses of a route, one for each combination of the values of its arguments.

    `given` has the values by the beginning of the route; the longest that has the argument counts. Raises NoObject.
    """
    names = _ARGUMENT.findall(route)
    choices = [_values(route, name, given) for name in names]
    made = []
    for values in product(*choices):
        address, left = route, iter(values)
        made.append("/" + _ARGUMENT.sub(lambda _found: str(next(left)), address))  # noqa: B023 (used at once)
    return made


def _values(route: str, name: str, given: Mapping[str, Values]) -> Sequence[Any]:
    for beginning in sorted(given, key=len, reverse=True):
        if route.startswith(beginning) and name in given[beginning]:
            return given[beginning][name]
    raise NoObject(f"{route}: nothing for “{name}”")


def of_public(world: OneOfEach) -> dict[str, Values]:
    """What stands in the addresses of the public site: also what is not public, to see that it is not shown."""
    records = [world.published, world.draft, world.waiting, world.withdrawn, world.unpublished_document.record]
    downloads = world.document.downloads.all()
    return {
        "": {"code": [world.agency.code], "format": ["rss", "atom"], "year": [YEAR, YEAR - 1], "span": [1]},
        "lm/": _ids(world.column, world.points),
        "wz/": _ids(*records),
        "fw/": _ids(*records),
        "fj/": _ids(world.public_file, world.private_file, world.withdrawn_file) | {"name": ["fujian.txt"]},
        "xz/": _ids(*downloads),
        "qianru/": _ids(world.column),
        "xxgk/nianbao/": {"format": ["html", "json"]},
        "xxgk/shenqing/": {"format": ["docx"]},
        "xxgk/chaxun/": _ids(world.case) | {"material": [world.material.public_id, world.released.public_id]},
        "xxgk/yijian/": _ids(world.party) | {"code": ["00000000"]},
        "xxgk/yishenqing-gongkai/": _ids(world.answer, world.proposed)
        | {"material": [world.released.public_id, world.material.public_id]},
    }


def of_office(world: OneOfEach) -> dict[str, Values]:
    """What stands in the addresses of the back office."""
    return {
        "office/": {"code": [world.agency.code]},
        "office/nianbao/": _ids(world.report, world.unpublished),
        "office/nianbao/shangchuan/": {"batch_id": [world.batch.public_id]},
        "office/nianbao/bianzhi/": _ids(world.compiled)
        | {"section": ["1", "5"], "format": ["json", "html"], "step": list(STEPS)},
        "office/fuyi-susong/": _ids(world.dispute)
        | {"act_id": list(DISPUTE_ACTS), "form": ["csv"], "file_id": [world.dispute_file.public_id]},
        "office/shenqing/": _ids(world.case)
        | {
            "act_id": list(CASE_ACTS),
            "event_id": [world.case.events.first().public_id],
            "form": ["xlsx"],
            "format": ["docx"],
            "kind_id": ["granted"],
            "letter_id": [world.letter.public_id],
            "material_id": [world.material.public_id, world.paper.public_id],
            "move_id": list(stage_moves()),
            "page": [1],
            "party_id": [world.party.public_id],
            "sheet": list(SHEETS),
            "task_id": [world.task.public_id],
        },
        "office/shenqing/shitu/": _ids(world.view),
        "office/shenqing/zhuanru/": _ids(world.register),
        "office/wenjianku/": _ids(world.document, world.unpublished_document)
        | {"what": [world.declaration.public_id], "form": Format.values},
        "office/wenjianku/shuzi/": {"document_class": [DocumentClass.NORMATIVE.value], "figure": list(FIGURES)},
        "office/wenjianku/jiedu/": _ids(world.interpretation),
        "office/wenjianku/qingli/": _ids(world.round),
        "office/fabu/": {},
        "office/fabu/shenhe/": _ids(world.waiting),
        "office/fabu/zhengqiu/": _ids(world.asked_here),
        "office/fabu/chehui/": _ids(world.withdrawn.withdrawals.get()),
        "office/fabu/fujian/": _ids(
            world.private_file, world.public_file, world.withdrawn_file, world.drawing, world.captions
        ),
        "office/fabu/xinxi/": _ids(world.draft, world.waiting, world.published, world.withdrawn) | {"number": [1]},
        "office/fabu/xinxi/<slug:public_id>/ban/": _ids(world.waiting, world.withdrawn) | {"act_id": list(RECORD_ACTS)},
        "office/fabu/lanmu/": _ids(world.column) | {"act": ["huifu", "hedui", "shanchu"]},
        "office/fabu/lanmu/<str:public_id>/zhiding/": {
            "record_id": [world.published.public_id],
            "act": list(PIN_ACTS),
        },
        "office/fabu/lanmu/<str:public_id>/riqi/": {"act": list(STATUS_ACTS)},
        "office/fabu/lanmu/shouye/": _ids(world.site),
        "office/fabu/moban/": _ids(world.template) | {"act": list(TEMPLATE_ACTS)},
        "office/fabu/shixiang/": _ids(world.items) | {"item_id": [world.item.public_id]},
        "office/fabu/yaodian/<str:public_id>/luoshi/": _ids(world.point),
        "office/fabu/yaodian/": _ids(world.points) | {"point_id": [world.point.public_id]},
        "office/fabu/jigou/": _ids(world.leader),
        "office/rili/": {"year": [YEAR]},
        "office/renyuan/": _ids(world.owner) | {"role_id": [world.role.public_id]},
    } | _of_wagtail(world)


def _of_wagtail(world: OneOfEach) -> dict[str, Values]:
    it = world.wagtail
    page = {
        name: [it.page] for name in ("pk", "page_id", "parent_page_id", "page_to_move_id", "destination_id", "page_pk")
    }
    model = {"app_label": ["publishing"], "app_name": ["publishing"], "content_type_app_name": ["publishing"]}
    names = ("model_name", "content_type_model_name")
    documents = {name: [it.document, it.shown_document] for name in ("document_id", "doc_id", "pk")}
    pictures = {name: [it.picture] for name in ("image_id", "pk")}
    return {
        "office/api/main/": {"action_name": ["publish", "delete", "copy"], "pk": [it.page]},
        "office/api/main/documents/": documents,
        "office/api/main/images/": pictures,
        "office/bulk/": {
            "app_label": ["wagtailcore", "publishing"], "model_name": ["page", "attachment", "picture"],
            "action": ["delete", "publish", "move"],
        },
        "office/pages/": page
        | model
        | {name: ["columnpage"] for name in names}
        | {
            "action_name": ["approve", "reject"],
            "task_state_id": [it.task_state],
            "task_id": [it.task],
            "revision_id": [it.revision],
            "workflow_state_id": [it.workflow_state],
        },
        "office/choose-page/": page,
        "office/tag-autocomplete/": {"app_name": ["taggit"], "model_name": ["tag"]},
        "office/collections/": {"pk": [it.collection], "collection_id": [it.collection]},
        "office/workflows/": {"pk": [it.workflow], "workflow_pk": [it.workflow], "page_pk": [it.page]},
        "office/workflows/tasks/": {"app_label": ["publishing"], "model_name": ["reviewtask"], "pk": [it.task]},
        "office/workflows/task_chooser/": {"task_id": [it.task]},
        "office/editing-sessions/": {
            "app_label": ["publishing", "publishing"], "model_name": ["record", "columnpage"],
            "object_id": [world.draft.pk, it.page], "session_id": [1],
        },
        "office/documents/": documents | {"uploaded_file_id": [1]},
        "office/images/": pictures | {"uploaded_file_id": [1], "filter_spec": ["original"]},
        "office/users/": {"pk": [it.user]},
        "office/groups/": {"pk": [it.group]},
        "office/sites/": {"pk": [it.site]},
        "office/password_reset/": {"uidb64": ["MQ"], "token": ["set-password"]},
        "documents/": documents | {"file_name": ["fujian.txt"], "restriction_id": [1]},
    }  # fmt: skip


def _ids(*objects: Any) -> dict[str, list[str]]:
    return {"public_id": [each.public_id for each in objects]}
