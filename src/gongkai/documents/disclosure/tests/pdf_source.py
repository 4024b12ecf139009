"""PDF files written object by object for tests: what no typesetter would put in."""

from __future__ import annotations

import io
import zlib


def raw_pdf(objects: dict[int, str | bytes], trailer: str = "") -> bytes:
    """A file of these numbered objects; 1 is the catalogue."""
    output = io.BytesIO()
    output.write(b"%PDF-1.7\n")
    at = {}
    for number, content in objects.items():
        at[number] = output.tell()
        body = content if isinstance(content, bytes) else content.encode("latin-1")
        output.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = output.tell()
    size = max(objects) + 1
    output.write(b"xref\n0 1\n0000000000 65535 f \n")
    for number in sorted(at):
        output.write(b"%d 1\n%010d 00000 n \n" % (number, at[number]))
    output.write(f"trailer\n<</Size {size}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF\n".encode())
    return output.getvalue()


def stream(content: str, entries: str = "") -> bytes:
    """A packed stream."""
    packed = zlib.compress(content.encode("latin-1"))
    return f"<</Length {len(packed)}/Filter/FlateDecode{entries}>>stream\n".encode() + packed + b"\nendstream"


def page_pdf(
    content: str,
    page: str = "",
    catalogue: str = "",
    resources: str = "",
    more: dict[int, str | bytes] | None = None,
    trailer: str = "",
) -> bytes:
    """One page of 200 by 200 points with Helvetica as /F1, and entries in its dictionaries."""
    objects: dict[int, str | bytes] = {
        1: f"<</Type/Catalog/Pages 2 0 R{catalogue}>>",
        2: "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R"
            f"/Resources<</Font<</F1 5 0 R>>{resources}>>{page}>>"
        ),
        4: stream(content),
        5: "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    }
    return raw_pdf(objects | (more or {}), trailer)


def words(text: str, x: int = 20, y: int = 150, color: str = "0 0 0 rg", mode: int = 0) -> str:
    """Content that prints a line of text in 12 points."""
    return f"{color} BT /F1 12 Tf {mode} Tr {x} {y} Td ({text}) Tj ET\n"
