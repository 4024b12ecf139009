"""One function over many items in processes of their own: an item that crashes, hangs or eats memory costs only itself.

`concurrent.futures` loses its whole pool with one process that dies and cannot stop one that hangs; files from
anywhere do both.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, TypeVar, cast

try:
    import resource
except ImportError:  # pragma: no cover - not on Windows
    resource = None  # type: ignore[assignment]

Item = TypeVar("Item")
Result = TypeVar("Result")

MEBIBYTE = 1024 * 1024
AHEAD = 256
"""How many items may be done before an earlier one that still runs: bounds the results kept in memory."""


@dataclass(frozen=True, slots=True)
class Failed:
    """What stands in a result's place. `sentence` says in Chinese why there is none."""

    sentence: str


OUT_OF_MEMORY = Failed("文件内容过大或过于复杂，处理时超出内存限制。")
CRASHED = Failed("文件内容异常，处理它的进程意外终止。")


def timed_out(seconds: float) -> Failed:
    """The failure of an item that took too long."""
    return Failed(f"处理时间超过 {seconds:g} 秒，已放弃；文件可能过大或已损坏。")


def failed_inside(error: Exception) -> Failed:
    """The failure of an item on which the code itself failed; names the kind of error for whoever looks into it."""
    return Failed(f"读取时程序内部出错（{type(error).__name__}），文件可能已损坏。")


def limit_resources(memory: int, cpu_seconds: int | None = None) -> None:
    """Bounds this process's address space (bytes) and CPU time, as far as the system can."""
    if resource is None:  # pragma: no cover
        return
    with contextlib.suppress(ValueError, OSError):  # macOS refuses RLIMIT_AS; the clock still bounds the work there
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    if cpu_seconds is not None:
        resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def usable_cores() -> int:
    """How many processes can run at once here."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1  # pragma: no cover


def guarded(work: Callable[[Item], Result], item: Item) -> Result | Failed:
    """The result of the work, or why there is none."""
    try:
        return work(item)
    except MemoryError:
        return OUT_OF_MEMORY
    except Exception as error:  # noqa: BLE001 - an error of ours on one file must not cost the other thousand
        return failed_inside(error)


def _serve(connection: Connection, inherited: Connection, work: Callable[[Any], Any], memory: int) -> None:
    """A worker's life: takes items until the other end is closed."""
    inherited.close()  # else a worker would keep its own pipe open after the parent has died
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    limit_resources(memory)
    with contextlib.suppress(EOFError, OSError):
        while True:
            connection.send(guarded(work, connection.recv()))


@dataclass(slots=True)
class _Worker:
    process: Any
    connection: Connection
    index: int = -1
    deadline: float = 0.0


class Workers(Generic[Item, Result]):
    """Processes that apply `work` to items; `work` and the items must be picklable where processes are spawned."""

    def __init__(
        self,
        work: Callable[[Item], Result],
        count: int | None = None,
        seconds: float = 60,
        memory: int = 2048 * MEBIBYTE,
    ) -> None:
        """`count` defaults to all usable cores; `seconds` and `memory` bound one item and one process."""
        self.work = work
        self.count = count or usable_cores()
        self.seconds = seconds
        self.memory = memory
        self._context = multiprocessing.get_context()

    def run(self, items: Iterable[Item]) -> Iterator[Result | Failed]:
        """The results in the order of the items. Processes end with the iterator, however it ends."""
        waiting = enumerate(items)
        workers: list[_Worker] = []
        done: dict[int, Result | Failed] = {}
        started = following = 0
        exhausted = False
        try:
            while True:
                while not exhausted and started < following + AHEAD and (worker := self._idle(workers)):
                    try:
                        index, item = next(waiting)
                    except StopIteration:
                        exhausted = True
                        break
                    self._start(worker, index, item, done, workers)
                    started += 1
                if following in done:
                    yield done.pop(following)
                    following += 1
                elif any(worker.index >= 0 for worker in workers):
                    self._collect(workers, done)
                elif exhausted:
                    return
        finally:
            for worker in workers:
                self._stop(worker)

    def _idle(self, workers: list[_Worker]) -> _Worker | None:
        for worker in workers:
            if worker.index < 0:
                return worker
        if len(workers) >= self.count:
            return None
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_serve, args=(theirs, ours, self.work, self.memory), daemon=True)
        process.start()
        theirs.close()
        worker = _Worker(process, ours)
        workers.append(worker)
        return worker

    def _start(
        self, worker: _Worker, index: int, item: Item, done: dict[int, Result | Failed], workers: list[_Worker]
    ) -> None:
        worker.index, worker.deadline = index, time.monotonic() + self.seconds
        try:
            worker.connection.send(item)
        except OSError:
            self._give_up(worker, CRASHED, done, workers)

    def _collect(self, workers: list[_Worker], done: dict[int, Result | Failed]) -> None:
        """Waits for something to happen: a result, a death or a deadline."""
        busy = {worker.connection: worker for worker in workers if worker.index >= 0}
        nearest = min(worker.deadline for worker in busy.values())
        for connection in wait(list(busy), timeout=max(0.0, nearest - time.monotonic())):
            worker = busy.pop(cast(Connection, connection))
            try:
                done[worker.index] = worker.connection.recv()
                worker.index = -1
            except (EOFError, OSError):
                self._give_up(worker, CRASHED, done, workers)
        now = time.monotonic()
        for worker in busy.values():
            if worker.deadline <= now:
                self._give_up(worker, timed_out(self.seconds), done, workers)

    def _give_up(
        self, worker: _Worker, failure: Failed, done: dict[int, Result | Failed], workers: list[_Worker]
    ) -> None:
        done[worker.index] = failure
        workers.remove(worker)
        self._stop(worker)

    @staticmethod
    def _stop(worker: _Worker) -> None:
        worker.connection.close()
        if worker.index >= 0:
            worker.process.kill()
        worker.process.join(timeout=2)
        if worker.process.is_alive():  # pragma: no cover - an idle worker ends by itself when its pipe closes
            worker.process.kill()
            worker.process.join()
