"""Reading in a process of its own, which may use so much memory and time and no more, and whose crash harms nobody.

The process is this module run as a program: the file comes in on standard input, the answer goes out on standard
output as JSON (never as pickled objects: what a hostile file has taken over must not run here).
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from gongkai.documents.limits import TOO_SLOW, Limits
from gongkai.documents.model import Document, Grid, GridCell, Paragraph, UnusableDocument

CRASHED = "读取这个文件时超出了内存限制，或文件已损坏，已停止。"
UNUSABLE = 3
"""Exit status of a process that found the file unusable; it writes the reason."""


def read_apart(data: bytes, name: str, limits: Limits) -> Document:
    """`gongkai.documents.read_document` in a process of its own. Raises UnusableDocument."""
    return _document(json.loads(run_apart(["read", name], data, limits)))


def convert_apart(data: bytes, limits: Limits) -> bytes:
    """A binary Word document as DOCX. Raises UnusableDocument."""
    return run_apart(["convert"], data, limits)


def run_apart(arguments: list[str], data: bytes, limits: Limits) -> bytes:
    """What the program says to a task and a file. Raises UnusableDocument where it finds no answer in time."""
    command = [sys.executable, "-m", __name__, json.dumps(dataclasses.asdict(limits)), *arguments]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=limits.seconds, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise UnusableDocument(TOO_SLOW) from None
    if done.returncode == UNUSABLE:
        raise UnusableDocument(done.stdout.decode())
    if done.returncode:
        raise UnusableDocument(CRASHED)
    return done.stdout


# ---------------------------------------------------------------- the document as JSON


def _json(document: Document) -> dict[str, Any]:
    return {
        "format": document.format,
        "title": document.title,
        "metadata": document.metadata,
        "damage": document.damage,
        "blocks": [
            [block.text, block.place] if isinstance(block, Paragraph) else dataclasses.asdict(block)
            for block in document.blocks
        ],
    }


def _document(data: dict[str, Any]) -> Document:
    blocks: list[Paragraph | Grid] = []
    for block in data["blocks"]:
        if isinstance(block, list):
            blocks.append(Paragraph(*block))
        else:
            blocks.append(Grid([[GridCell(**cell) for cell in row] for row in block["rows"]], block["place"]))
    damage = [(place, sentence) for place, sentence in data["damage"]]
    return Document(data["format"], blocks, data["title"], data["metadata"], damage=damage)


# ---------------------------------------------------------------- the program


def main(arguments: list[str]) -> int:
    """Carries out one task within the limits."""
    limits = Limits(**json.loads(arguments[0]))
    _restrict(limits)
    data = sys.stdin.buffer.read()
    try:
        answer = _answer(arguments[1:], data, limits)
    except UnusableDocument as error:
        sys.stdout.buffer.write(str(error).encode())
        return UNUSABLE
    except MemoryError:
        sys.stdout.buffer.write(CRASHED.encode())
        return UNUSABLE
    sys.stdout.buffer.write(answer)
    return 0


def _answer(task: list[str], data: bytes, limits: Limits) -> bytes:
    if task[0] == "convert":
        return _converted(data)
    if task[0] == "sheets":
        from gongkai.documents import sheets_apart

        return sheets_apart.answer_apart(task, data, limits)
    if task[0] == "inspect":
        from gongkai.documents.disclosure.inspection import answer_apart

        return answer_apart(data, limits)
    if task[0] in ("pages", "merge"):
        from gongkai.documents import merging

        return merging.answer_apart(task, data, limits)
    if task[0] == "rewrite":
        from gongkai.documents.disclosure.rewriting import masking

        return masking.answer_apart(task, data, limits)
    if task[0] in ("layout", "picture", "mask"):
        from gongkai.documents.disclosure import pages

        return pages.answer_apart(task, data, limits)
    return _read(data, task[1], limits)


def _restrict(limits: Limits) -> None:
    """Has the operating system hold the process to its memory and time; not every system can."""
    try:
        import resource
    except ImportError:
        return
    seconds = max(1, round(limits.seconds))
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _read(data: bytes, name: str, limits: Limits) -> bytes:
    from gongkai.documents import read_document

    return json.dumps(_json(read_document(data, name, limits)), ensure_ascii=False).encode()


def _converted(data: bytes) -> bytes:
    from doc2docx import convert
    from doc2docx.errors import Doc2DocxError, EncryptedDocumentError

    from gongkai.documents.package import DAMAGED, ENCRYPTED

    with tempfile.TemporaryDirectory(prefix="gongkai-") as folder:
        source, target = Path(folder, "in.doc"), Path(folder, "out.docx")
        source.write_bytes(data)
        try:
            convert(source, target)
        except EncryptedDocumentError:
            raise UnusableDocument(ENCRYPTED) from None
        except (Doc2DocxError, ValueError, LookupError, ArithmeticError, RecursionError, OSError):
            raise UnusableDocument(DAMAGED) from None
        return target.read_bytes()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
