"""Addresses inside an office's network, paths on its machines and passwords: an invitation to whoever looks for one.

A private address (RFC 1918) looks like a chapter's number in a standard; that one is told by what stands around it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from gongkai.documents.disclosure import labels
from gongkai.documents.disclosure.finding import Finding, Level, found
from gongkai.documents.disclosure.folding import fold

_OCTET = r"(?:25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})"
_PRIVATE = re.compile(
    rf"(?P<scheme>[A-Za-z][A-Za-z0-9+.\-]{{1,8}}://)?(?<![0-9.])(?P<address>"
    rf"(?:10\.{_OCTET}|127\.0|172\.(?:1[6-9]|2[0-9]|3[01])|192\.168)\.{_OCTET}\.{_OCTET})(?![0-9]|\.[0-9])"
    r"(?P<more>:[0-9]{2,5}|/[0-9A-Za-z_\-])?"
)
_ADDRESS_LABEL = re.compile(
    r"(?:IP|地址|服务器|网关|主机|内网|登录|登陆|访问|网址|系统|ping|telnet|ssh)[^0-9\n]{0,8}$", re.IGNORECASE
)
_NUMBERING = re.compile(r"(?:版本?|[Vv]|第|见|条|款|节|GB|标准|[0-9]、)\s?$")
_HEADING_AFTER = re.compile(r"[ \t.、]{0,3}[\u4e00-\u9fff]")
_SHARE = re.compile(r"(?<![\\A-Za-z0-9])\\\\[0-9A-Za-z_.\-\u4e00-\u9fff]{2,40}\\[^\s\\/:*?\"<>|,。;]{1,80}")
_DRIVE = re.compile(r"(?<![A-Za-z0-9])[A-Z]:\\(?:[^\s\\/:*?\"<>|,。;]{1,80}\\?){1,12}")
_FILE_URL = re.compile(r"file:/{2,3}[^\s\"'<>,。;]{2,200}", re.IGNORECASE)
_LOCAL_HOST = re.compile(
    r"https?://(?:localhost|[0-9A-Za-z\-]+(?:\.[0-9A-Za-z\-]+)*\.(?:local|lan|intranet|corp|internal))(?![0-9A-Za-z.\-])"
    r"[^\s\"'<>,。;]{0,100}",
    re.IGNORECASE,
)
_PASSWORD = re.compile(
    r"(?P<label>密码|口令|password|passwd|pwd)\s{0,2}(?:统一|默认|均|初始)?(?:为|是|[::=])\s{0,3}"
    r"(?P<value>[0-9A-Za-z!@#$%^&*._+\-]{4,32})(?![0-9A-Za-z]|\s?(?:位|个|至|到|~|字符|-[0-9]))",
    re.IGNORECASE,
)
_OPEN_NETWORK = re.compile(r"(?:wi-?fi|无线(?:网络?|上网)?)[^。\n]{0,16}$", re.IGNORECASE)


def find_internal(text: str, place: str = "", allowed: Collection[str] = ()) -> list[Finding]:
    """Addresses in a private network, paths of files and passwords in a text, in its order.

    `allowed` may name the authority's own public site ("http://10.1.2.3:8000"): where that site stands in such a
    network, its addresses are what readers are meant to open. Entries that are no web address say nothing here."""
    folded = _without(fold(text), allowed)
    taken: set[int] = set()
    findings: list[Finding] = []
    for finding in (*_passwords(folded, place), *_paths(folded, place), *_addresses(folded, place)):
        start, end = finding.span or (0, 0)
        if taken.isdisjoint(range(start, end)):
            taken.update(range(start, end))
            findings.append(finding)
    return sorted(findings, key=lambda finding: finding.span or (0, 0))


def _without(text: str, allowed: Collection[str]) -> str:
    """The text with the hosts of the allowed web addresses left blank, every other character where it was. Only the
    host, since a line of a page may end before it."""
    for entry in allowed:
        scheme, _, host = fold(entry).partition("://")
        if scheme in ("http", "https") and host:
            alone = rf"(?<![0-9A-Za-z.\-]){re.escape(host)}(?![0-9A-Za-z:\-]|\.[0-9A-Za-z])"
            text = re.sub(alone, " " * len(host), text)
    return text


def _passwords(text: str, place: str) -> Iterator[Finding]:
    for match in _PASSWORD.finditer(text):
        open_to_all = _OPEN_NETWORK.search(labels.before(text, match.start())) is not None
        level: Level | None = "warn" if open_to_all else None
        yield found("password", match["value"], place, level=level, masked="******", span=match.span("value"))


def _paths(text: str, place: str) -> Iterator[Finding]:
    for pattern in (_SHARE, _DRIVE, _FILE_URL, _LOCAL_HOST):
        for match in pattern.finditer(text):
            start, end = match.span()
            shown = "file://" if pattern is _FILE_URL else match[0][:3]
            yield found("internal_address", text[start:end], place, masked=f"{shown}****", span=(start, end))


def _addresses(text: str, place: str) -> Iterator[Finding]:
    for match in _PRIVATE.finditer(text):
        start = match.start("address")
        before = labels.before(text, start)
        certain = match["scheme"] or match["more"] or _ADDRESS_LABEL.search(before)
        if not certain and (_NUMBERING.search(before) or _is_heading(text, match)):
            continue
        level: Level | None = None if certain or not match["address"].startswith("10.") else "warn"
        masked = match["address"].split(".")[0] + ".*.*.*"
        yield found("internal_address", match["address"], place, level=level, masked=masked, span=match.span("address"))


def _is_heading(text: str, match: re.Match[str]) -> bool:
    """Whether the four figures are the number of a chapter: first on their line, with words after them."""
    line = text[: match.start("address")].rpartition("\n")[2]
    return not line.strip(" \t|") and _HEADING_AFTER.match(text, match.end()) is not None
