"""A JPEG or PNG file without what it says beside what it shows. The picture itself is not coded anew."""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Iterator

from PIL import ExifTags, Image

from gongkai.documents.disclosure.hidden.picture import DAMAGED_PICTURE
from gongkai.documents.model import UnusableDocument

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_TELLING = frozenset({b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"})
_COMMENT, _SCAN, _END = 0xFE, 0xDA, 0xD9
_NEXT_MARKER = re.compile(rb"\xff(?![\x00\xd0-\xd7\xff])")
_NEEDED = ((0xE0, b"JFIF\0"), (0xE2, b"ICC_PROFILE\0"), (0xEE, b"Adobe"))
"""What an application's segment has to begin with to be kept: size of the pixels, colours."""


def clear_picture(data: bytes) -> bytes:
    """The picture without place, time, camera, author, remarks, thumbnail, and whatever follows its end.

    How a JPEG is to be turned stays. Raises UnusableDocument where the file is damaged.
    """
    try:
        return b"".join(_png(data) if data.startswith(_PNG) else _jpeg(data))
    except (OSError, ValueError, SyntaxError, LookupError, struct.error):
        # Pillow says whatever goes wrong first in a damaged file.
        raise UnusableDocument(DAMAGED_PICTURE) from None


def _png(data: bytes) -> Iterator[bytes]:
    yield _PNG
    at = len(_PNG)
    while True:
        size, kind = struct.unpack_from(">I4s", data, at)
        chunk = data[at : at + size + 12]
        if zlib.crc32(chunk[4:-4]) != int.from_bytes(chunk[-4:]):
            raise UnusableDocument(DAMAGED_PICTURE)
        if kind not in _PNG_TELLING:
            yield chunk
        if kind == b"IEND":
            return
        at += len(chunk)


def _jpeg(data: bytes) -> Iterator[bytes]:
    yield data[:2]
    yield _turning(data)
    at = 2
    while True:
        found = _NEXT_MARKER.match(data, at)
        if found is None:
            if data[at : at + 2] != b"\xff\xff":
                raise UnusableDocument(DAMAGED_PICTURE)
            at += 1  # a byte that fills
            continue
        marker = data[at + 1]
        if marker == _END:
            yield data[at : at + 2]
            return
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4])
        if marker == _SCAN:
            following = _NEXT_MARKER.search(data, end)
            if following is None:
                raise UnusableDocument(DAMAGED_PICTURE)
            end = following.start()
        if _kept(marker, data[at + 4 : at + 18]):
            yield data[at:end]
        at = end


def _kept(marker: int, begins: bytes) -> bool:
    if marker == _COMMENT:
        return False
    return not 0xE0 <= marker <= 0xEF or any(marker == own and begins.startswith(word) for own, word in _NEEDED)


def _turning(data: bytes) -> bytes:
    with Image.open(io.BytesIO(data), formats=("JPEG", "MPO")) as picture:
        turned = picture.getexif().get(ExifTags.Base.Orientation)
    if turned not in range(2, 9):
        return b""
    alone = Image.Exif()
    alone[ExifTags.Base.Orientation] = turned
    segment = alone.tobytes()
    return b"\xff\xe1" + (len(segment) + 2).to_bytes(2) + segment
