"""The sample city's library shows every status and is loaded once."""

from __future__ import annotations

import pytest
from django.utils import timezone

from gongkai.agencies.enums import Kind, Level
from gongkai.agencies.models import Agency
from gongkai.agencies.tests.factories import AgencyFactory
from gongkai.library import sample
from gongkai.library.document_models import Document
from gongkai.library.enums import Medium, Status
from gongkai.library.interpretation_models import Interpretation
from gongkai.library.queries import running_out
from gongkai.publishing.models import PublishingOffice
from gongkai.publishing.sample import load_columns

pytestmark = pytest.mark.django_db


def test_every_status_and_nothing_twice():
    city = AgencyFactory(code="ch", name="澄湖市人民政府", level=Level.MUNICIPAL, kind=Kind.GOVERNMENT)
    AgencyFactory(code="ch-zrzy", name="澄湖市自然资源和规划局", level=Level.MUNICIPAL, parent=city)
    today = timezone.localdate()
    load_columns(today)
    for number, agency in enumerate(Agency.objects.filter(code__in=("ch", "ch-zrzy")), start=1):
        PublishingOffice.objects.create(agency=agency, organisation_code=f"{number:09}")
    # Without the city's other records, of which three become documents too.
    assert sample.load(today) == Document.objects.count() == 13
    assert sample.load(today) == 0
    assert set(Document.objects.values_list("status", flat=True)) == set(Status.values) - {Status.PENDING}
    media = set(Interpretation.objects.values_list("medium", flat=True))
    assert media == {Medium.TEXT, Medium.PICTURE, Medium.CHART, Medium.QUESTIONS, Medium.AUDIO}
    assert running_out(Document.objects.all(), today).exists()
