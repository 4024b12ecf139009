"""Word files from before DOCX, and WPS's own: turned into DOCX by a converter, then read as such.

The converter in Python (msdoc2docx) comes first; LibreOffice, where it is installed, takes what that cannot.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from gongkai.documents import docx
from gongkai.documents.apart import convert_apart
from gongkai.documents.limits import DEFAULT_LIMITS, TOO_SLOW, Limits
from gongkai.documents.model import Document, UnusableDocument
from gongkai.documents.package import ENCRYPTED
from gongkai.documents.sniff import OLE

NO_CONVERTER = "这个旧版 Word（或 WPS）文件无法直接读取，本机也没有可用的 LibreOffice 来转换；请另存为 .docx 后再提供。"
NOT_CONVERTED = "这个旧版 Word（或 WPS）文件无法转换，可能已损坏；请另存为 .docx 后再提供。"

PROGRAMS = ("soffice", "libreoffice")
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop>
</item>
</oor:items>
"""
"""Settings for files of unknown origin: no macros run, nothing that a file links to is fetched."""


def read(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    """The document's paragraphs and tables, as `docx.read` gives them.

    Raises UnusableDocument where the file is encrypted or damaged, or nothing here can convert it.
    """
    if data.startswith(OLE):
        try:
            return docx.read(convert_apart(data, limits), limits)
        except UnusableDocument as error:
            if str(error) == ENCRYPTED:
                raise
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        raise UnusableDocument(NO_CONVERTER)
    return docx.read(_by_libreoffice(program, data, limits), limits)


def _by_libreoffice(program: str, data: bytes, limits: Limits) -> bytes:
    """The file as DOCX. LibreOffice gets a profile of its own: several can run at a time, and none leaves a trace."""
    with tempfile.TemporaryDirectory(prefix="gongkai-") as folder:
        home = Path(folder)
        (home / "profile" / "user").mkdir(parents=True)
        (home / "profile" / "user" / "registrymodifications.xcu").write_text(PROFILE, encoding="utf-8")
        source = home / "in.doc"
        source.write_bytes(data)
        command = [
            program, f"-env:UserInstallation={(home / 'profile').as_uri()}",
            "--headless", "--norestore", "--nolockcheck", "--convert-to", "docx:MS Word 2007 XML",
            "--outdir", str(home / "out"), str(source),
        ]  # fmt: skip
        process = subprocess.Popen(  # noqa: S603
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env=os.environ | {"HOME": folder},
        )
        try:
            process.wait(limits.seconds)
        except subprocess.TimeoutExpired:
            raise UnusableDocument(TOO_SLOW) from None
        finally:
            _end(process)
        target = home / "out" / "in.docx"
        if not target.is_file():
            raise UnusableDocument(NOT_CONVERTED)
        return target.read_bytes()


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends a process that still runs, with those that it started."""
    if process.poll() is None:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.wait()
