"""The tree of pages beneath our actions: adding a page although others do so too, and finding a page's site."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.db.models.functions import Length

from gongkai.agencies.models import Agency
from gongkai.publishing.models import BasePage, ColumnPage, SiteHome

Made = TypeVar("Made", bound=BasePage)
TRIES = 5


def add_below(parent: BasePage, make: Callable[[], Made]) -> Made:
    """Add the page that `make()` gives as the last one below `parent`.

    Two who add below the same page at the same time reckon the same place in the tree: who comes second is refused by
    the database and tries again with the place after it. Raises IntegrityError when that does not help.
    """
    for left in reversed(range(TRIES)):
        try:
            with transaction.atomic():
                return BasePage.objects.get(pk=parent.pk).add_child(instance=make())
        except IntegrityError:
            if not left:
                raise
    raise AssertionError("a try returns or raises")


def site_of(agency: Agency) -> SiteHome | None:
    """The agency's home page, None where it has none."""
    return SiteHome.objects.filter(issuer=agency).order_by("path").first()


def home_above(page: BasePage) -> SiteHome | None:
    """The home page of the site in which the page stands: the nearest above it, or itself."""
    found = SiteHome.objects.ancestor_of(page, inclusive=True).annotate(depth_of=Length("path"))
    return found.order_by("-depth_of").select_related("issuer").first()


def columns_below(page: BasePage) -> QuerySet[ColumnPage]:
    """The columns below a page, in the order of the tree."""
    return ColumnPage.objects.descendant_of(page).order_by("path")


def free_slug(parent: BasePage) -> str:
    """The part of the address for a new column below this page: lm and a number that no sibling has."""
    taken = set(BasePage.objects.child_of(parent).values_list("slug", flat=True))
    number = len(taken) + 1
    while f"lm{number}" in taken:
        number += 1
    return f"lm{number}"
