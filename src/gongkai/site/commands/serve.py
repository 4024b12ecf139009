"""`gongkai serve`: the public site, the back office and the worker on one machine, as three processes."""

from __future__ import annotations

import argparse
import errno
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from types import FrameType

from gongkai.site.commands import CommandError

START_SECONDS = 60
STOP_SECONDS = 15
RESTARTS, WITHIN_SECONDS = 5, 60
"""A process that ends by itself is started again, so often within so many seconds; after that everything stops."""
_NAMES = {"public": "公众网站", "office": "工作后台", "worker": "后台任务"}


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of `gongkai serve`."""
    parser.add_argument("--demo", action="store_true", help="装入示例城市")
    parser.add_argument(
        "--port", type=_port, default=8000, metavar="N", help="公众网站的端口，默认 8000；工作后台用 N+1"
    )
    where = "监听地址，默认只限本机；* 为全部 IPv4 和 IPv6 地址"
    parser.add_argument("--host", default="127.0.0.1", metavar="地址", help=where)
    parser.set_defaults(run=run)


def _port(text: str) -> int:
    """A port that has one after it; ValueError else."""
    number = int(text)
    if not 1 <= number < 65535:
        raise ValueError(text)
    return number


def run(options: argparse.Namespace) -> int:
    """Migrate, see that somebody can log in, start the processes, wait; 0 when stopped by the user."""
    public, office = options.port, options.port + 1
    for port in (public, office):
        _require_free(options.host, port)
    shown = "127.0.0.1" if options.host in ("0.0.0.0", "::", "*") else options.host  # noqa: S104
    os.environ.setdefault("GONGKAI_PUBLIC_URL", f"http://{shown}:{public}")
    os.environ.setdefault("GONGKAI_OFFICE_URL", f"http://{shown}:{office}")
    if "GONGKAI_ALLOWED_HOSTS" not in os.environ and shown != "127.0.0.1":
        os.environ["GONGKAI_ALLOWED_HOSTS"] = f"localhost,127.0.0.1,[::1],{shown}"

    lines = _prepare(options.demo)
    _forget_pages()
    _say("正在启动……")
    with _Processes() as processes:
        processes.start("worker")
        processes.start("office", "--host", options.host, "--port", str(office))
        processes.start("public", "--host", options.host, "--port", str(public))
        processes.wait_until_answering(shown, office)
        processes.wait_until_answering(shown, public)
        sys.stdout.write(
            "公开平台已启动。\n"
            f"  公众网站  {os.environ['GONGKAI_PUBLIC_URL']}/\n"
            f"  工作后台  {os.environ['GONGKAI_OFFICE_URL']}/\n"
            + "".join(f"{line}\n" for line in lines)
            + "按 Ctrl-C 停止。\n"
        )
        sys.stdout.flush()
        processes.wait()
    sys.stdout.write("公开平台已停止。\n")
    return 0


def _prepare(demo: bool) -> list[str]:
    """Bring the database up to date and see to the accounts. Returns what is to be told about logging in."""
    from gongkai.site.django import database_state, start

    start()
    from gongkai.site import database

    if database_state() is not database.State.CURRENT:
        _say("正在准备数据库……")
        database.migrate()
    if demo:
        from gongkai.site import sample_city

        _say("正在装入示例城市……")
        return sample_city.load()
    from gongkai.site import first_administrator

    first_administrator.ensure()
    return []


def _forget_pages() -> None:
    """Take away the pages that an earlier version may have written; the first is made anew before anybody asks."""
    from gongkai.portal.written.keeping import store

    store().take_away_everything()
    store().ask_for(["/"])


def _say(step: str) -> None:
    """Tell at once what the person who started this is waiting for."""
    sys.stdout.write(f"{step}\n")
    sys.stdout.flush()


def _require_free(host: str, port: int) -> None:
    """Raises CommandError where somebody else listens already."""
    if host == "*":
        _require_free("0.0.0.0", port)  # noqa: S104 - what the operator asked for
        host = "::"
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with closing(socket.socket(family)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            probe.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            why = "已被占用" if error.errno == errno.EADDRINUSE else error.strerror
            raise CommandError(
                f"无法使用 {host} 的端口 {port}（{why}），"
                "请用 --port（make run 用 PORT=）另选；工作后台占用其后一个端口。"
            ) from error


class _Processes:
    """The three processes. One that ends by itself is started again: the others, and the public above all, go on."""

    def __init__(self) -> None:
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.arguments: dict[str, tuple[str, ...]] = {}
        self.restarted: dict[str, list[float]] = {}
        self.stopping = False

    def __enter__(self) -> _Processes:
        signal.signal(signal.SIGTERM, self._terminated)
        return self

    def __exit__(self, *_error: object) -> bool:
        for process in self.running.values():
            process.terminate()
        until = time.monotonic() + STOP_SECONDS
        for process in self.running.values():
            try:
                process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        # Ctrl-C and SIGTERM are how this program is meant to be stopped.
        return self.stopping or isinstance(_error[1], KeyboardInterrupt)

    def start(self, part: str, *arguments: str) -> None:
        """Start one. A session of its own, so that Ctrl-C reaches us alone and we stop them in order."""
        self.arguments[part] = arguments
        self.running[part] = subprocess.Popen(  # noqa: S603 - our own module, no shell
            [sys.executable, "-m", "gongkai.site.process", part, *arguments],
            stdin=subprocess.PIPE,
            start_new_session=True,
        )

    def wait_until_answering(self, host: str, port: int) -> None:
        """Return once the port takes connections. Raises CommandError if a process ends or it takes too long."""
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            self._require_all()
            try:
                socket.create_connection((host, port), timeout=1).close()
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise CommandError(f"端口 {port} 上的服务在 {START_SECONDS} 秒内没有启动。")

    def wait(self) -> None:
        """Return on Ctrl-C or SIGTERM; raises CommandError if a process cannot be kept running.

        From here on a signal sets a mark and raises nothing: an exception in the wrong place could be lost, or lose a
        process that has just been started.
        """
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, self._asked_to_stop)
        while not self.stopping:
            for part, process in list(self.running.items()):
                if process.poll() is not None:
                    self._restart(part, process.returncode)
            time.sleep(0.5)

    def _restart(self, part: str, code: int) -> None:
        now = time.monotonic()
        recent = [at for at in self.restarted.get(part, ()) if now - at < WITHIN_SECONDS]
        if len(recent) >= RESTARTS:
            raise CommandError(f"{_NAMES[part]}进程反复意外退出（退出码 {code}），平台已停止。")
        self.restarted[part] = [*recent, now]
        sys.stderr.write(f"{_NAMES[part]}进程意外退出（退出码 {code}），正在重新启动。\n")
        self.start(part, *self.arguments[part])

    def _require_all(self) -> None:
        for part, process in self.running.items():
            if process.poll() is not None:
                raise CommandError(f"{_NAMES[part]}进程意外退出（退出码 {process.returncode}），平台已停止。")

    def _asked_to_stop(self, _signal: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def _terminated(self, _signal: int, _frame: FrameType | None) -> None:
        self.stopping = True
        raise KeyboardInterrupt
