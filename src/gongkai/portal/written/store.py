"""The written pages on disk, as a web server can read them too.

    pages/live/<address>/index.html     a page; what has a name of its own (feed.xml) lies under that name
    pages/hangs-on/<tag>/<address>      an empty file: that page shows something of what the tag names
    pages/to-write/<address>            an empty file: to be written again before anybody asks
    pages/generation                    counts the changes

Everything is done by creating, renaming and removing files, so that several processes share it without a lock.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote, unquote

EVERYTHING = "everything"
"""What every page hangs on: its frame, the navigation, the marks in its foot."""

# Addresses of ours have no other characters; nothing else can become the name of a file.
_ADDRESS = re.compile(r"/(?:[A-Za-z0-9_-]+/)*(?:[A-Za-z0-9_-]+\.(?:html|xml|txt|json))?")
_LONGEST = 200


class Store:
    """The pages below one folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.live = root / "live"
        self._tags = root / "hangs-on"
        self._waiting = root / "to-write"
        self._generation = root / "generation"

    # ------------------------------------------------------------ reading

    def file_of(self, address: str) -> Path | None:
        """Where the page of an address (a path, "/lm/abc/") lies or would lie; None for one that is never written."""
        if len(address) > _LONGEST or not _ADDRESS.fullmatch(address):
            return None
        return self.live / address.lstrip("/") / "index.html" if address.endswith("/") else self.live / address[1:]

    def read(self, address: str) -> bytes | None:
        """The page, or None where none is written."""
        if (file := self.file_of(address)) is None:
            return None
        try:
            return file.read_bytes()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None

    def generation(self) -> bytes:
        """What to hold `write` against: asked for before the page is made."""
        try:
            return self._generation.read_bytes()
        except FileNotFoundError:
            return b""

    # ------------------------------------------------------------ writing

    def write(self, address: str, page: bytes, tags: Iterable[str], generation: bytes) -> bool:
        """Write a page that was made in that generation. False, and nothing is there, if something changed since."""
        file = self.file_of(address)
        if file is None or self.generation() != generation:
            return False
        for tag in (EVERYTHING, *tags):
            folder = self._tags / _name(tag)
            folder.mkdir(parents=True, exist_ok=True)
            (folder / _name(address)).touch()
        file.parent.mkdir(parents=True, exist_ok=True)
        # Beside it, in the same folder, so that the renaming is one step; a name no reader asks for.
        made = file.parent / f".{secrets.token_hex(8)}"
        try:
            made.write_bytes(page)
            made.replace(file)
        except FileNotFoundError:  # the folder was taken away with everything in it, in this moment
            return False
        finally:
            made.unlink(missing_ok=True)
        # A change between the first look and the renaming has taken nothing away: the page was not there yet.
        if self.generation() != generation:
            file.unlink(missing_ok=True)
            return False
        return True

    def take_away(self, tags: Iterable[str], addresses: Iterable[str] = ()) -> list[str]:
        """Remove every page that hangs on one of the tags, and those addresses. Returns what was removed.

        The generation is counted on first, so that a page in the making does not come back with what was true before.
        """
        self._count_on()
        removed = []
        for tag in tags:
            folder = self._tags / _name(tag)
            with suppress(FileNotFoundError):
                for link in list(folder.iterdir()):
                    removed.append(unquote(link.name))
                    link.unlink(missing_ok=True)
        for address in dict.fromkeys([*removed, *addresses]):
            if (file := self.file_of(address)) is not None:
                with suppress(FileNotFoundError, NotADirectoryError):
                    file.unlink()
        return removed

    def take_away_everything(self) -> None:
        """Remove all pages, in one step for whoever reads."""
        self._count_on()
        for folder in (self.live, self._tags):
            old = self.root / f"old-{secrets.token_hex(8)}"
            try:
                folder.rename(old)
            except FileNotFoundError:
                continue
            shutil.rmtree(old, ignore_errors=True)

    def _count_on(self) -> None:
        self.root.mkdir(parents=True, exist_ok=True)
        made = self.root / f".{secrets.token_hex(8)}"
        made.write_text(secrets.token_hex(16))
        made.replace(self._generation)

    # ------------------------------------------------------------ what is to be written again

    def ask_for(self, addresses: Iterable[str]) -> None:
        """Have these addresses written before anybody asks for them."""
        self._waiting.mkdir(parents=True, exist_ok=True)
        for address in addresses:
            if self.file_of(address) is not None:
                (self._waiting / _name(address)).touch()

    def waiting(self) -> Iterator[str]:
        """The addresses that wait, each taken from the list as it is given."""
        try:
            names = sorted(os.listdir(self._waiting))
        except FileNotFoundError:
            return
        for name in names:
            try:
                (self._waiting / name).unlink()
            except FileNotFoundError:  # another process was quicker
                continue
            yield unquote(name)


def _name(text: str) -> str:
    """An address or a tag as the name of a file."""
    return quote(text, safe="")
