"""What people do with records. `gongkai.agencies.action` says how actions are used, `review` who passes which stage."""

from gongkai.publishing.actions.attachments import AddAttachment
from gongkai.publishing.actions.base import OVERTAKEN, RecordAction
from gongkai.publishing.actions.consulting import AnswerAsBody, AskBody, RecordAnswer, Settle
from gongkai.publishing.actions.drafting import BeginDraft, CreateRecord, DraftFile, SaveDraft
from gongkai.publishing.actions.filing import Reclassify
from gongkai.publishing.actions.pinning import MovePin, PinRecord, UnpinRecord
from gongkai.publishing.actions.purging import ApprovePurge, AskPurge, DeclinePurge
from gongkai.publishing.actions.releasing import CancelSchedule, Publish, Restore
from gongkai.publishing.actions.reviewing import PassStage, ReturnDraft, SecrecyForm, SendToReview, TakeBack
from gongkai.publishing.actions.withdrawing import SetLeakHandling, Withdraw

__all__ = [
    "OVERTAKEN",
    "AddAttachment",
    "AnswerAsBody",
    "ApprovePurge",
    "AskBody",
    "AskPurge",
    "BeginDraft",
    "CancelSchedule",
    "CreateRecord",
    "DeclinePurge",
    "DraftFile",
    "MovePin",
    "PassStage",
    "PinRecord",
    "Publish",
    "Reclassify",
    "RecordAction",
    "RecordAnswer",
    "Restore",
    "ReturnDraft",
    "SaveDraft",
    "SecrecyForm",
    "SendToReview",
    "SetLeakHandling",
    "Settle",
    "TakeBack",
    "UnpinRecord",
    "Withdraw",
]
