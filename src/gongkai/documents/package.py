"""Containers: office files are ZIP archives of XML. Opened within limits, with XML that cannot reach outside itself."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from gongkai.documents.limits import Limits
from gongkai.documents.model import UnusableDocument
from gongkai.documents.sniff import DAMAGED as DAMAGED

BOMB = "文件解压后的内容过大，可能是压缩炸弹，未予读取。"
ENCRYPTED = "文件设有密码，无法读取；请取消密码后再试。"
PIECE = 1 << 20
PARSER = {"resolve_entities": False, "no_network": True, "huge_tree": False, "load_dtd": False}


@dataclass(slots=True)
class Package:
    """An office file's parts by name. `Package.open` refuses what its directory already shows to be too large."""

    archive: zipfile.ZipFile
    limits: Limits
    inflated: int = field(default=0)

    @classmethod
    def open(cls, data: bytes, limits: Limits) -> Package:
        """Raises UnusableDocument where the bytes are no sound archive, or one too large or with a password."""
        try:
            archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError, OSError):
            raise UnusableDocument(DAMAGED) from None
        members = archive.infolist()
        if len(members) > limits.members or sum(member.file_size for member in members) > limits.inflated:
            raise UnusableDocument(BOMB)
        if any(member.flag_bits & 1 for member in members):
            raise UnusableDocument(ENCRYPTED)
        return cls(archive, limits)

    @property
    def names(self) -> list[str]:
        return self.archive.namelist()

    def read(self, name: str) -> bytes | None:
        """A part's bytes, None where there is none. Counts what comes out, whatever the directory says."""
        try:
            member = self.archive.open(name)
        except KeyError:
            return None
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, ValueError):
            raise UnusableDocument(DAMAGED) from None
        pieces: list[bytes] = []
        try:
            with member:
                while piece := member.read(PIECE):
                    self.inflated += len(piece)
                    if self.inflated > self.limits.inflated:
                        raise UnusableDocument(BOMB)
                    pieces.append(piece)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError):
            raise UnusableDocument(DAMAGED) from None
        return b"".join(pieces)

    def xml(self, name: str) -> etree._Element | None:
        """The root of an XML part, None where there is no such part."""
        data = self.read(name)
        return None if data is None else parse_xml(data)

    def elements(self, name: str, tag: str) -> Iterator[etree._Element]:
        """The elements of that tag of an XML part, one after the other, without building the whole tree."""
        data = self.read(name)
        if data is None:
            return
        refuse_doctype(data)
        try:
            for _, element in etree.iterparse(io.BytesIO(data), tag=tag, **PARSER):
                yield element
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
        except etree.XMLSyntaxError:
            raise UnusableDocument(DAMAGED) from None


def parse_xml(data: bytes) -> etree._Element:
    """The root element. Raises UnusableDocument where the XML is broken or declares a document type (entity bombs)."""
    refuse_doctype(data)
    try:
        return etree.fromstring(data, etree.XMLParser(**PARSER))
    except (etree.XMLSyntaxError, ValueError):
        raise UnusableDocument(DAMAGED) from None


def refuse_doctype(data: bytes) -> None:
    """Office files have no document type; one that declares it means to expand entities."""
    head = data[:4096]
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head or "<!DOCTYPE".encode("utf-16-le") in head:
        raise UnusableDocument("文件的内部结构异常（含实体声明），为安全起见未予读取。")
