"""What can be done in the library. Screens, commands and importers call these; nothing else changes the records."""

from gongkai.library.actions.attaching import Sent, with_files
from gongkai.library.actions.cleanup import ApplyRound, DecideItems, DropRound, OpenRound
from gongkai.library.actions.entering import AmendDocument, Details, EnterDocument, RegisterNumber
from gongkai.library.actions.interpreting import AmendInterpretation, EnterInterpretation, Telling
from gongkai.library.actions.office import ChangeOffice
from gongkai.library.actions.relating import Declare, Link, Relate, Undeclare, Unrelate

__all__ = [
    "AmendDocument",
    "AmendInterpretation",
    "ApplyRound",
    "ChangeOffice",
    "DecideItems",
    "Declare",
    "Details",
    "DropRound",
    "EnterDocument",
    "EnterInterpretation",
    "Link",
    "OpenRound",
    "RegisterNumber",
    "Relate",
    "Sent",
    "Telling",
    "Undeclare",
    "Unrelate",
    "with_files",
]
