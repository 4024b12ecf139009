"""Home pages composed of blocks."""

import json
import re
from datetime import date

import pytest

from gongkai.agencies.tests.factories import AgencyFactory
from gongkai.publishing.tests.factories import column_of, site_of


@pytest.mark.django_db
def test_a_topic_that_has_its_day_comes_before_those_that_stay(public_client):
    agency = AgencyFactory()
    home = site_of(agency)
    for title, opens_on in [
        ("法治政府", None),
        ("主题日", date(2026, 5, 1)),
        ("供暖", date(2026, 11, 1)),
        ("廉政", None),
    ]:
        column_of(agency, title, kind="topic", opens_on=opens_on)
    rows = json.dumps([{"type": "topics", "value": {"title": "", "rows": 3}}])
    home.refresh_from_db()
    home.body = type(home)._meta.get_field("body").to_python(rows)
    home.save()
    page = public_client.get(f"/jg/{agency.code}/", follow=True).content.decode()
    assert re.findall(r'href="/lm/\w+/">(.+?)</a>', page.partition("专题专栏")[2])[:3] == ["供暖", "主题日", "法治政府"]
    assert "廉政" not in page.partition("专题专栏")[2]
