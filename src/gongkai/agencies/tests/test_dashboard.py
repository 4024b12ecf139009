"""The dashboard shows what rooms registered, in order, to whom it concerns."""

from datetime import date

import pytest

from gongkai.agencies.office import dashboard
from gongkai.agencies.office.dashboard import Panel, Row, panels_for, register_panel

pytestmark = pytest.mark.django_db
TODAY = date(2026, 1, 5)


@pytest.fixture(autouse=True)
def nothing_registered(monkeypatch):
    monkeypatch.setattr(dashboard, "_MAKERS", [])


def test_panels_stand_in_order_and_none_is_no_panel(people):
    asked = []
    register_panel(20, lambda user, today: asked.append((user, today)) or Panel("后"))
    register_panel(10, lambda *_: Panel("先"))
    register_panel(15, lambda *_: None)
    assert [panel.title for panel in panels_for(people.handler, TODAY)] == ["先", "后"]
    assert asked == [(people.handler, TODAY)]


def test_the_dashboard_shows_rows_with_their_lists_before_the_duties(office_client, people):
    register_panel(1, lambda *_: Panel("某室", (Row("今日<到期>", 3, "/office/anjian/?due=today&x=1"),)))
    register_panel(2, lambda *_: Panel("闲室"))
    page = office_client(people.handler).get("/office/").content.decode()
    assert '<a href="/office/anjian/?due=today&amp;x=1">今日&lt;到期&gt;<strong>3</strong></a>' in page
    assert page.index("某室") < page.index("没有待办事项") < page.index("我的职责")
    assert "agencies/office.css" in page
