"""What a screen on which a PDF is masked needs: its pages as pictures, where findings stand on them, the masked file.

All of it in a process of its own (`documents.apart`), since the files come from outside.
"""

from __future__ import annotations

import io
import json
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass

from gongkai.documents.apart import run_apart
from gongkai.documents.disclosure.boxes import Box, find_boxes
from gongkai.documents.disclosure.hidden.pdf_unseen import drawn
from gongkai.documents.disclosure.inspection import inspect_file
from gongkai.documents.disclosure.masking import Mask, NotMasked, mask_pdf
from gongkai.documents.limits import DEFAULT_LIMITS, Limits
from gongkai.documents.model import UnusableDocument
from gongkai.documents.pdf import opened

SCALE = 110 / 72
"""Pixels a point of a page's picture: letters of 8 points can be read."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A box that a finding stands in."""

    page: int
    """Counted from 1."""
    box: Box
    kind: str
    """A key of `finding.KINDS`."""
    masked: str
    """What stands there, as it may be shown."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A PDF's pages, each with its width and height in points, and what is proposed to be masked on them."""

    pages: list[tuple[float, float]]
    proposed: list[Proposed]


def layout_apart(data: bytes, name: str, allowed: Collection[str] = (), limits: Limits = DEFAULT_LIMITS) -> Layout:
    """The pages and the proposed boxes. Raises UnusableDocument."""
    answer = json.loads(run_apart(["layout", name, *allowed], data, limits))
    proposed = [Proposed(each["page"], Box(*each["box"]), each["kind"], each["masked"]) for each in answer["proposed"]]
    return Layout([(width, height) for width, height in answer["pages"]], proposed)


def picture_apart(data: bytes, page: int, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """A page, counted from 1, as PNG. Raises UnusableDocument, also for a page that there is not."""
    return run_apart(["picture", str(page)], data, limits)


def mask_apart(data: bytes, masks: Sequence[Mask], limits: Limits = DEFAULT_LIMITS) -> bytes:
    """`masking.mask_pdf`. Raises UnusableDocument, also where the masks cannot be carried out."""
    return run_apart(["mask", json.dumps([asdict(mask) for mask in masks], ensure_ascii=False)], data, limits)


def answer_apart(task: Sequence[str], data: bytes, limits: Limits) -> bytes:
    """What that process says to one of the three tasks."""
    if task[0] == "picture":
        return _picture(data, int(task[1]), limits)
    if task[0] == "mask":
        masks = [Mask(each["page"], Box(**each["box"]), each["ground"]) for each in json.loads(task[1])]
        try:
            return mask_pdf(data, masks, limits=limits)
        except NotMasked as error:
            raise UnusableDocument(str(error)) from None
    return _layout(data, task[1], task[2:], limits)


def _picture(data: bytes, number: int, limits: Limits) -> bytes:
    with opened(data, limits) as pdf:
        if not 1 <= number <= len(pdf):
            raise UnusableDocument(f"没有第{number}页。")
        pdf.init_forms()  # or filled-in fields would not be drawn
        page = pdf[number - 1]
        try:
            picture = drawn(page, SCALE)
        finally:
            page.close()
    output = io.BytesIO()
    picture.save(output, "PNG")
    return output.getvalue()


def _layout(data: bytes, name: str, allowed: Collection[str], limits: Limits) -> bytes:
    with opened(data, limits) as pdf:
        pages = [pdf.get_page_size(number) for number in range(len(pdf))]
    found = find_boxes(data, inspect_file(data, name, allowed, limits), limits)
    box = [
        {
            "page": each.page,
            "box": [each.box.left, each.box.top, each.box.right, each.box.bottom],
            "kind": each.finding.kind,
            "masked": each.finding.masked,
        }
        for each in found
    ]
    return json.dumps({"pages": pages, "proposed": box}).encode()
