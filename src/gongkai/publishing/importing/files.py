"""Where the files of imported articles come from: a folder, a ZIP file, the addresses that the articles name."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from urllib.parse import unquote, urlsplit

from gongkai.documents.model import UnusableDocument
from gongkai.publishing.actions.attachments import largest
from gongkai.publishing.importing.fetching import NotFetched, fetch

NOT_THERE = "没有找到文件"


class FileMissing(Exception):
    """A file is not to be had; the message is one Chinese sentence."""


def _is_address(place: str) -> bool:
    return urlsplit(place).scheme in ("http", "https")


class FileSource:
    """Gives the bytes of a file by the place that an article names."""

    def __init__(
        self, folder: Path | None = None, *, fetching: bool = False, fetcher: Callable[[str], bytes] = fetch
    ) -> None:
        """`folder` is a folder or a ZIP file. Raises UnusableDocument where it is neither."""
        self._fetcher = fetcher if fetching else None
        self._ahead: dict[str, Path | FileMissing] = {}
        self._held: TemporaryDirectory[str] | None = None
        self._root = self._zip = None
        if folder is None:
            return
        if folder.is_dir():
            self._root = folder.resolve()
        else:
            try:
                self._zip = zipfile.ZipFile(folder)
            except (OSError, zipfile.BadZipFile):
                raise UnusableDocument(f"{folder} 不是文件夹，也不是 ZIP 文件。") from None

    def name_of(self, place: str) -> str:
        """The file's own name."""
        return PurePosixPath(unquote(urlsplit(place).path).replace("\\", "/")).name or "附件"

    def fetch_ahead(self, places: Iterable[str]) -> None:
        """Fetch those of the places that are addresses, each once, and hold them on disk until the next are fetched."""
        self._ahead.clear()
        if self._held is not None:
            self._held.cleanup()
            self._held = None
        for place in dict.fromkeys(filter(_is_address, places)):
            try:
                data = self._fetch(place)
            except FileMissing as missing:
                self._ahead[place] = missing
                continue
            if self._held is None:
                self._held = TemporaryDirectory(prefix="gongkai-import-")
            file = Path(self._held.name, str(len(self._ahead)))
            file.write_bytes(data)
            self._ahead[place] = file

    def read(self, place: str) -> bytes:
        """The file. Raises FileMissing."""
        if _is_address(place):
            fetched = self._ahead.get(place)
            if isinstance(fetched, FileMissing):
                raise fetched
            return fetched.read_bytes() if fetched else self._fetch(place)
        # As a site writes it: /upload/2024/a.pdf, with its spaces coded; nothing leads out of the folder.
        parts = [part for part in PurePosixPath(unquote(place).replace("\\", "/")).parts if part not in ("/", ".")]
        if not parts or ".." in parts or ":" in parts[0]:
            raise FileMissing(f"{NOT_THERE}“{place}”。")
        if self._root is not None:
            return self._from_folder(self._root, parts, place)
        return self._from_zip("/".join(parts), place)

    def _from_folder(self, root: Path, parts: list[str], place: str) -> bytes:
        file = root.joinpath(*parts)
        if not file.is_file() or root not in file.resolve().parents:
            raise FileMissing(f"{NOT_THERE}“{place}”。")
        if file.stat().st_size > largest():
            raise FileMissing(f"文件“{place}”超过{largest() // 1024 // 1024} MB。")
        return file.read_bytes()

    def _from_zip(self, member: str, place: str) -> bytes:
        if self._zip is None:
            raise FileMissing(f"{NOT_THERE}“{place}”：没有指定附件所在的文件夹。")
        try:
            with self._zip.open(member) as packed:
                data = packed.read(largest() + 1)
        except (KeyError, zipfile.BadZipFile, RuntimeError, NotImplementedError):
            raise FileMissing(f"{NOT_THERE}“{place}”。") from None
        if len(data) > largest():
            raise FileMissing(f"文件“{place}”超过{largest() // 1024 // 1024} MB。")
        return data

    def _fetch(self, place: str) -> bytes:
        if self._fetcher is None:
            raise FileMissing(f"附件在网上，未读取（加 --fetch 读取）：{place}")
        try:
            return self._fetcher(place)
        except NotFetched as error:
            raise FileMissing(str(error)) from None
