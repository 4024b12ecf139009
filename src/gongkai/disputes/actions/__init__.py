"""What can be done in disputes. Screens, commands and importers call these; nothing else changes the records."""

from gongkai.disputes.actions.course import AddInstance, AmendInstance, RecordEffect, RecordReply, RecordResult
from gongkai.disputes.actions.files import AddFile, ChangeFileKinds, LookAtFile, WithdrawFile
from gongkai.disputes.actions.practice import ChangePractice, EditMapping
from gongkai.disputes.actions.reanswers import CompleteReAnswer, OrderReAnswer
from gongkai.disputes.actions.registering import AmendDispute, Details, RegisterDispute, VoidDispute
from gongkai.disputes.actions.succession import HandOverDispute
from gongkai.disputes.actions.suspending import AmendSuspension, Resume, Suspend

__all__ = [
    "AddFile",
    "AddInstance",
    "AmendDispute",
    "AmendInstance",
    "AmendSuspension",
    "ChangeFileKinds",
    "ChangePractice",
    "CompleteReAnswer",
    "Details",
    "EditMapping",
    "HandOverDispute",
    "LookAtFile",
    "OrderReAnswer",
    "RecordEffect",
    "RecordReply",
    "RecordResult",
    "RegisterDispute",
    "Resume",
    "Suspend",
    "VoidDispute",
    "WithdrawFile",
]
