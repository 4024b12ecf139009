"""Rich text from editors and imports, cleaned with a whitelist: structure stays, programs and foreign looks go."""

from __future__ import annotations

import re
from collections.abc import Collection
from html import unescape

import nh3

TAGS = frozenset({
    "p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "strong", "b", "em", "i", "u", "s", "sub", "sup", "blockquote",
    "pre", "ul", "ol", "li", "dl", "dt", "dd", "a", "img", "figure", "figcaption", "table", "caption", "colgroup",
    "col", "thead", "tbody", "tfoot", "tr", "th", "td", "div", "span",
})  # fmt: skip
_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "col": {"span"},
    "colgroup": {"span"},
}
# Alignment is the one thing of its looks that an official text means something by; as a class, since the public
# site's content security policy takes no style attributes.
_CLASSES = {tag: {"align-left", "align-center", "align-right", "indent"} for tag in ("p", "div", "td", "th", "figure")}
_SCHEMES = {"http", "https", "mailto", "tel"}
_DROPPED = {"script", "style", "iframe", "object", "embed", "template", "noscript", "title", "svg", "math"}
_ALIGNED = re.compile(
    r"""(<(?:p|div|td|th)\b[^>]*?)\s(?:style\s*=\s*["'][^"'>]*?text-align:\s*|align\s*=\s*["']?)"""
    r"""(left|center|right)\b[^"'>]*["']?""",
    re.IGNORECASE,
)
_ID = re.compile(r"[2-9a-z]{12}")
_NO_SOURCE = re.compile(r"<img(?![^>]*\ssrc=)[^>]*>")
_TAG = re.compile(r"<[^>]+>")
_BREAK = re.compile(
    r"<br\s*/?>|<hr\s*/?>|</(?:p|div|h[2-6]|li|tr|td|th|table|blockquote|pre|dt|dd|figure|figcaption|caption)>"
)


def clean(html: str, pictures: Collection[str] = ()) -> str:
    """The text with nothing in it but what the whitelist has. Cleaning twice is the same as once.

    `pictures` are the public numbers of the record's own attachments: a picture from anywhere else is left out, so that
    no page loads anything from another host and no private file is shown.
    """

    def kept(tag: str, attribute: str, value: str) -> str | None:
        if tag == "img" and attribute == "src":
            ours = not value.startswith("//") and ":" not in value.partition("/")[0]
            return value if ours and any(part in pictures for part in _ID.findall(value)) else None
        return value

    aligned = _ALIGNED.sub(lambda found: f'{found[1]} class="align-{found[2].lower()}"', html)
    cleaned = nh3.clean(
        aligned,
        tags=set(TAGS),
        clean_content_tags=_DROPPED,
        attributes=_ATTRIBUTES,
        allowed_classes=_CLASSES,
        attribute_filter=kept,
        url_schemes=_SCHEMES,
        strip_comments=True,
        link_rel="noopener noreferrer",
    )
    return _NO_SOURCE.sub("", cleaned).strip()


def plain(html: str) -> str:
    """The words of a cleaned text, a line for each paragraph or cell: for search, for copying."""
    lines = unescape(_TAG.sub("", _BREAK.sub("\n", html))).splitlines()
    return "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)
