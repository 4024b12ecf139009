"""The changes of agencies and of people, a class each; `gongkai.agencies.action` says how they are used."""

from gongkai.agencies.actions.agencies import (
    AbolishAgency,
    AddDepartment,
    AddFormerName,
    CorrectAgency,
    CreateAgency,
    MoveAgency,
    RenameAgency,
)
from gongkai.agencies.actions.calendar import CorrectYear, EnterYear, SetLocalDays, WithdrawLocalDays, WithdrawYear
from gongkai.agencies.actions.people import (
    AppointAdministrator,
    CreateUser,
    EndRole,
    GrantRole,
    SetPassword,
    SwitchUser,
    UnlockLogin,
)

__all__ = [
    "AbolishAgency",
    "AddDepartment",
    "AddFormerName",
    "AppointAdministrator",
    "CorrectAgency",
    "CorrectYear",
    "CreateAgency",
    "CreateUser",
    "EndRole",
    "EnterYear",
    "GrantRole",
    "MoveAgency",
    "RenameAgency",
    "SetLocalDays",
    "SetPassword",
    "SwitchUser",
    "UnlockLogin",
    "WithdrawLocalDays",
    "WithdrawYear",
]
