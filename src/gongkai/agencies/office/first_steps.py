"""下一步: what is left to do before a new installation can be used, told to the administrators on their first page.

The rooms that know of a step register it, as they do with the panels of the dashboard.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from gongkai.agencies.actions.people import security_is_vacant
from gongkai.agencies.enums import Administrator
from gongkai.agencies.models import Agency, Membership, User


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be done, and by whom; with the screen, where the reader is the one who does it."""

    who: str
    words: str
    url: str = ""


StepMaker = Callable[[User], Step | None]
_MAKERS: list[tuple[int, StepMaker]] = []


def register_step(order: int, maker: StepMaker) -> None:
    """Name on the administrators' first page what `maker(user)` says, None when it is done; small `order` first."""
    _MAKERS.append((order, maker))
    _MAKERS.sort(key=lambda registered: registered[0])


def steps_for(user: User) -> list[Step]:
    """What is left to do, for the two administrators who begin; nothing for anybody else. A query a step."""
    if user.administrator not in (Administrator.SYSTEM, Administrator.SECURITY):
        return []
    made = (maker(user) for _, maker in _MAKERS)
    return [step for step in made if step is not None]


def _own(user: User, part: Administrator, name: str) -> str:
    return reverse(name) if user.administrator == part else ""


def _security(user: User) -> Step | None:
    if not security_is_vacant():
        return None
    own = _own(user, Administrator.SYSTEM, "agencies:people")
    return Step("系统管理员", "为安全管理员建立账号，在其页面点“管理员任免”，任命为安全管理员", own)


def _audit(user: User) -> Step | None:
    if User.objects.filter(administrator=Administrator.AUDIT, is_active=True).exists():
        return None
    return Step("安全管理员", "任命第三个人为审计管理员", _own(user, Administrator.SECURITY, "agencies:people"))


def _agency(user: User) -> Step | None:
    if Agency.objects.exists():
        return None
    return Step("系统管理员", "建立机关", _own(user, Administrator.SYSTEM, "agencies:create"))


def _people(user: User) -> Step | None:
    if Membership.objects.current().exists():
        return None
    if user.administrator == Administrator.SECURITY:
        return Step("安全管理员", "给各人授予角色（账号由系统管理员建立）", reverse("agencies:people"))
    return Step("系统管理员", "建立各人的账号，再由安全管理员授予角色", reverse("agencies:create_user"))


register_step(10, _security)
register_step(20, _audit)
register_step(30, _agency)
register_step(40, _people)
