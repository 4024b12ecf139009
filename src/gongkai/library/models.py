"""All models of the room, where Django looks for them."""

from gongkai.library.cleanup_models import CleanUpItem, CleanUpRound
from gongkai.library.document_models import (
    Declaration,
    Document,
    Download,
    Issuer,
    LibraryOffice,
    Relation,
    StatusTurn,
    library_office_of,
)
from gongkai.library.interpretation_models import Interpretation, Series

__all__ = [
    "CleanUpItem",
    "CleanUpRound",
    "Declaration",
    "Document",
    "Download",
    "Interpretation",
    "Issuer",
    "LibraryOffice",
    "Relation",
    "Series",
    "StatusTurn",
    "library_office_of",
]
