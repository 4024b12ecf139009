"""What a tag of a web page means for reading its text and tables."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from html import unescape

from gongkai.documents.memory import remembering


class Kind(Enum):
    NOTHING = auto()
    BLOCK = auto()
    """Ends a line of text: begin or end of a block, a line break."""
    CELL = auto()
    CELL_END = auto()
    ROW = auto()
    ROW_END = auto()
    GROUP = auto()
    """Begin or end of a row group."""
    TABLE = auto()
    TABLE_END = auto()
    CAPTION = auto()
    CAPTION_END = auto()
    PRE = auto()
    PRE_END = auto()
    RAW = auto()
    """An element whose content is not markup."""
    COMMENT = auto()
    UNSHOWN = auto()
    META = auto()
    CUT = auto()
    """A tag that goes on: it was cut at a `>` inside a quoted value."""


@dataclass(frozen=True, slots=True)
class Action:
    """What to do at a tag."""

    kind: Kind
    name: str = ""
    spans: tuple[int, int] = (1, 1)
    """Rowspan (0: to the end of its row group) and colspan of a cell."""
    hidden: bool = False
    """Not shown because of an attribute, not for what it is."""

    @property
    def ended_by(self) -> frozenset[str]:
        """Tags that end the element where its end tag is left out."""
        return ENDED_BY.get(self.name, frozenset())


NOTHING = Action(Kind.NOTHING)
BLOCK = Action(Kind.BLOCK)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


BLOCKS = _words(
    "address article aside blockquote body br center dd details dialog dir div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol option p section summary ul"
)
RAW = _words("script style title textarea xmp iframe noembed noframes noscript")
UNSHOWN = _words("template select datalist svg object rt rp")
"""Elements whose text is no text of the page. Ruby readings are among them: they annotate, they are not read along."""
VOID = _words("area base br col embed hr img input link meta source track wbr")
ENDED_BY = {
    "p": _words("p div table ul ol li h1 h2 h3 h4 h5 h6 /div /td /th /li"),
    "li": _words("li /ul /ol"),
    "td": _words("td th tr /tr tbody /tbody"),
    "th": _words("td th tr /tr tbody /tbody"),
    "tr": _words("tr tbody /tbody tfoot"),
    "rt": _words("rt rp rb /ruby"),
    "rp": _words("rt rp rb /ruby"),
    "select": _words("select textarea input"),
}
"""Tags that end an element whose end tag is left out, as far as an element that is not shown needs it."""

START = {
    "td": Kind.CELL, "th": Kind.CELL, "tr": Kind.ROW, "table": Kind.TABLE, "thead": Kind.GROUP, "tbody": Kind.GROUP,
    "tfoot": Kind.GROUP, "caption": Kind.CAPTION, "pre": Kind.PRE, "listing": Kind.PRE, "meta": Kind.META,
}  # fmt: skip
END = {
    "td": Kind.CELL_END, "th": Kind.CELL_END, "tr": Kind.ROW_END, "table": Kind.TABLE_END, "thead": Kind.GROUP,
    "tbody": Kind.GROUP, "tfoot": Kind.GROUP, "caption": Kind.CAPTION_END, "pre": Kind.PRE_END,
    "listing": Kind.PRE_END,
}  # fmt: skip

NAME = re.compile(rb"/?[a-zA-Z][^\s/]*")
ATTRIBUTE = re.compile(rb"""([^\s=/"'<>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'][^\s]*)))?""")
QUOTED = re.compile(rb"""=\s*(?:"[^"]*"|'[^']*')""")
OPEN_QUOTE = re.compile(rb"""=\s*(["'])""")
HIDING_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def _plain_actions() -> dict[bytes, Action]:
    actions = {name: Action(Kind.UNSHOWN, name) for name in UNSHOWN}
    actions |= {name: Action(Kind.RAW, name) for name in RAW}
    actions |= {name: Action(kind, name) for name, kind in START.items()}
    actions |= {f"/{name}": Action(kind, name) for name, kind in END.items()}
    actions |= {slash + name: BLOCK for name in BLOCKS for slash in ("", "/")}
    return {name.encode(): action for name, action in actions.items()}


PLAIN = _plain_actions()
"""What tags ask for by name alone."""


def classify_shown(tag: bytes, *, hiding: bool = False) -> Action:
    """What a tag (without its angle brackets) asks for, taking no notice of attributes that hide it."""
    found = NAME.match(tag)
    if found is None:
        return Action(Kind.COMMENT) if tag.startswith(b"!--") else NOTHING
    written = found[0]
    name = written.lower()
    action = PLAIN.get(name, NOTHING)
    if len(tag) == len(written) or tag.startswith(b"/"):
        return action
    if (tag.count(b'"') % 2 or tag.count(b"'") % 2) and open_quote(tag):
        return Action(Kind.CUT)
    # Looking at attributes takes time: only where a word in them gives reason to, or capitals hide it.
    if hiding and (name != written or _may_hide(tag)) and action.kind is not Kind.RAW and _is_hidden(tag):
        plain_name = name.decode("ascii", "replace")
        return action if plain_name in VOID else Action(Kind.UNSHOWN, plain_name, hidden=True)
    if action.kind is Kind.CELL and (b"span" in tag or b"SPAN" in tag):
        values = attributes(tag)
        spans = (_span(values.get("rowspan"), 65534), _span(values.get("colspan"), 1000) or 1)
        return Action(Kind.CELL, action.name, spans)
    return action


def _classify(tag: bytes) -> Action:
    return classify_shown(tag, hiding=True)


classify = remembering(_classify, 4096)
"""What a tag (without its angle brackets) asks for."""


def attributes(tag: bytes) -> dict[str, str]:
    """A start tag's attributes by lower-case name; of one given twice, the first."""
    name = NAME.match(tag)
    values: dict[str, str] = {}
    for key, double, single, bare in ATTRIBUTE.findall(tag, name.end() if name else 0):
        value = (double or single or bare).decode("utf-8", "replace")
        values.setdefault(key.decode("utf-8", "replace").lower(), unescape(value))
    return values


def open_quote(tag: bytes) -> bytes:
    """The quotation mark of a value that the tag begins and does not end, or nothing."""
    found = OPEN_QUOTE.search(QUOTED.sub(b"", tag))
    return found[1] if found else b""


def _may_hide(tag: bytes) -> bool:
    lower = b"display" in tag or b"visibility" in tag or b"hidden" in tag
    return lower or b"DISPLAY" in tag or b"VISIBILITY" in tag


def _is_hidden(tag: bytes) -> bool:
    values = attributes(tag)
    return "hidden" in values or HIDING_STYLE.search(values.get("style", "")) is not None


def _span(text: str | None, most: int) -> int:
    """A span attribute: leading digits count, anything else is 1."""
    digits = re.match(r"\s*\+?([0-9]{1,9})", text or "")
    return min(int(digits[1]), most) if digits else 1
