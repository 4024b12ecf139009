"""argparse in Chinese: usage, help and errors, through argparse's public hooks only."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable
from typing import Any, NoReturn

_ERRORS = [
    (r"the following arguments are required: (.*)", r"缺少参数：\1"),
    (r"unrecognized arguments: (.*)", r"不认识的参数：\1"),
    (r"one of the arguments (.*) is required", r"以下参数必须给出一个：\1"),
    (r"argument (.*?): not allowed with argument (.*)", r"参数 \1 不能与 \2 同时使用"),
    (r"argument (.*?): expected one argument", r"参数 \1 后面缺少内容"),
    (r"argument (.*?): expected at least one argument", r"参数 \1 后面至少要有一项内容"),
    (r"argument (.*?): expected (\d+) arguments", r"参数 \1 后面应有 \2 项内容"),
    (r"argument (.*?): ignored explicit argument (.*)", r"参数 \1 后面不能带内容：\2"),
    (r"argument (.*?): invalid choice: (.*?) \(choose from (.*)\)", r"参数 \1 不能是 \2，可选：\3"),
    (r"argument (.*?): invalid int value: (.*)", r"参数 \1 应为整数，不能是 \2"),
    (r"argument (.*?): invalid \w+ value: (.*)", r"参数 \1 的内容不对：\2"),
    (r"argument (.*?): (.*)", r"参数 \1：\2"),
    (r"ambiguous option: (.*) could match (.*)", r"参数 \1 不明确，可能是：\2"),
]


def translate_error(message: str) -> str:
    """argparse's message in Chinese; one that is not known stays as it is."""
    for english, chinese in _ERRORS:
        if re.fullmatch(english, message, flags=re.DOTALL):
            return re.sub(english, chinese, message, flags=re.DOTALL)
    return message


class _Formatter(argparse.HelpFormatter):
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """An argument parser that speaks Chinese. Whole option names only: a script must not break by a new option."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("formatter_class", _Formatter)
        options.setdefault("allow_abbrev", False)
        super().__init__(**options, add_help=False)
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示本说明后退出")

    def error(self, message: str) -> NoReturn:
        """One clear line on standard error, exit status 2."""
        self.exit(2, f"{self.prog}：{translate_error(message)}。用 {self.prog} --help 查看用法。\n")
