"""The commands that use the database, as a person runs them: in a process, on a database in a file (or a server)."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest


@pytest.fixture(scope="module")
def first_command(tmp_path_factory):
    """The first command ever given in a home; it takes long, since it makes the database. Others copy that."""
    home = tmp_path_factory.mktemp("first")
    return home, run_in(home, "agencies", "add", "FIRST", "某市档案局")


@pytest.fixture
def home(first_command, tmp_path):
    """A home of the test's own with a current database, in which there is one agency."""
    with (
        sqlite3.connect(first_command[0] / "gongkai.sqlite3") as source,
        sqlite3.connect(tmp_path / "gongkai.sqlite3") as copy,
    ):
        source.backup(copy)
    return tmp_path


def environment(home):
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("GONGKAI_", "DJANGO_", "DATABASE"))
    }
    return kept | {"GONGKAI_HOME": str(home)}


def run_in(home, *arguments, program=("-m", "gongkai.site.cli"), **options):
    return subprocess.run(
        [sys.executable, *program, *arguments],
        env=environment(home),
        capture_output=True,
        text=True,
        timeout=1200,
        stdin=subprocess.DEVNULL,
        **options,
    )


def test_a_command_brings_an_empty_database_up_to_date(first_command, home):
    done = first_command[1]
    assert (done.returncode, done.stdout) == (0, "已建立机关 FIRST 某市档案局。\n")
    assert run_in(home, "agencies", "list").stdout == "FIRST\t某市档案局\n"
    assert run_in(home, "ledger", "verify").returncode == 0
    assert run_in(home, "migrate").stdout == "数据库已是最新。\n"


def test_the_database_that_tests_copy_is_the_one_that_migrations_make(first_command, migrated_file):
    made, copied = (structure(file) for file in (first_command[0] / "gongkai.sqlite3", migrated_file))
    assert made == copied


def structure(file):
    """Tables, indexes and triggers, and the rows of the tables into which only migrations write."""
    with closing(sqlite3.connect(file)) as database:
        return {
            query: set(database.execute(query).fetchall())
            for query in (
                "SELECT type, name, sql FROM sqlite_master",
                "SELECT app, name FROM django_migrations",
                "SELECT app_label, model FROM django_content_type",
                "SELECT codename, name FROM auth_permission",
                "SELECT slug, title, url_path FROM publishing_basepage",
                "SELECT path, name FROM wagtailcore_collection",
                "SELECT language_code FROM wagtailcore_locale",
            )
        }


def test_an_older_database_is_refused_and_said(home):
    with sqlite3.connect(home / "gongkai.sqlite3") as database:
        database.execute("DELETE FROM django_migrations WHERE app = 'wagtailusers' AND name LIKE '0015%'")
    done = run_in(home, "agencies", "list")
    assert done.returncode == 2
    assert "gongkai migrate" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_database_that_cannot_be_opened_is_one_clear_line(tmp_path):
    (tmp_path / "gongkai.sqlite3").write_text("this is no database, and long enough to be seen as none" * 40)
    done = run_in(tmp_path, "agencies", "list")
    assert done.returncode == 2
    assert done.stderr.startswith("gongkai：无法打开数据库")
    assert done.stderr.count("\n") == 1


WRITE = """
import django; django.setup()
from gongkai.ledger.actions import append
for number in range(25): append("case.received", actor="a", agency="A1", payload={"n": number})
"""


def test_processes_writing_at_once_to_sqlite_make_one_whole_chain(home):
    def write(_writer):
        return subprocess.run(
            [sys.executable, "-c", WRITE],
            env=environment(home) | {"DJANGO_SETTINGS_MODULE": "gongkai.site.settings"},
            capture_output=True,
            text=True,
        )

    with ThreadPoolExecutor(4) as pool:
        for done in pool.map(write, range(4)):
            assert done.returncode == 0, done.stderr
    assert "共 101 条记录" in run_in(home, "ledger", "verify").stdout


def free_ports():
    """A port that is free together with the one after it."""
    for port in range(18000 + os.getpid() % 2000, 30000, 2):
        with socket.socket() as one, socket.socket() as two:
            try:
                one.bind(("127.0.0.1", port))
                two.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port
    raise AssertionError("no free port")


def status(address):
    try:
        with urllib.request.urlopen(address, timeout=20) as response:
            return response.status
    except urllib.error.HTTPError as error:
        return error.code


def test_without_a_terminal_the_first_start_says_what_it_needs(home):
    done = run_in(home, "serve", "--port", str(free_ports()))
    assert done.returncode == 2
    assert "管理员" in done.stderr


def test_a_port_in_use_is_said(home):
    port = free_ports()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port + 1))
        taken.listen()
        done = run_in(home, "serve", "--demo", "--port", str(port))
    assert done.returncode == 2
    assert f"端口 {port + 1}（已被占用）" in done.stderr


def start(home, port, *arguments):
    process = subprocess.Popen(
        [sys.executable, "-m", "gongkai.site.cli", "serve", "--port", str(port), *arguments],
        env=environment(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    said = []
    for line in process.stdout:
        said.append(line)
        if "Ctrl-C" in line:
            break
    return process, "".join(said)


def gone(port):
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return True
        time.sleep(0.1)
    return False


def test_serve_shows_the_sample_city_stops_on_ctrl_c_and_keeps_the_data(home):
    port = free_ports()
    process, said = start(home, port, "--demo")
    try:
        assert f"http://127.0.0.1:{port}/" in said
        assert f"http://127.0.0.1:{port + 1}/" in said
        assert "演示账号" in said
        assert status(f"http://127.0.0.1:{port}/") == 200
        assert status(f"http://127.0.0.1:{port}/office/") == 404
        assert status(f"http://127.0.0.1:{port + 1}/office/login/") == 200
    finally:
        process.send_signal(signal.SIGINT)
        rest = process.communicate(timeout=40)[0]
    assert process.returncode == 0
    assert "已停止" in rest
    assert gone(port)
    assert gone(port + 1)

    password = said.partition("密码均为 ")[2].partition("）")[0]
    before = run_in(home, "agencies", "list").stdout
    process, said = start(home, port, "--demo")
    process.terminate()
    process.communicate(timeout=40)
    assert f"密码均为 {password}" in said
    assert run_in(home, "agencies", "list").stdout == before
    assert run_in(home, "ledger", "verify").returncode == 0


@pytest.fixture
def staffed(home):
    """A home in which somebody can log in: `serve` starts there without the sample city, which takes long to load."""
    made = run_in(home, "-c", ADMINISTRATOR, program=())
    assert made.returncode == 0, made.stderr
    return home


ADMINISTRATOR = """
from gongkai.site.django import start; start()
from gongkai.site.first_administrator import create; create("xitong", "系统管理员甲", "not-to-be-guessed")
"""


def children(process):
    with open(f"/proc/{process.pid}/task/{process.pid}/children") as listed:
        found = {}
        for child in listed.read().split():
            with open(f"/proc/{child}/cmdline") as command:
                words = command.read().split("\0")
            if len(words) > 3:  # else it has ended, and has not been noticed yet
                found[words[3]] = int(child)
    return found


@pytest.mark.skipif(not os.path.exists("/proc/self/task"), reason="needs Linux's list of a process's children")
def test_a_part_that_dies_is_started_again_and_the_others_go_on(staffed):
    port = free_ports()
    process, _ = start(staffed, port)
    try:
        before = children(process)
        os.kill(before["worker"], signal.SIGKILL)
        until = time.monotonic() + 20
        while children(process).get("worker") in (None, before["worker"]) and time.monotonic() < until:
            time.sleep(0.1)
        after = children(process)
        assert after.keys() == before.keys()
        assert {part for part in after if after[part] != before[part]} == {"worker"}
        assert status(f"http://127.0.0.1:{port}/") == 200
    finally:
        process.terminate()
        process.communicate(timeout=40)


def test_killing_serve_leaves_no_process_behind(staffed):
    port = free_ports()
    process, said = start(staffed, port)
    assert "已启动" in said
    process.kill()
    process.communicate()
    assert gone(port)
    assert gone(port + 1)
