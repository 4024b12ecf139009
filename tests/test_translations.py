"""The back office speaks Chinese throughout: Wagtail's catalogue and our overlay together leave nothing in English."""

import re
from importlib.util import find_spec
from pathlib import Path

import polib
import pytest

OVERLAY = Path(__file__).parents[1] / "src/gongkai/site/locale/zh_Hans/LC_MESSAGES"
WAGTAIL = Path(find_spec("wagtail").submodule_search_locations[0])  # type: ignore[index]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


def translated(path: Path) -> set[tuple[str | None, str]]:
    if not path.exists():
        return set()
    return {(entry.msgctxt, entry.msgid) for entry in polib.pofile(path) if entry.translated()}


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_every_string_of_the_admin_has_a_translation(domain: str) -> None:
    ours = translated(OVERLAY / f"{domain}.po")
    missing = []
    for english in sorted(WAGTAIL.glob(f"**/locale/en/LC_MESSAGES/{domain}.po")):
        theirs = translated(Path(str(english).replace("/en/", "/zh_Hans/")))
        for entry in polib.pofile(english):
            key = (entry.msgctxt, entry.msgid)
            if not entry.obsolete and key not in theirs and key not in ours:
                missing.append(entry.msgid)
    assert missing == []


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_a_translation_has_no_placeholder_that_the_original_lacks(domain: str) -> None:
    for entry in polib.pofile(OVERLAY / f"{domain}.po"):
        given = set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            assert set(PLACEHOLDER.findall(text)) <= given, entry.msgid


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_the_compiled_catalogue_is_that_of_the_source(domain: str) -> None:
    source = {(entry.msgctxt, entry.msgid): entry.msgstr for entry in polib.pofile(OVERLAY / f"{domain}.po")}
    compiled = {(entry.msgctxt, entry.msgid): entry.msgstr for entry in polib.mofile(OVERLAY / f"{domain}.mo")}
    assert compiled == source


def test_the_overlay_does_not_name_the_framework() -> None:
    for entry in polib.pofile(OVERLAY / "django.po"):
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            shown = re.sub(r"<[^>]*>|%\(\w+\)s", "", text)
            assert "wagtail" not in shown.lower(), entry.msgid
