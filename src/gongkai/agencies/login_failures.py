"""Wrong passwords: after a few, an account or an address has to wait. Counted in the database, for all processes.

Each attempt is counted before the password is looked at, so that many at once get no more tries than one after the
other; a right password gives the count back. Names and addresses are kept as keyed digests only: a name that nobody
has is held back like any other, and nothing here tells which is which.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from unicodedata import normalize

from django.db import models, transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

WAIT = timedelta(minutes=15)
"""How long an account or an address that has used up its tries waits, and after how long tries are forgotten."""
LIMITS = {"account": 5, "address": 30}
"""Tries within WAIT. An address may be a whole office behind one gateway."""
SENTENCES = {
    "account": "密码连续输错次数过多，此账号暂停登录，请 {minutes} 分钟后再试；急需登录的，请联系安全管理员解除。",
    "address": "您所在的网络登录失败次数过多，暂停登录，请 {minutes} 分钟后再试。",
}


class LoginFailures(models.Model):
    """The tries of one account or one address that have not led to a login."""

    key = models.CharField("标识", max_length=48, unique=True)
    count = models.PositiveSmallIntegerField("次数", default=0)
    # When the first try was made; with the one that uses up the limit, when that was.
    since = models.DateTimeField("起始时间", db_index=True)

    class Meta:
        verbose_name = "登录失败计数"
        verbose_name_plural = "登录失败计数"

    def __str__(self) -> str:
        return self.key

    @property
    def kind(self) -> str:
        """What it counts: "account" or "address"."""
        return self.key.partition(":")[0]

    @property
    def used_up(self) -> bool:
        """Whether there is no further try."""
        return self.count >= LIMITS[self.kind]


@dataclass(frozen=True, slots=True)
class Attempt:
    """A try that has been counted. `used_up` are the keys that have no further one."""

    keys: tuple[str, ...]
    used_up: tuple[str, ...]

    def succeeded(self) -> None:
        """Forget the account's failures, and give the address this try back."""
        account, *address = self.keys
        LoginFailures.objects.filter(key=account).delete()
        LoginFailures.objects.filter(key__in=address, count__gt=0).update(count=F("count") - 1)


def begin(username: str, address: str, now: datetime) -> Attempt | None:
    """Count a try to log in; None where the account or the address has to wait, however right the password."""
    LoginFailures.objects.filter(since__lte=now - WAIT).delete()
    keys = tuple(_keys(username, address))
    with transaction.atomic():
        rows = [
            LoginFailures.objects.select_for_update().get_or_create(key=key, defaults={"since": now})[0] for key in keys
        ]
        if any(row.used_up for row in rows):
            return None
        for row in rows:
            row.count += 1
            if row.used_up:
                row.since = now
            row.save(update_fields=["count", "since"])
    return Attempt(keys, tuple(row.key for row in rows if row.used_up))


def refusal(username: str, address: str, now: datetime) -> str:
    """Why this account or address cannot log in now and how long it has to wait, in Chinese; "" where it may try."""
    rows = LoginFailures.objects.filter(key__in=_keys(username, address), since__gt=now - WAIT)
    for row in sorted(rows, key=lambda row: row.key):
        if row.used_up:
            left = math.ceil((row.since + WAIT - now) / timedelta(minutes=1))
            return SENTENCES[row.kind].format(minutes=left)
    return ""


def locked_until(username: str, now: datetime) -> datetime | None:
    """When an account that has to wait may try again; None where it need not wait."""
    row = LoginFailures.objects.filter(key=_key("account", username), since__gt=now - WAIT).first()
    return row.since + WAIT if row is not None and row.used_up else None


def unlock(username: str) -> None:
    """Forget the account's failures."""
    LoginFailures.objects.filter(key=_key("account", username)).delete()


def _keys(username: str, address: str) -> Iterator[str]:
    yield _key("account", username)
    if address:
        yield _key("address", address)


def _key(kind: str, value: str) -> str:
    name = normalize("NFKC", value)
    return f"{kind}:{salted_hmac('gongkai.agencies.login', f'{kind}:{name}', algorithm='sha256').hexdigest()[:32]}"
