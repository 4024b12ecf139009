"""What people do in a case. `gongkai.agencies.action` says how actions are used, `procedure` who may and when."""

from gongkai.applications.actions.amending import Amend
from gongkai.applications.actions.base import OVERTAKEN, CaseAction
from gongkai.applications.actions.desk import AddNote, AddParty, AnswerTask, Classify, RecordSearch, Reveal
from gongkai.applications.actions.intake import ConfirmReceipt, Contents, Person, Route, TakeIn
from gongkai.applications.actions.materials import AddMaterial
from gongkai.applications.actions.office import ChangeOffice, RecordLookUp
from gongkai.applications.actions.splitting import LinkSame, Split, SplitMatter
from gongkai.applications.actions.steps import CorrectStep, Decide, Ground, Happening, RecordStep
from gongkai.applications.actions.voiding import ApproveVoid, AskVoid, DeclineVoid
from gongkai.applications.kept_files import Upload

__all__ = [
    "OVERTAKEN",
    "AddMaterial",
    "AddNote",
    "AddParty",
    "Amend",
    "AnswerTask",
    "ApproveVoid",
    "AskVoid",
    "CaseAction",
    "ChangeOffice",
    "Classify",
    "ConfirmReceipt",
    "Contents",
    "CorrectStep",
    "Decide",
    "DeclineVoid",
    "Ground",
    "Happening",
    "LinkSame",
    "Person",
    "RecordLookUp",
    "RecordSearch",
    "RecordStep",
    "Reveal",
    "Route",
    "Split",
    "SplitMatter",
    "TakeIn",
    "Upload",
]
