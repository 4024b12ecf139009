"""What people do in a case. `gongkai.agencies.action` says how actions are used, `procedure` who may and when."""

from gongkai.applications.actions.base import OVERTAKEN, CaseAction
from gongkai.applications.actions.desk import AddNote, AnswerTask, RecordSearch, Reveal
from gongkai.applications.actions.intake import ConfirmReceipt, Contents, Person, Route, TakeIn
from gongkai.applications.actions.materials import AddMaterial, Upload
from gongkai.applications.actions.steps import CorrectStep, Decide, Ground, Happening, RecordStep

__all__ = [
    "OVERTAKEN",
    "AddMaterial",
    "AddNote",
    "AnswerTask",
    "CaseAction",
    "ConfirmReceipt",
    "Contents",
    "CorrectStep",
    "Decide",
    "Ground",
    "Happening",
    "Person",
    "RecordSearch",
    "RecordStep",
    "Reveal",
    "Route",
    "TakeIn",
    "Upload",
]
