"""The tree of columns as pages need it: the main navigation, where a column stands, and the addresses of all."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Q, Subquery, Value
from django.db.models.functions import Concat
from django.urls import reverse

from gongkai.agencies.models import Agency
from gongkai.portal.leaving import departure
from gongkai.portal.models import SiteMarks
from gongkai.portal.written.keeping import store
from gongkai.publishing.enums import ColumnKind, ColumnView
from gongkai.publishing.models import BasePage, ColumnPage, SiteHome

_STEP = BasePage.steplen
SITE_DEPTH = 2
_LOWEST, _HIGHEST = "0" * _STEP, "Z" * _STEP


@dataclass(frozen=True, slots=True)
class NavigationEntry:
    """An entry of the main navigation; `key` is what a page names to be shown beneath it."""

    label: str
    url: str
    key: str


@dataclass(frozen=True, slots=True)
class Navigation:
    """What stands around every page: the modules of the top agency's site, which part of the tree that site is (""
    while there is none), and the site's marks."""

    marks: SiteMarks
    entries: tuple[NavigationEntry, ...]
    top: str
    disclosure: str
    """The key of the module that the statutory section, the reports and applications belong to."""


def top_site() -> SiteHome | None:
    """The site of the agency above all others, whose home page is the home page of the platform."""
    return (
        SiteHome.objects.live().filter(issuer__parent=None).select_related("issuer__publishing_office")
        .order_by("path").first()
    )  # fmt: skip


def navigation() -> Navigation:
    """The main navigation. Asked for once, and again when anything has changed before the public: two queries, mostly
    none."""
    global _known
    # Counted on when a change is committed (`portal.written`), in whichever process; looked at before the tree is.
    generation = store().generation()
    if _known is None or _known[0] != generation:
        _known = generation, _navigation()
    return _known[1]


def forget_navigation() -> None:
    """Ask anew next time: for whoever changes the tree without telling, as tests do."""
    global _known
    _known = None


_known: tuple[bytes, Navigation] | None = None


def _navigation() -> Navigation:
    path = Subquery(SiteHome.objects.live().filter(issuer__parent=None).order_by("path").values("path")[:1])
    modules = [
        module
        for module in ColumnPage.objects.live()
        .filter(
            depth=SITE_DEPTH + 1,
            path__gt=Concat(path, Value(_LOWEST)),
            path__lte=Concat(path, Value(_HIGHEST)),
        )
        .select_related("issuer")
        .order_by("path")
        if module.kind != ColumnKind.HOME
    ]
    entries = tuple(NavigationEntry(module.title, column_url(module), module.public_id) for module in modules)
    disclosure = next((module.public_id for module in modules if "公开" in module.title), "")
    top = modules[0].path[: _STEP * SITE_DEPTH] if modules else ""
    return Navigation(SiteMarks.current(), entries, top, disclosure)


@dataclass(frozen=True)
class Surroundings:
    """Where a column stands."""

    above: tuple[ColumnPage, ...]
    """From the module down to the column above it."""
    siblings: tuple[ColumnPage, ...]
    """The columns beside it, itself among them, in their order."""
    children: tuple[ColumnPage, ...]
    beside_above: tuple[ColumnPage, ...] = ()
    """The columns beside the one above it, that one among them."""
    site: BasePage | None = None

    @property
    def section(self) -> ColumnPage | None:
        """The statutory section in which the column stands, if it does."""
        return next((one for one in self.above if one.kind == ColumnKind.STATUTORY), None)


def surroundings(column: ColumnPage, *, children: bool = True) -> Surroundings:
    """The columns above, beside and beneath a column. One query."""
    steps = range(_STEP * SITE_DEPTH, len(column.path), _STEP)
    above = column.path[:-_STEP]
    wanted = Q(path__in=[column.path[:end] for end in steps]) | _children_of(above, column.depth)
    if column.depth > SITE_DEPTH + 2:
        wanted |= _children_of(above[:-_STEP], column.depth - 1)
    if children:
        wanted |= _children_of(column.path, column.depth + 1)
    pages = list(BasePage.objects.live().filter(wanted).select_related("columnpage", "issuer").order_by("path"))
    columns = [page.columnpage for page in pages if page.depth > SITE_DEPTH]
    for page in pages:
        if page.depth > SITE_DEPTH:
            page.columnpage.issuer = page.issuer  # the same, not joined and made a second time
    return Surroundings(
        tuple(one for one in columns if one.depth < column.depth and column.path.startswith(one.path)),
        tuple(one for one in columns if one.depth == column.depth),
        tuple(one for one in columns if one.depth == column.depth + 1),
        tuple(one for one in columns if one.depth == column.depth - 1),
        next((page for page in pages if page.depth == SITE_DEPTH), None),
    )


def _children_of(path: str, depth: int) -> Q:
    return Q(depth=depth, path__gt=path + _LOWEST, path__lte=path + _HIGHEST)


def columns_of(path: str, *, depth: int | None = None) -> list[ColumnPage]:
    """The live columns beneath a page, in the tree's order; with `depth`, only those at it. One query."""
    lowest, highest = BasePage._get_children_path_interval(path)
    found = ColumnPage.objects.live().filter(path__range=(lowest, highest)).select_related("issuer").order_by("path")
    return list(found if depth is None else found.filter(depth=depth))


def column_url(column: ColumnPage) -> str:
    """Where a column is read: what is made from other records is drawn at addresses of its own."""
    if column.view == ColumnView.LINK and column.link:
        return departure(column.link)
    if column.issuer and (address := _elsewhere(column, column.issuer)):
        return address
    return reverse("portal:column", args=[column.public_id])


def _elsewhere(column: ColumnPage, agency: Agency) -> str | None:
    if column.kind == ColumnKind.STATUTORY and column.view == ColumnView.GROUP:
        return section_url(agency)
    match column.view:
        case ColumnView.GUIDE:
            return reverse("portal:guide", args=[agency.code])
        case ColumnView.CATALOGUE:
            return reverse("portal:catalogue", args=[agency.code])
        case ColumnView.ANNUAL_REPORTS:
            return reports_url(agency)
        case ColumnView.APPLICATION:
            return application_url(agency)
    return None


def section_url(agency: Agency) -> str:
    """The statutory section of an agency."""
    if agency.parent_id is None:
        return reverse("portal:disclosure")
    return reverse("portal:section", args=[agency.code])


def reports_url(agency: Agency) -> str:
    """The annual reports: of all for the agency above all, which publishes those of its units too."""
    everything = reverse("portal:report_list")
    return everything if agency.parent_id is None else f"{everything}?{urlencode({'q': agency.name})}"


def application_url(agency: Agency) -> str:
    """The form for applications, with the agency chosen."""
    return f"{reverse('portal:apply')}?{urlencode({'jg': agency.code})}"


def site_url(agency: Agency, *, embedded: bool = False) -> str:
    """An agency's home page: the platform's own for the agency above all."""
    if agency.parent_id is None:
        return reverse("portal:home")
    return reverse("portal:section" if embedded else "portal:agency_home", args=[agency.code])
