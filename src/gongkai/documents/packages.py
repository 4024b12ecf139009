"""Office packages (ZIP archives of XML) opened without being led astray: bombs, entities, damage."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO

from lxml import etree

from gongkai.documents.limits import Limits, too_much_text
from gongkai.documents.model import UnusableDocument
from gongkai.documents.sniff import BROKEN_ZIP, ENCRYPTED

BOMB = "文件解压后过大，疑似压缩炸弹，未予读取。"
ENTITIES = "文件内含有实体声明，正常的 Office 文件不会有，未予读取。"
BROKEN_XML = "文件内容已损坏，无法读取；请重新下载或另存后再试。"
CHUNK = 1 << 20


class Package:
    """An Office package. Every way of being unreadable is an UnusableDocument."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._limits = limits
        self._left = limits.inflated
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise UnusableDocument(BROKEN_ZIP) from error
        members = self._zip.infolist()
        if len(members) > limits.members or sum(info.file_size for info in members) > limits.inflated:
            raise UnusableDocument(BOMB)
        self._members = {info.filename.lower().lstrip("/"): info for info in members}

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._members

    def read(self, name: str) -> bytes:
        """A member's bytes. What its directory entry says of its size is not trusted."""
        info = self._members.get(name.lower())
        if info is None:
            raise UnusableDocument(BROKEN_XML)
        if info.flag_bits & 1:
            raise UnusableDocument(ENCRYPTED)
        pieces = []
        try:
            with self._zip.open(info) as member:
                while piece := member.read(CHUNK):
                    self._left -= len(piece)
                    if self._left < 0:
                        raise UnusableDocument(BOMB)
                    pieces.append(piece)
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, NotImplementedError) as error:
            raise UnusableDocument(BROKEN_ZIP) from error
        return b"".join(pieces)

    def xml(self, name: str) -> etree._Element:
        """A member as parsed XML: no entity is resolved, nothing fetched."""
        return parse_xml(self.read(name), self._limits)


def parse_xml(data: bytes, limits: Limits) -> etree._Element:
    """XML of an Office file. Raises UnusableDocument for entities, for damage, and beyond the limits."""
    if len(data) > limits.elements and data.count(b"<") > 4 * limits.elements:
        raise too_much_text(limits)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnusableDocument(ENTITIES if b"<!ENTITY" in data[:10_000] else BROKEN_XML) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnusableDocument(ENTITIES)
    return root
