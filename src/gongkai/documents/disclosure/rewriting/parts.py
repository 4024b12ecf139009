"""An office file's parts, changed and written as a new file."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Callable, Iterator
from urllib.parse import unquote

from lxml import etree

from gongkai.documents.package import Package, parse_xml

TYPES = "[Content_Types].xml"
_DAY = (1980, 1, 1, 0, 0, 0)
"""The day that a ZIP archive begins with: a new file says nothing of when its parts were written."""


class Parts:
    """The parts by name; those of XML can be changed in place."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._trees: dict[str, etree._Element] = {}
        self._gone: set[str] = set()

    @property
    def names(self) -> list[str]:
        """What there still is."""
        return [name for name in dict.fromkeys(self._package.names) if name not in self._gone and name[-1:] != "/"]

    def xml(self, name: str) -> etree._Element | None:
        """The root of a part, to be changed; None where there is no such part. Raises UnusableDocument."""
        if name in self._gone:
            return None
        if name not in self._trees:
            data = self._package.read(name)
            if data is None:
                return None
            self._trees[name] = parse_xml(data)
        return self._trees[name]

    def trees(self) -> Iterator[tuple[str, etree._Element]]:
        """Every part of XML, with its root."""
        for name in self.names:
            if name.lower().endswith((".xml", ".rels", ".vml")) and (root := self.xml(name)) is not None:
                yield name, root

    def drop(self, *words: str) -> None:
        """Leave out the parts that relationships whose type ends with one of these words lead to."""
        if self.unlink(lambda word, target: word in words):
            self.collect()

    def unlink(self, unwanted: Callable[[str, str], bool]) -> bool:
        """Take away relationships; `unwanted` is asked with the type's last word and the target's name. Returns whether
        there were any."""
        any_gone = False
        for name in self.names:
            root = self.xml(name) if name.endswith(".rels") else None
            for each in [] if root is None else list(root.iter("{*}Relationship")):
                if unwanted(each.get("Type", "").rpartition("/")[2], _target(name, each)):
                    each.getparent().remove(each)
                    any_gone = True
        return any_gone

    def collect(self) -> None:
        """Leave out every part that nothing leads to any more, and its line among the types."""
        reached, waiting = {TYPES}, [""]
        while waiting:
            part = waiting.pop()
            folder, base = posixpath.split(part)
            relations = posixpath.join(folder, "_rels", f"{base}.rels")
            root = self.xml(relations)
            if root is None:
                continue
            reached.add(relations)
            for each in root.iter("{*}Relationship"):
                target = _target(relations, each)
                if each.get("TargetMode") != "External" and target not in reached:
                    reached.add(target)
                    waiting.append(target)
        self._gone |= set(self.names) - reached
        types, there = self.xml(TYPES), set(self.names)
        for each in [] if types is None else list(types.iter("{*}Override")):
            if each.get("PartName", "").lstrip("/") not in there:
                each.getparent().remove(each)

    def written(self) -> bytes:
        """The new file. Parts that were not opened come along as they are. Raises UnusableDocument."""
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in sorted(self.names, key=lambda each: each != TYPES):
                if name in self._trees:
                    data = etree.tostring(self._trees[name], xml_declaration=True, encoding="UTF-8", standalone=True)
                else:
                    data = self._package.read(name) or b""
                archive.writestr(zipfile.ZipInfo(name, _DAY), data, zipfile.ZIP_DEFLATED)
        return target.getvalue()


def _target(relations: str, each: etree._Element) -> str:
    """The part that a relationship leads to; its part's folder is the one above `_rels`."""
    target = unquote(each.get("Target", ""))
    if target.startswith("/"):
        return posixpath.normpath(target).lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(posixpath.dirname(relations)), target))
