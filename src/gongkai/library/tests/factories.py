"""Documents for tests, as they stand after publication."""

from __future__ import annotations

from datetime import date
from typing import Any

import factory
from factory.django import DjangoModelFactory

from gongkai.agencies.models import Agency
from gongkai.library.document_models import Declaration, Document, Relation
from gongkai.library.enums import DocumentClass
from gongkai.library.projection import project
from gongkai.publishing.models import ColumnPage
from gongkai.publishing.tests.factories import RecordFactory, column_of

TODAY = date(2026, 6, 1)


def policy_column(agency: Agency) -> ColumnPage:
    """The agency's column for documents, one for all of them."""
    return ColumnPage.objects.filter(issuer=agency, title="政策文件").first() or column_of(agency, "政策文件")


class DocumentFactory(DjangoModelFactory):
    """A published document; `signed_on`, `title` and `number` go to its record."""

    class Meta:
        model = Document
        skip_postgeneration_save = True

    class Params:
        signed_on = date(2024, 3, 1)
        title = factory.Sequence(lambda n: f"关于测试事项的规定（{n}）")
        number = factory.Sequence(lambda n: f"测规〔2024〕{n + 1}号")
        published = True

    agency = factory.SubFactory("gongkai.agencies.tests.factories.AgencyFactory")
    document_class = DocumentClass.NORMATIVE
    record = factory.LazyAttribute(
        lambda made: RecordFactory(
            agency=made.agency, column=policy_column(made.agency), title=made.title, document_number=made.number,
            signed_on=made.signed_on, published=made.published,
        )
    )  # fmt: skip

    @factory.post_generation
    def projection(document, create: bool, extracted: Any, **_: Any) -> None:
        """As the actions leave it."""
        if create:
            project(document, TODAY)


def relate(kind: str, source: Document | None, target: Document | None, on: date, **fields: Any) -> Relation:
    """A relation, with the projection that follows from it."""
    made = Relation.objects.create(kind=kind, source=source, target=target, on=on, **fields)
    if target:
        project(target, TODAY)
    return made


def declare(kind: str, document: Document, on: date, **fields: Any) -> Declaration:
    """A declaration, with the projection that follows from it."""
    made = Declaration.objects.create(kind=kind, document=document, on=on, ground="清理结果", **fields)
    project(document, TODAY)
    return made
