"""更新情况: columns that are over their term or empty, and the dashboard's panel for who keeps them."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.agencies.models import User
from gongkai.agencies.office.dashboard import Panel, Row
from gongkai.agencies.office.paging import page_of
from gongkai.publishing.columns.rights import agencies_kept_by
from gongkai.publishing.columns.stale import empty_columns, lines, stale_columns, terms
from gongkai.publishing.items.queries import unserved
from gongkai.publishing.models import DisclosureItem
from gongkai.publishing.office.columns_screens import OfficeRequest, chosen, may_read, tab, typed
from gongkai.publishing.profiles import unchecked

STALE = "publishing:stale_columns"


@may_read
@require_safe
def stale(request: OfficeRequest) -> HttpResponse:
    """The columns of one agency, or of all that the person sees, with owner, term and days over it."""
    whose = chosen(request)
    today = timezone.localdate()
    everywhere = typed(request.GET, "all") == "1" and len(whose.agencies) > 1
    agencies = whose.agencies if everywhere else [whose.agency]
    only_empty = typed(request.GET, "empty") == "1"
    late, empty = stale_columns(agencies, today), empty_columns(agencies)
    page = page_of(request, empty if only_empty else late)
    context = {
        "page": page,
        "lines": [] if only_empty else lines(page, today),
        "only_empty": only_empty,
        "everywhere": everywhere,
        "number": empty.count() if not only_empty else late.count(),
        "limits": terms().limits,
    }
    return tab(request, STALE, "publishing/office/columns_stale.html", context, whose)


def waiting_columns(user: User, today: date) -> Panel | None:
    """What is not kept up, for who keeps it; None for everybody else."""
    agencies = agencies_kept_by(user)
    if not agencies:
        return None
    profiles, leaders = unchecked(agencies, today)
    address = reverse(STALE)
    rows = (
        Row("栏目超期未更新", stale_columns(agencies, today).count(), f"{address}?all=1"),
        Row("空白栏目", empty_columns(agencies).count(), f"{address}?all=1&empty=1"),
        Row(
            "公开事项未落实",
            unserved(DisclosureItem.objects.filter(items__agency__in=agencies), today).count(),
            reverse("publishing:unserved_items"),
        ),
        Row("机构资料一年未核对", profiles.count() + leaders.count(), reverse("publishing:unchecked_profiles")),
    )
    return Panel("栏目和事项", tuple(row for row in rows if row.count))
