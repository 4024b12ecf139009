"""Colours and sizes as the rules for government sites want them, computed from the style sheet's tokens."""

import re
from pathlib import Path

import pytest

SHEET = (Path(__file__).parents[1] / "static/portal/portal.css").read_text(encoding="utf-8")
PAPERS = {
    "--paper": ("--ink", "--ink-quiet", "--link", "--wrong", "--doubtful", "--good"),
    "--paper-quiet": ("--ink", "--ink-quiet"),
    "--link-paper": ("--ink", "--link"),
    "--wrong-paper": ("--ink", "--wrong"),
    "--doubtful-paper": ("--ink",),
    "--good-paper": ("--ink", "--good"),
    "--mark": ("--ink",),
}


def tokens(*selectors: str) -> dict[str, str]:
    """The custom properties of blocks in order, later ones winning; a dark block is named "dark <selector>"."""
    dark = "\n".join(re.findall(r"@media \(prefers-color-scheme: dark\) \{\n(.*?)\n\}\n", SHEET, flags=re.S))
    light = re.sub(r"@media[^{]*\{.*?\n\}\n", "", SHEET, flags=re.S)
    found: dict[str, str] = {}
    for selector in selectors:
        source = dark if selector.startswith("dark ") else light
        name = re.escape(selector.removeprefix("dark "))
        for block in re.findall(rf"(?:^|\n)\s*{name} \{{(.*?)\}}", source, flags=re.S):
            found |= dict(re.findall(r"(--[\w-]+):\s*([^;]+);", block))
    for name, value in found.items():
        if value.startswith("var("):
            found[name] = found[value[4:-1]]
    return found


def contrast(one: str, other: str) -> float:
    """WCAG 2.2's contrast ratio of two colours in hexadecimal."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


SCHEMES = {
    "light": tokens(":root"),
    "dark": tokens(":root", "dark :root"),
    "elder": tokens(":root", ":root[data-elder]"),
    "elder dark": tokens(":root", "dark :root", ":root[data-elder]", "dark :root[data-elder]"),
}


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("paper", PAPERS)
def test_text_has_contrast_on_its_paper(scheme, paper):
    colours = SCHEMES[scheme]
    for ink in PAPERS[paper]:
        assert contrast(colours[ink], colours[paper]) >= 4.5, (scheme, ink, paper)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_lines_of_fields_can_be_seen(scheme):
    assert contrast(SCHEMES[scheme]["--line-strong"], SCHEMES[scheme]["--paper"]) >= 3


def test_elder_text_is_18_points_at_least_and_can_be_30():
    assert SCHEMES["elder"]["--text"] == "24px"
    assert ':root[data-elder="3"] { --text: 40px; }' in SHEET


def test_targets_are_large_enough():
    assert SCHEMES["light"]["--target"] == "44px"
    assert SCHEMES["elder"]["--target"] == "60px"


def test_the_large_pointer_is_for_elder_mode_alone_and_its_drawings_are_the_sites_own():
    drawn = re.findall(r'^(.*)\{ cursor: url\("([^"]+)"\) (\d+) (\d+), \w+; \}$', SHEET, re.MULTILINE)
    assert len(drawn) == SHEET.count('url("pointer') == 4
    folder = Path(__file__).parents[1] / "static/portal"
    for rule, name, *point in drawn:
        assert rule.startswith(":root[data-elder]")
        drawing = (folder / name).read_text()
        width, height = (int(number) for number in re.search(r'width="(\d+)" height="(\d+)"', drawing).groups())
        assert 48 <= width == height <= 128  # browsers take none that is larger
        assert all(int(number) < width for number in point)
        assert "<script" not in drawing
        assert "href" not in drawing
