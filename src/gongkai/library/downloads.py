"""The files that are made of a document's text: once for each published text, with their digests, gone with it.

Made by a task after the text has gone out, since typesetting takes a moment; what failed is made up for once a day.
"""

from __future__ import annotations

import hashlib
import logging

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q
from django_tasks import task

from gongkai.documents.official_pdf import NoFont
from gongkai.library.document_models import Document, Download
from gongkai.library.enums import Format
from gongkai.library.paper import paper_of, write_paper

logger = logging.getLogger(__name__)


def make(document: Document) -> list[Download]:
    """See to it that the files of the document's public text are there, and only these are current.

    A format that cannot be written, for want of a font, is left out. Nothing is made of what is not public.
    """
    document = Document.objects.select_related("record", "agency").prefetch_related("issuers").get(pk=document.pk)
    if not document.record.live:
        return []
    paper = paper_of(document)
    digest = paper.digest
    held = {each.format: each for each in document.downloads.filter(source_digest=digest)}
    written: dict[str, bytes] = {}
    for form in Format.values:
        if form in held:
            continue
        try:
            written[form] = write_paper(paper, form)
        except NoFont as sentence:
            logger.warning("document %s: %s", document.public_id, sentence)
    with transaction.atomic():
        Document.objects.select_for_update().get(pk=document.pk)
        for form, data in written.items():
            download, fresh = Download.objects.get_or_create(
                document=document, source_digest=digest, format=form,
                defaults={"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)},
            )  # fmt: skip
            if fresh:
                download.file.save(f"{form}", ContentFile(data))
            held[form] = download
        document.downloads.exclude(source_digest=digest).filter(current=True).update(current=False)
        document.downloads.filter(source_digest=digest, current=False).update(current=True)
    return [held[form] for form in Format.values if form in held]


@task()
def make_downloads(public_id: str) -> None:
    """Make the files of one document; nothing where it has gone meanwhile."""
    document = Document.objects.filter(public_id=public_id).first()
    if document is not None:
        make(document)


def make_soon(document: Document) -> None:
    """Have the files made when the transaction has ended."""
    transaction.on_commit(lambda: make_downloads.enqueue(document.public_id))


def make_missing(limit: int = 500) -> int:
    """Make the files of public documents that lack some, as many as the limit says. Returns how many documents."""
    current = Count("downloads", filter=Q(downloads__current=True))
    lacking = Document.objects.published().annotate(files=current).filter(files__lt=len(Format.values)).order_by("pk")
    documents = list(lacking[:limit])
    for document in documents:
        make(document)
    return len(documents)


def public_downloads(document: Document) -> list[Download]:
    """The files that the public may have of the document: none where its text is not public. One query."""
    if not document.record.live:
        return []
    return list(document.downloads.filter(current=True))


def for_public(public_id: str) -> Download | None:
    """The file of this number, if the public may have it. Every view that hands one out starts from here."""
    live = Document.objects.published().filter(pk=OuterRef("document"))
    found = Download.objects.filter(Exists(live), public_id=public_id, current=True)
    return found.select_related("document__record", "document__agency").first()


def take_away(document: Document, *, for_good: bool) -> None:
    """The files are not current any more; `for_good` (a purge) removes them from the disk, when the act is certain."""
    if not for_good:
        document.downloads.update(current=False)
        return
    files = [(each.file.storage, each.file.name) for each in document.downloads.all() if each.file.name]
    document.downloads.all().delete()

    def remove() -> None:
        for storage, name in files:
            storage.delete(str(name))

    transaction.on_commit(remove)


def file_name(download: Download) -> str:
    """What the file is called when it is saved: the title and the number."""
    record = download.document.record
    name = f"{record.title}{f'（{record.document_number}）' if record.document_number else ''}"
    forbidden = str.maketrans(dict.fromkeys('/\\:*?"<>|\r\n\t', ""))
    return f"{name.translate(forbidden)[:100]}.{download.format}"
