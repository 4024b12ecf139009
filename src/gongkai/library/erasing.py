"""What the library forgets when a record is purged (two people have decided it, `publishing.erasing`): its own words.

Class, days and relations stay, so that figures and the other documents' status do not change.
"""

from __future__ import annotations

from gongkai.library.document_models import Document, Relation
from gongkai.library.interpretation_models import Interpretation

GONE = "（已清除）"


def erase_document(document: Document) -> None:
    """Remove what was written of it: title note, registration number, words of declarations, relations, clean-ups."""
    document.title_note = document.registration_number = ""
    document.registration_odd = False
    document.save()
    document.declarations.update(ground=GONE)
    document.cleanups.exclude(decision="").update(ground=GONE)
    Relation.objects.filter(source=document).exclude(articles="").update(articles=GONE)
    Relation.objects.filter(target=document).exclude(articles="").update(articles=GONE)


def erase_interpretation(interpretation: Interpretation) -> None:
    """Remove what it says, and the name of the meeting; its files are erased with the record's attachments."""
    interpretation.alternative = interpretation.meeting = ""
    interpretation.content = {}
    interpretation.waiting = None
    interpretation.save()
