"""Black boxes on the picture of a page, each with its ground on it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from math import ceil, floor

from PIL import Image, ImageDraw, ImageFont

from gongkai.documents.disclosure.boxes import Box

_FONT = files("pylopdf_fonts_zh_cn") / "NotoSansSC-Regular.otf"
_MARGIN = 1.0
"""Points around a box: a letter's edge may reach over its box."""
_LEGIBLE = 5.0
"""Points: smaller labels are not read, their grounds stand at the page's foot."""
_LARGEST = 9.0


def draw_masks(picture: Image.Image, scale: float, masks: Sequence[tuple[Box, str]]) -> None:
    """Blackens the boxes of a picture of so many pixels a point and prints each ground on its box, or where that is
    too small, at the foot of the page."""
    draw = ImageDraw.Draw(picture)
    areas = [_pixels(box, scale, picture) for box, _ in masks]
    for area in areas:
        draw.rectangle(area, fill="black")
    unlabelled: list[str] = []
    for area, (_, ground) in zip(areas, masks, strict=True):
        size = _fitting_size(area, ground, scale)
        if size:
            middle = ((area[0] + area[2]) / 2, (area[1] + area[3]) / 2)
            draw.text(middle, ground, fill="white", font=_font(size), anchor="mm")
        elif ground not in unlabelled:
            unlabelled.append(ground)
    if unlabelled:
        _print_at_foot(picture, draw, scale, "本页未标注的遮盖处，依据：" + "、".join(unlabelled))


def _pixels(box: Box, scale: float, picture: Image.Image) -> tuple[int, int, int, int]:
    return (
        max(floor((box.left - _MARGIN) * scale), 0), max(floor((box.top - _MARGIN) * scale), 0),
        min(ceil((box.right + _MARGIN) * scale), picture.width),
        min(ceil((box.bottom + _MARGIN) * scale), picture.height),
    )  # fmt: skip


def _fitting_size(area: tuple[int, int, int, int], ground: str, scale: float) -> int:
    """Pixels of the largest letters that fit, 0 where they would not be read."""
    width, height = area[2] - area[0], area[3] - area[1]
    size = int(min(_LARGEST * scale, height * 0.8))
    if size < 1:
        return 0
    size = min(size, int(size * 0.94 * width / max(_font(size).getlength(ground), 1)))
    return size if size >= _LEGIBLE * scale else 0


def _print_at_foot(picture: Image.Image, draw: ImageDraw.ImageDraw, scale: float, text: str) -> None:
    font = _font(max(round(6.5 * scale), 8))
    left, bottom = 12 * scale, picture.height - 6 * scale
    draw.rectangle(draw.textbbox((left, bottom), text, font=font, anchor="lb"), fill="white")
    draw.text((left, bottom), text, fill="black", font=font, anchor="lb")


@lru_cache(maxsize=64)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(_FONT), size)
