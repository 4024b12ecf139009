"""主动公开设置: how an agency publishes, changed by who keeps its columns, with what was and what is in the ledger."""

from __future__ import annotations

import re
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db.models import Field

from gongkai.agencies.action import NOT_YOURS
from gongkai.agencies.models import Agency, User
from gongkai.publishing.column_models import PublishingOffice, publishing_office_of
from gongkai.publishing.columns.rights import may_edit
from gongkai.publishing.office_action import OfficeAction

FIELDS = (
    "organisation_code", "publication_days", "interpretation_days", "expiry_months", "office_lines", "trusted_hosts",
    "embedding_hosts",
)  # fmt: skip
_CODE = re.compile(r"[0-9A-Z]{9}")
_HOST = re.compile(r"(?:[a-z0-9-]{1,63}\.)+[a-z0-9-]{2,63}")
_LINES = ("office_lines", "trusted_hosts", "embedding_hosts")


class ChangePublishingOffice(OfficeAction):
    """Change the settings, any of `FIELDS`; what is not named stays."""

    kind = "publishing.settings_changed"

    def __init__(self, actor: User | None, agency: Agency, *, ground: str = "", **fields: Any) -> None:
        super().__init__(actor, agency, ground=ground)
        if unknown := set(fields) - set(FIELDS):
            raise TypeError(f"no settings: {sorted(unknown)}")
        self.fields = {name: _tidied(name, value) for name, value in fields.items()}
        self.was: dict[str, Any] = {}

    def refusals(self) -> list[str]:
        """Only who keeps the agency's columns; a code and hosts as they are written; something new."""
        if not may_edit(self.actor, self.of):
            return [NOT_YOURS]
        office = publishing_office_of(self.of)
        self.was = {
            name: getattr(office, name) for name, value in self.fields.items() if getattr(office, name) != value
        }
        code = self.fields.get("organisation_code", "")
        reasons = []
        if code and not _CODE.fullmatch(code):
            reasons.append("组织机构代码为九位数字或大写字母，不写连字符；取统一社会信用代码第 9 至 17 位。")
        for name in ("trusted_hosts", "embedding_hosts"):
            label = str(_field(name).verbose_name)
            unfit = [host for host in self.fields.get(name, "").splitlines() if not _HOST.fullmatch(host)]
            reasons += [f"{label}：“{host[:60]}”不是域名，请写成 www.example.gov.cn 的样子。" for host in unfit]
        for name, value in self.fields.items():
            try:
                _field(name).clean(value, None)
            except ValidationError as error:
                reasons += [f"{_field(name).verbose_name}：{said}" for said in error.messages]
        return reasons or ([] if self.was else ["没有任何改动。"])

    def wanted(self) -> dict[str, Any]:
        """What was named."""
        return self.fields

    def payload(self, result: PublishingOffice) -> dict[str, Any]:
        """What was and what is; of the lists, only that they changed: somebody's mailbox may be among them."""
        told = [name for name in self.was if name not in _LINES]
        return {
            "from": {name: self.was[name] for name in told},
            "to": {name: self.fields[name] for name in told},
            "lists": [name for name in self.was if name in _LINES],
        }


def _field(name: str) -> Field[Any, Any]:
    return cast("Field[Any, Any]", PublishingOffice._meta.get_field(name))


def _tidied(name: str, value: Any) -> Any:
    if name == "organisation_code":
        return str(value).strip().upper().replace("-", "")
    if name in _LINES:
        lines = (line.strip() for line in str(value).splitlines())
        return "\n".join(line.lower() if name.endswith("hosts") else line for line in lines if line)
    return value
