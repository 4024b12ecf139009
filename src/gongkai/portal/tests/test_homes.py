"""Home pages composed of blocks."""

import json
import re
from datetime import date

import pytest

from gongkai.agencies.tests.factories import AgencyFactory
from gongkai.publishing.enums import ColumnView
from gongkai.publishing.tests.factories import RecordFactory, column_of, site_of


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


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["latest", "side_by_side"])
def test_a_column_that_gathers_others_shows_the_newest_of_those(public_client, kind):
    agency = AgencyFactory()
    home = site_of(agency)
    news = column_of(agency, "新闻资讯", view=ColumnView.GROUP)
    below = [column_of(agency, title, parent=news) for title in ("动态", "要闻")]
    other = column_of(agency, "别的")
    for column, title in zip([*below, other], ("动态一条", "要闻一条", "不在其中"), strict=True):
        RecordFactory(agency=agency, column=column, title=title, published=True)
    columns = [news.pk, other.pk] if kind == "side_by_side" else [news.pk]
    home = type(home).objects.get(pk=home.pk)
    home.body = type(home)._meta.get_field("body").to_python([{"type": kind, "value": {"columns": columns, "rows": 3}}])
    home.save()
    page = public_client.get(f"/jg/{agency.code}/", follow=True).content.decode()
    assert page.index("要闻一条") < page.index("动态一条")
    assert ("不在其中" in page) == (kind == "side_by_side")
