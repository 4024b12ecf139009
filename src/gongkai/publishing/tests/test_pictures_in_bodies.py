"""Pictures of a body keep their place and their address on the way through the back office, wherever they came from."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gongkai.publishing import rich_text
from gongkai.publishing.actions import DraftFile
from gongkai.publishing.drafts import draft_of
from gongkai.publishing.office.rich_text import address_of, for_keeping, for_screen
from gongkai.publishing.tests.line import Line

pytestmark = pytest.mark.django_db
EDITOR = Path(rich_text.__file__).parent / "static/publishing/editor.js"


def test_a_picture_is_shown_by_the_offices_address_and_kept_by_the_one_it_had() -> None:
    line = Line()
    map_, plan = (line.file(f"{name}.png", b"\x89PNG\r\n\x1a\n") for name in ("图1", "图2"))
    new = line.file("图3.png", b"\x89PNG\r\n\x1a\n").public_id
    body = (
        f'<figure><img src="/fj/{map_.public_id}/图1.png" alt="一"><figcaption>图一</figcaption></figure>'
        f'<p><img src="/fj/{plan.public_id}/" alt="二"></p>'
    )
    draft = draft_of(line.draft([DraftFile(map_), DraftFile(plan)], body=body))
    screen = for_screen(draft)
    assert re.findall(r'src="([^"]+)"', screen) == [address_of(map_.public_id), address_of(plan.public_id)]
    added = f'<img src="http://desk{address_of(new)}" alt="三">'
    assert for_keeping(screen + added, draft.body) == draft.body + f'<img src="/fj/{new}/" alt="三">'


def test_the_editor_keeps_every_element_that_the_server_keeps() -> None:
    named = re.search(r'const KEPT = new Set\("([^"]+)"', EDITOR.read_text(encoding="utf-8"))
    assert named is not None
    without = {"b", "i", "span"}  # STRONG and EM stand for two; the third has no attributes here and says nothing
    assert rich_text.TAGS - without <= {name.lower() for name in named[1].split()}
