"""The first start asks for a system administrator, once."""

import pytest

from gongkai.agencies.enums import Administrator
from gongkai.agencies.models import User
from gongkai.site import first_administrator
from gongkai.site.commands import CommandError

pytestmark = pytest.mark.django_db
GOOD = "correct horse battery"


class Terminal:
    """Answers in turn what is asked."""

    def __init__(self, monkeypatch, answers, passwords):
        self.answers, self.passwords = list(answers), list(passwords)
        monkeypatch.setattr("builtins.input", lambda _prompt: self.answers.pop(0))
        monkeypatch.setattr(first_administrator.getpass, "getpass", lambda _prompt: self.passwords.pop(0))
        monkeypatch.setattr(first_administrator.sys, "stdin", self)

    def isatty(self):
        return True


def test_it_makes_a_system_administrator_and_asks_no_more(monkeypatch):
    Terminal(monkeypatch, ["guanli", "系统管理员"], [GOOD, GOOD])
    first_administrator.ensure()
    first_administrator.ensure()
    user = User.objects.get()
    assert user.administrator == Administrator.SYSTEM
    assert user.check_password(GOOD)


def test_weak_and_mistyped_passwords_are_asked_for_again(monkeypatch, capsys):
    Terminal(monkeypatch, ["", "guanli", "系统管理员"], ["123456", "guanli123456", GOOD, "other", GOOD, GOOD])
    first_administrator.ensure()
    assert User.objects.get().check_password(GOOD)
    out = capsys.readouterr().out
    assert "两次输入不一致" in out
    assert "密码太短，至少要有 12 个字符。" in out
    assert "password" not in out


def test_without_a_terminal_it_says_what_to_do():
    with pytest.raises(CommandError, match="--demo"):
        first_administrator.ensure()
    assert not User.objects.exists()
