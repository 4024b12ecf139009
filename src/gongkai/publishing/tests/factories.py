"""Sites, columns and records for tests: rows as they stand after publication, without the way there."""

from __future__ import annotations

from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory
from wagtail.models import Page

from gongkai.agencies.models import Agency
from gongkai.agencies.tests.factories import AgencyFactory
from gongkai.publishing.live_gate import opened
from gongkai.publishing.models import BasePage, ColumnPage, Placement, Record, SiteHome


def site_of(agency: Agency, **fields: Any) -> SiteHome:
    """The agency's home page, made beneath the root if it is not there."""
    found = SiteHome.objects.filter(issuer=agency).first()
    if found:
        return found
    root = BasePage.get_first_root_node()
    return root.add_child(instance=SiteHome(title=agency.name, slug=agency.code.lower(), issuer=agency, **fields))


def column_of(agency: Agency, title: str = "通知公告", parent: Page | None = None, **fields: Any) -> ColumnPage:
    """A column of the agency's site."""
    above = parent or site_of(agency)
    above.refresh_from_db()
    slug = f"lm{above.numchild + 1}"
    return above.add_child(instance=ColumnPage(title=title, slug=slug, issuer=agency, **fields))


class RecordFactory(DjangoModelFactory):
    """A draft; `published=True` makes it live, with its placement."""

    class Meta:
        model = Record
        skip_postgeneration_save = True

    class Params:
        published = factory.Trait(
            live=True,
            state="published",
            stage="done",
            published_at=factory.LazyFunction(timezone.now),
            index_number=factory.Sequence(lambda n: f"000000000/2026-{n:05d}"),
        )

    agency = factory.SubFactory(AgencyFactory)
    column = factory.LazyAttribute(lambda made: column_of(made.agency))
    title = factory.Sequence(lambda n: f"关于测试事项的通知（{n}）")
    body = "<p>测试正文。</p>"
    live = False

    @classmethod
    def _create(cls, model_class: type[Record], *arguments: Any, **fields: Any) -> Record:
        with opened():
            return super()._create(model_class, *arguments, **fields)

    @factory.post_generation
    def placement(record, create: bool, extracted: Any, **_: Any) -> None:
        """What the column's list reads."""
        if create and record.live:
            Placement.objects.create(record=record, column=record.column, published_at=record.published_at)
