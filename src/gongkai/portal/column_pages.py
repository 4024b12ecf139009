"""What pages of columns and of the records in them have in common: the way back through the tree, the module."""

from __future__ import annotations

from django.urls import reverse

from gongkai.portal.pages import Crumb
from gongkai.portal.site_tree import SITE_DEPTH, Navigation, Surroundings, column_url
from gongkai.publishing.models import ColumnPage


def home_crumbs(around: Surroundings, main: Navigation) -> list[Crumb]:
    """首页, and the home page of the unit whose column it is."""
    crumbs: list[Crumb] = [("首页", reverse("portal:home"))]
    site = around.site
    if site is not None and site.issuer is not None and not site.path.startswith(main.top or "-"):
        crumbs.append(
            (site.issuer.short_name or site.issuer.name, reverse("portal:agency_home", args=[site.issuer.code]))
        )
    return crumbs


def crumbs_to(column: ColumnPage, around: Surroundings, main: Navigation) -> list[Crumb]:
    """The way from the home page to the column, the column itself a link."""
    way = [(one.title, column_url(one)) for one in (*around.above, column)]
    return [*home_crumbs(around, main), *way]


def module_key(column: ColumnPage, around: Surroundings) -> str:
    """The entry of the main navigation that the column belongs to."""
    if column.depth == SITE_DEPTH + 1:
        return column.public_id
    return around.above[0].public_id if around.above else ""
