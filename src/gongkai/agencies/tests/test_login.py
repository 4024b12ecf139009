"""Wrong passwords: so many tries for an account and for an address, then waiting, for all processes alike."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections
from django.urls import reverse
from django.utils import timezone

from gongkai.agencies.actions import UnlockLogin
from gongkai.agencies.login_failures import LIMITS, WAIT, LoginFailures, begin, locked_until
from gongkai.agencies.tests.factories import PASSWORD, MembershipFactory, UserFactory
from gongkai.ledger.models import Entry

pytestmark = pytest.mark.django_db

TOO_OFTEN = "此账号暂停登录，请 15 分钟后再试；急需登录的，请联系安全管理员解除。"
NETWORK = "您所在的网络登录失败次数过多，暂停登录"
TRIES = LIMITS["account"]


def login(client, username, password, address="10.0.0.1"):
    """Whether it opened the door, and the page that was shown if not."""
    filled = {"username": username, "password": password}
    response = client.post("/office/login/", filled, REMOTE_ADDR=address)
    return response.status_code == 302, response.content.decode()


def test_a_few_wrong_passwords_lock_the_account_even_for_the_right_one(office_client):
    user, client = MembershipFactory().user, office_client()
    for number in range(TRIES):
        _, page = login(client, user.username, "wrong", f"10.0.0.{number}")
        assert (TOO_OFTEN in page) is (number == TRIES - 1)
    opened, page = login(client, user.username, PASSWORD, "10.9.9.9")
    assert not opened
    assert TOO_OFTEN in page
    assert login(client, MembershipFactory().user.username, PASSWORD)[0]


def test_time_unlocks(office_client):
    user, client = MembershipFactory().user, office_client()
    for _ in range(TRIES):
        login(client, user.username, "wrong")
    LoginFailures.objects.update(since=timezone.now() - WAIT + timedelta(minutes=2))
    assert "请 2 分钟后再试" in login(client, user.username, PASSWORD)[1]
    LoginFailures.objects.update(since=timezone.now() - WAIT)
    assert login(client, user.username, PASSWORD)[0]


def test_a_right_password_forgets_the_wrong_ones(office_client):
    user = MembershipFactory().user
    for _ in range(3):
        for _ in range(TRIES - 1):
            assert not login(office_client(), user.username, "wrong")[0]
        assert login(office_client(), user.username, PASSWORD)[0]
    assert not Entry.objects.exists()


def test_an_address_that_tries_many_names_waits_and_its_neighbour_does_not(office_client):
    user, client = MembershipFactory().user, office_client()
    for number in range(LIMITS["address"]):
        _, page = login(client, f"guess{number}", "wrong", f"2001:db8::{number + 1:x}")
    assert NETWORK in page
    assert not login(client, user.username, PASSWORD, "2001:db8::ffff")[0]
    assert login(client, user.username, PASSWORD, "2001:db8:1::1")[0]
    entry = Entry.objects.get()
    assert entry.payload == {"what": "address"}
    assert "2001" not in entry.subject


def test_right_passwords_do_not_use_up_an_address(office_client):
    user = MembershipFactory().user
    for _ in range(LIMITS["address"] + 2):
        assert login(office_client(), user.username, PASSWORD)[0]


def test_a_name_that_nobody_has_is_held_back_alike_and_leaves_nothing_in_the_ledger(office_client):
    client = office_client()
    for _ in range(TRIES):
        _, page = login(client, "nobody", "wrong")
    assert TOO_OFTEN in page
    assert not Entry.objects.exists()


def test_the_ledger_names_the_account_by_its_opaque_number_once(office_client):
    user, client = MembershipFactory().user, office_client()
    for _ in range(TRIES + 2):
        login(client, user.username, "wrong")
    entry = Entry.objects.get()
    assert (entry.kind, entry.subject) == ("user.login_locked", f"agencies.user:{user.public_id}")
    written = f"{entry.actor}{entry.subject}{entry.ground}{entry.payload}"
    assert user.username not in written
    assert "10.0.0.1" not in written
    page = office_client(UserFactory(audit=True)).get(reverse("agencies:ledger")).content.decode()
    assert "登录失败过多，暂停登录" in page
    assert "登录保护" in page


def test_neither_names_nor_addresses_are_kept():
    begin("bianji", "10.0.0.1", timezone.now())
    kept = "".join(LoginFailures.objects.values_list("key", flat=True))
    assert "bianji" not in kept
    assert "10.0.0.1" not in kept


def test_old_counts_are_cleared_away():
    begin("bianji", "10.0.0.1", timezone.now() - WAIT)
    begin("other", "", timezone.now())
    assert LoginFailures.objects.count() == 1


def test_the_security_administrator_unlocks_and_nobody_else(office_client):
    user, client = MembershipFactory().user, office_client()
    for _ in range(TRIES):
        login(client, user.username, "wrong")
    unlock, person = (reverse(f"agencies:{name}", args=[user.public_id]) for name in ("unlock", "person"))
    system, security = office_client(UserFactory(system=True)), office_client(UserFactory(security=True))
    assert unlock not in system.get(person).content.decode()
    assert system.post(unlock).status_code == 302
    assert locked_until(user.username, timezone.now())
    page = security.get(person).content.decode()
    assert unlock in page
    assert "连续输错密码，暂停至" in page
    assert security.post(unlock, {"ground": "本人来电核实"}).status_code == 302
    assert login(client, user.username, PASSWORD)[0]
    assert Entry.objects.filter(kind="user.login_unlocked", ground="本人来电核实").exists()
    assert UnlockLogin(None, user).refusals() == ["此账号没有被锁定。"]


@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_no_more_tries_than_one_after_the_other():
    if connections["default"].vendor == "sqlite":
        pytest.skip("SQLite 的测试库在内存中，各连接不能各自写；文件库的写事务本来逐个进行。")
    now = timezone.now()

    def attempt(_number):
        try:
            return begin("bianji", "10.0.0.1", now) is not None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(attempt, range(20))) == TRIES
