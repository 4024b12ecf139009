"""The first start of an empty installation: somebody must be able to log in."""

from __future__ import annotations

import getpass
import sys

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from gongkai.agencies.action import Refused
from gongkai.agencies.actions import AppointAdministrator, CreateUser
from gongkai.agencies.enums import Administrator
from gongkai.agencies.models import User
from gongkai.site.commands import CommandError


def ensure() -> None:
    """Ask for a system administrator where there is none. Raises CommandError where nobody can be asked."""
    if User.objects.filter(administrator=Administrator.SYSTEM, is_active=True).exists():
        return
    if not sys.stdin.isatty():
        raise CommandError("首次启动需要设置管理员：请在终端中运行 gongkai serve；只想试用请加 --demo。")
    sys.stdout.write(
        "首次启动，请设置系统管理员。其登录后先建立并指定安全管理员，由安全管理员为他人授予角色（三员分立）。\n"
    )
    while True:
        username, display_name = _ask("用户名："), _ask("显示名称：")
        try:
            create(username, display_name, _ask_password(username, display_name))
        except Refused as refused:
            sys.stdout.write("".join(refused.reasons) + "\n")
        else:
            return


def create(username: str, display_name: str, password: str) -> User:
    """Make the account and appoint it. Raises Refused."""
    with transaction.atomic():
        user = CreateUser(None, username=username, display_name=display_name, password=password).perform()
        return AppointAdministrator(None, user, Administrator.SYSTEM).perform()


def _ask(prompt: str) -> str:
    while True:
        if answer := input(prompt).strip():
            return answer


def _ask_password(username: str, display_name: str) -> str:
    while True:
        password = getpass.getpass("密码：")
        try:
            validate_password(password, User(username=username, display_name=display_name))
        except ValidationError as error:
            sys.stdout.write("".join(error.messages) + "\n")
            continue
        if getpass.getpass("再输一次：") == password:
            return password
        sys.stdout.write("两次输入不一致。\n")
