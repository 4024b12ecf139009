"""Sound, film and old workbooks made for tests, byte by byte."""

from __future__ import annotations

import io
import struct
import wave


def wav(seconds: float = 0.1) -> bytes:
    """Silence."""
    target = io.BytesIO()
    with wave.open(target, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(8000)
        sound.writeframes(b"\x80" * int(8000 * seconds))
    return target.getvalue()


def mp3(**frames: str) -> bytes:
    """Five frames of MPEG audio behind an ID3 tag with these texts."""
    body = b""
    for name, text in frames.items():
        content = b"\x03" + text.encode()
        body += name.encode() + struct.pack(">I", len(content)) + b"\0\0" + content
    size = bytes((len(body) >> shift) & 127 for shift in (21, 14, 7, 0))
    return b"ID3\x04\0\0" + size + body + (b"\xff\xfb\x90\x00" + b"\0" * 413) * 5


def box(kind: bytes, content: bytes = b"") -> bytes:
    """A box of an MP4 file."""
    return struct.pack(">I", 8 + len(content)) + kind + content


def mp4(position: str = "", *, film: bool = True) -> bytes:
    """A film, or a sound file of that format, that says where it was taken."""
    handler = box(b"hdlr", b"\0" * 8 + (b"vide" if film else b"soun") + b"\0" * 13)
    where = box(b"udta", box(b"\xa9xyz", struct.pack(">HH", len(position), 0) + position.encode())) if position else b""
    moov = box(b"moov", box(b"mvhd", b"\0" * 100) + box(b"trak", box(b"mdia", handler)) + where)
    brand = b"isom" if film else b"M4A "
    return box(b"ftyp", brand + b"\0\0\2\0") + moov + box(b"mdat", b"+31.2304+121.4737/" * 3)


def element(number: int, content: bytes) -> bytes:
    """An element of a Matroska file."""
    name = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return name + (0x0100_0000_0000_0000 | len(content)).to_bytes(8, "big") + content


def webm(author: str = "") -> bytes:
    """A film without pictures whose tags name an author."""
    tag = element(0x67C8, element(0x45A3, b"ARTIST") + element(0x4487, author.encode()))
    info = element(0x1549A966, element(0x5741, b"Lavf61.1.100"))
    segment = info + (element(0x1254C367, element(0x7373, tag)) if author else b"")
    return element(0x1A45DFA3, element(0x4282, b"webm")) + element(0x18538067, segment)


def xls(sheets: dict[str, list[str]], hidden: tuple[str, ...] = ()) -> bytes:
    """A workbook of the older format: sheets of one column of texts, some of them hidden."""

    def record(kind: int, content: bytes = b"") -> bytes:
        return struct.pack("<HH", kind, len(content)) + content

    def begin(kind: int) -> bytes:
        return record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 1996, 0, 6))

    bodies = [
        begin(0x0010)
        + b"".join(
            record(0x0204, struct.pack("<HHHHB", row, 0, 0, len(text), 1) + text.encode("utf-16-le"))
            for row, text in enumerate(texts)
        )
        + record(0x000A)
        for texts in sheets.values()
    ]

    def book(starts: list[int]) -> bytes:
        named = b"".join(
            record(0x0085, struct.pack("<IBBBB", start, name in hidden, 0, len(name), 1) + name.encode("utf-16-le"))
            for name, start in zip(sheets, starts, strict=True)
        )
        return begin(0x0005) + record(0x0042, struct.pack("<H", 1200)) + named + record(0x000A)

    at, starts = len(book([0] * len(bodies))), []
    for body in bodies:
        starts.append(at)
        at += len(body)
    return compound("Workbook", book(starts) + b"".join(bodies))


def compound(name: str, stream: bytes) -> bytes:
    """A compound file of the older office formats with one stream in it."""
    stream += b"\0" * (max(4096, -(-len(stream) // 512) * 512) - len(stream))
    count = len(stream) // 512

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        word = (name + "\0").encode("utf-16-le") if name else b""
        links = struct.pack("<iii", -1, -1, child)
        return word.ljust(64, b"\0") + struct.pack("<HBB", len(word), kind, 1) + links + b"\0" * 36 + struct.pack(
            "<III", start & 0xFFFFFFFF, size, 0
        )  # fmt: skip

    chain = [-3, -2, *range(3, 2 + count), -2]
    fat = struct.pack(f"<{len(chain)}i", *chain).ljust(512, b"\xff")
    folder = entry("Root Entry", 5, 1, -2, 0) + entry(name, 2, -1, 2, len(stream)) + entry("", 0, -1, 0, 0) * 2
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    head += struct.pack("<IIIIIiIiI", 0, 1, 1, 0, 4096, -2, 0, -2, 0) + struct.pack("<i", 0) + b"\xff" * 432
    return head + fat + folder + stream
