"""Making an agency's site from a preset, and applying a preset to a site that exists."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils import timezone

from gongkai.agencies.action import NOT_YOURS, Action, reference_to
from gongkai.agencies.models import Agency, User
from gongkai.publishing.columns.actions import new_column
from gongkai.publishing.columns.base import told
from gongkai.publishing.columns.presets import CHOICES, SECTION, Planned, Preset, preset
from gongkai.publishing.columns.rights import may_edit
from gongkai.publishing.columns.tree import add_below, columns_below, site_of
from gongkai.publishing.models import BasePage, ColumnPage, SiteHome


class MakeSite(Action[SiteHome]):
    """Make an agency's site with the columns of a preset, and with the statutory section, which every site has.

    `embedded`: a body that may have no site of its own (47号文: county departments, townships) gets the section alone,
    shown inside its government's site.
    """

    kind = "site.made"

    def __init__(
        self,
        actor: User | None,
        agency: Agency,
        preset: str = SECTION,
        *,
        embedded: bool = False,
        today: date,
        ground: str = "",
    ) -> None:
        super().__init__(actor, ground=ground)
        self.of, self.preset, self.embedded, self.today = agency, preset, embedded, today
        self.made: list[str] = []

    def refusals(self) -> list[str]:
        """One site an agency; an embedded one is the section and nothing else."""
        if not may_edit(self.actor, self.of):
            return [NOT_YOURS]
        reasons = []
        if site_of(self.of):
            reasons.append(f"{self.of}已有网站或者专栏。")
        if self.of.abolished_on:
            reasons.append(f"{self.of}已撤销。")
        if self.preset not in CHOICES:
            reasons.append("没有这种栏目预设。")
        elif self.embedded and self.preset != SECTION:
            reasons.append("不设独立网站的，只建政府信息公开专栏。")
        return reasons

    def change(self) -> SiteHome:
        """The home page first, then its columns; the preset's own composition of the home page stands at once."""
        root = BasePage.get_first_root_node()
        home = add_below(root, lambda: self._home(root))
        for name in dict.fromkeys((self.preset, SECTION)):
            self.made += _apply(home, preset(name), self.today)
        _compose_first(home, preset(self.preset))
        told(home)
        return home

    def _home(self, root: BasePage) -> SiteHome:
        return SiteHome(
            title=f"{self.of.name}政府信息公开专栏" if self.embedded else self.of.name,
            slug=_free(root, self.of.code.lower()),
            issuer=self.of,
            embedded=self.embedded,
            preset=self.preset,
            first_published_at=timezone.now(),
        )

    def subject(self, result: SiteHome) -> str:
        """The home page."""
        return reference_to(result)

    def agency(self, result: SiteHome) -> Agency | None:
        """Whose site it is."""
        return self.of

    def payload(self, result: SiteHome) -> dict[str, Any]:
        """From which preset, and how many columns."""
        return {"preset": self.preset, "embedded": self.embedded, "columns": len(self.made)}


class ApplyPreset(Action[SiteHome]):
    """Add to a site what it has not of a preset. Nothing that is there is doubled, renamed or moved."""

    kind = "site.preset_applied"

    def __init__(
        self, actor: User | None, home: SiteHome, preset: str, *, today: date, ground: str = ""
    ) -> None:  # fmt: skip
        super().__init__(actor, ground=ground)
        self.home, self.preset, self.today = home, preset, today
        self.made: list[str] = []

    def refusals(self) -> list[str]:
        """Something has to be missing."""
        if not may_edit(self.actor, self.home.issuer):
            return [NOT_YOURS]
        if self.preset not in CHOICES:
            return ["没有这种栏目预设。"]
        if self.home.embedded and self.preset != SECTION:
            return ["不设独立网站的，只建政府信息公开专栏。"]
        if not missing(self.home, self.preset):
            return ["这套预设的栏目都已经有了。"]
        return []

    def change(self) -> SiteHome:
        """Add the missing ones."""
        self.made = _apply(self.home, preset(self.preset), self.today)
        told(self.home)
        return self.home

    def subject(self, result: SiteHome) -> str:
        """The home page."""
        return reference_to(result)

    def agency(self, result: SiteHome) -> Agency | None:
        """Whose site it is."""
        return result.issuer

    def payload(self, result: SiteHome) -> dict[str, Any]:
        """Which preset, which columns."""
        return {"preset": self.preset, "columns": self.made}


def planned_for(agency: Agency, name: str) -> list[Planned]:
    """The columns that a preset has for this agency, from top to bottom."""
    return [each for _, each in _fitting(preset(name).columns, agency)]


def columns_with(agency: Agency, name: str) -> list[str]:
    """The titles of all columns that a site of this agency begins with: the preset's and the statutory section's."""
    planned = [each for of in dict.fromkeys((name, SECTION)) for each in planned_for(agency, of)]
    return list({each.key: each.title for each in planned}.values())


def missing(home: SiteHome, name: str) -> list[str]:
    """The titles of the columns that applying a preset to the site would add. Two queries."""
    if home.issuer is None:
        return []
    there = _Site(home)
    wanted = _fitting(preset(name).columns, home.issuer)
    return [each.title for above, each in wanted if there.find(each, there.page(above) if above else None) is None]


def _fitting(
    columns: Iterable[Planned], agency: Agency, above: Planned | None = None
) -> list[tuple[Planned | None, Planned]]:
    found: list[tuple[Planned | None, Planned]] = []
    for each in columns:
        if each.where.fits(agency):
            found += [(above, each), *_fitting(each.below, agency, each)]
    return found


class _Site:
    """The columns of a site, found by their key, or by their title below the same page."""

    def __init__(self, home: SiteHome) -> None:
        self.home = home
        columns = list(columns_below(home))
        self.by_key = {column.slug: column for column in columns}
        self.by_title = {(column.path[: -column.steplen], column.title): column for column in columns}

    def page(self, planned: Planned) -> ColumnPage | None:
        return self.by_key.get(planned.key)

    def find(self, planned: Planned, parent: BasePage | None) -> ColumnPage | None:
        above = parent or self.home
        return self.page(planned) or self.by_title.get((above.path, planned.title))

    def keep(self, planned: Planned, column: ColumnPage) -> None:
        self.by_key[planned.key] = column


def _apply(home: SiteHome, chosen: Preset, today: date) -> list[str]:
    """Add what is missing; returns the keys of what was added."""
    assert home.issuer is not None
    site, made = _Site(home), []
    inside = site.by_key.get(chosen.inside)
    for above, planned in _fitting(chosen.columns, home.issuer):
        parent: BasePage = site.by_key[above.key] if above else inside or home
        found = site.find(planned, parent)
        if found is None:
            found = add_below(
                parent,
                lambda planned=planned, parent=parent: new_column(  # type: ignore[misc]
                    parent, today, title=planned.title, slug=planned.key, **planned.fields
                ),
            )
            made.append(planned.key)
            if above is None and inside is not None:
                _first(found, inside)
        site.keep(planned, found)
    return made


def _first(column: ColumnPage, parent: BasePage) -> None:
    """The statutory section stands first in its module."""
    column.move(BasePage.objects.get(pk=parent.pk), pos="first-child")
    column.refresh_from_db()


def _compose_first(home: SiteHome, chosen: Preset) -> None:
    """The home page as the preset has it: `kind:key,key` a block, without the columns that the agency has not got."""
    keys = dict(columns_below(home).values_list("slug", "pk"))
    blocks: list[dict[str, Any]] = []
    for line in chosen.home:
        kind, _, named = line.partition(":")
        columns = [keys[key] for key in named.split(",") if key in keys]
        if kind == "side_by_side" and len(columns) == 1:
            kind = "latest"
        if columns:
            blocks.append({"type": kind, "value": {"title": "", "columns": columns, "rows": 6}})
        elif not named:
            blocks.append({"type": kind, "value": {"title": "", "rows": 6} if kind != "application" else {"title": ""}})
    fresh = SiteHome.objects.get(pk=home.pk)
    fresh.body = blocks
    fresh.save()
    home.refresh_from_db()


def _free(root: BasePage, slug: str) -> str:
    taken = set(BasePage.objects.child_of(root).filter(slug__startswith=slug).values_list("slug", flat=True))
    number = 2
    wanted = slug
    while wanted in taken:
        wanted, number = f"{slug}-{number}", number + 1
    return wanted
