"""ZIP archives: what lies in them, one after the other and within limits."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from gongkai.documents.limits import DEFAULT_LIMITS, Limits
from gongkai.documents.model import UnusableDocument
from gongkai.documents.package import BOMB, PIECE
from gongkai.documents.sniff import DAMAGED

DEEPEST = 3
"""Archives inside archives that are opened, the outermost counted."""
LOCKED = "设有密码，不能检查。"
_PROGRAMS = frozenset({
    "exe", "dll", "com", "bat", "cmd", "msi", "scr", "pif", "ps1", "vbs", "vbe", "js", "jse", "wsf", "hta", "jar",
    "apk", "lnk", "reg", "sh", "docm", "xlsm", "pptm", "dotm", "xltm",
})  # fmt: skip
_UTF8 = 0x800
_RATIO = 200
"""How many times smaller a packed file may be than its content; texts reach some dozens."""
_SMALL = 1 << 20


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its bytes, or why they are not to be had."""

    name: str
    data: bytes
    unread: str = ""


def fault(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> str:
    """Why an archive is not taken in, by its directory alone, in one Chinese sentence; "" where it is.

    Programs, names that lead out of the folder that it is unpacked in, and what unpacks to more than anybody expects.
    """
    try:
        infos = _opened(data).infolist()
    except UnusableDocument:
        return f"压缩包“{name}”已损坏，不能打开；请重新打包后再上传。"
    if _too_much(infos, limits):
        return f"压缩包“{name}”解压后过大或者文件过多，不能接收；请拆分后再上传。"
    names = [name_of(info) for info in infos if not info.is_dir()]
    if not names:
        return f"压缩包“{name}”里没有文件。"
    for each in names:
        if _leads_out(each):
            return f"压缩包“{name}”里的文件名“{each[:80]}”指向解压文件夹之外，不能接收；请重新打包。"
        if each.rpartition(".")[2].lower() in _PROGRAMS:
            return f"压缩包“{name}”里有程序或者含宏的文件“{each[:80]}”，不能接收；请去掉后重新打包。"
    return ""


def members(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Iterator[Member]:
    """Every file of an archive. What is encrypted or damaged comes without bytes and with the reason.

    Raises UnusableDocument for what is no archive, or one beyond the limits: what comes out is counted, whatever the
    directory says.
    """
    archive = _opened(data)
    infos = archive.infolist()
    if _too_much(infos, limits):
        raise UnusableDocument(BOMB)
    inflated = 0
    for info in infos:
        if info.is_dir():
            continue
        name = name_of(info)
        if info.flag_bits & 1:
            yield Member(name, b"", LOCKED)
            continue
        content, unread = _unpacked(archive, info, limits.inflated - inflated)
        inflated += len(content)
        yield Member(name, content, unread)


def name_of(info: zipfile.ZipInfo) -> str:
    """A member's name as its author wrote it: without a mark of UTF-8, Chinese programs write GBK."""
    name = info.filename
    if not info.flag_bits & _UTF8:
        for encoding in ("utf-8", "gb18030"):
            try:
                return name.encode("cp437").decode(encoding)
            except UnicodeError:
                continue
    return name


def _opened(data: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError, OSError):
        raise UnusableDocument(DAMAGED) from None


def _too_much(infos: list[zipfile.ZipInfo], limits: Limits) -> bool:
    """Whether an archive is beyond the limits or a bomb, by what its directory says."""
    if len(infos) > limits.members or sum(info.file_size for info in infos) > limits.inflated:
        return True
    return any(info.file_size > _SMALL and info.file_size > _RATIO * max(info.compress_size, 1) for info in infos)


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> tuple[bytes, str]:
    pieces: list[bytes] = []
    size = 0
    try:
        with archive.open(info) as member:
            while piece := member.read(PIECE):
                size += len(piece)
                if size > most:
                    raise UnusableDocument(BOMB)
                pieces.append(piece)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError):
        return b"", "已损坏或者压缩方法不常用，不能检查。"
    return b"".join(pieces), ""


def _leads_out(name: str) -> bool:
    plain = name.replace("\\", "/")
    return plain.startswith("/") or ":" in plain.split("/")[0] or ".." in PurePosixPath(plain).parts
