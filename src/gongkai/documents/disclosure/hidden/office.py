"""What any office file (DOCX, XLSX, PPTX) carries beside its text: properties, macros, embedded and linked things."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from lxml import etree

from gongkai.documents.disclosure.finding import Finding, found
from gongkai.documents.disclosure.hidden.picture import find_in_picture, is_picture
from gongkai.documents.model import UnusableDocument
from gongkai.documents.package import Package

PROPERTIES = {
    "creator": "作者", "lastModifiedBy": "最后修改者", "Company": "单位", "Manager": "经理", "description": "备注",
    "subject": "主题", "keywords": "标记", "category": "类别", "contentStatus": "状态", "Template": "模板",
    "HyperlinkBase": "超链接基础",
}  # fmt: skip
"""Properties that name people, bodies or places on a disk. The title is read with the document itself."""
COMMONPLACE = frozenset({"Normal.dotm", "Normal", "Normal.dot", "python-docx", "openpyxl", "Microsoft Office User"})
"""Values that every new file of a program carries, and that name nobody."""
PROPERTY_PARTS = ("docProps/core.xml", "docProps/app.xml")
_INNER = re.compile(
    r"(?i)^(?:file:|\\\\|[a-z]:\\)|//(?:10\.|192\.168\.|172\.(?:1[6-9]|2[0-9]|3[01])\.|127\.|localhost)"
)
_DRAWN = re.compile(r"(?:word/(?:document|header\d*|footer\d*)|xl/drawings/drawing\d+|ppt/slides/slide\d+)\.xml")
_CROP = "{http://schemas.openxmlformats.org/drawingml/2006/main}srcRect"


def find_in_package(package: Package) -> Iterator[Finding]:
    """Everything that is found in the same way in every kind of office file."""
    yield from _properties(package)
    yield from _parts(package)
    yield from _links(package)
    yield from _cropped(package)


def _properties(package: Package) -> Iterator[Finding]:
    for part in PROPERTY_PARTS:
        root = package.xml(part)
        for each in () if root is None else root.iterchildren(etree.Element):
            label = PROPERTIES.get(local_name(each))
            text = (each.text or "").strip()
            if label and text and text not in COMMONPLACE:
                yield found("property", text, f"文档属性“{label}”")
    custom = package.xml("docProps/custom.xml")
    for each in () if custom is None else custom.iterchildren(etree.Element):
        if text := "".join(each.itertext()).strip():
            yield found("property", text, f"自定义文档属性“{each.get('name', '')}”")


def _parts(package: Package) -> Iterator[Finding]:
    types = package.read("[Content_Types].xml") or b""
    macros = [name for name in package.names if name.endswith("vbaProject.bin") or "/macrosheets/" in name]
    if macros or b"macroEnabled" in types:
        yield found("macro", macros[0] if macros else "", "文件内部", note="对外文件不应含宏；请另存为不含宏的格式。")
    for name in package.names:
        lowered = name.lower()
        if lowered.startswith("docprops/thumbnail"):
            note = "可能显示修改前的首页。"
            yield found("thumbnail", name, "文件内部", note=note)
        elif ("/embeddings/" in lowered or "/activex/" in lowered) and not lowered.endswith((".rels", "/")):
            yield found("embedded", posixpath.basename(name), "文件内部", note="其内容未经检查。")
        elif "/media/" in lowered and lowered.endswith((".jpg", ".jpeg", ".png", ".tif", ".tiff")):
            data = package.read(name)
            if data is not None and is_picture(data):
                yield from _in_picture(data, name)


def _in_picture(data: bytes, name: str) -> Iterator[Finding]:
    place = f"图片 {posixpath.basename(name)}"
    try:
        yield from find_in_picture(data, place)
    except UnusableDocument as error:
        yield found("unchecked", "", place, note=str(error))


def _links(package: Package) -> Iterator[Finding]:
    for name in package.names:
        if not name.endswith(".rels"):
            continue
        root = package.xml(name)
        for relation in () if root is None else root.iter("{*}Relationship"):
            target = relation.get("Target", "")
            is_link = relation.get("Type", "").endswith("/hyperlink")
            if relation.get("TargetMode") == "External" and not (is_link and not _INNER.search(target)):
                note = "指向本机或内部网络。" if _INNER.search(target) else "打开文件时可能从外部取内容。"
                yield found("external_link", target, "文件内部", note=note)


def _cropped(package: Package) -> Iterator[Finding]:
    for name in package.names:
        if not _DRAWN.fullmatch(name):
            continue
        for crop in package.elements(name, _CROP):
            if any(crop.get(side, "0") not in ("", "0") for side in "ltrb"):
                yield found("cropped_picture", "", f"文件内部 {posixpath.basename(name)}")


def local_name(element: etree._Element) -> str:
    """An element's name without its namespace."""
    return etree.QName(element).localname
