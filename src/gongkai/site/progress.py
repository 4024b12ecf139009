"""Progress of long work on the terminal: a bar on standard error that never mixes with what is printed."""

from __future__ import annotations

import time
from types import TracebackType
from typing import TextIO

MANY = 200
"""From how many steps on progress is told also where standard error is no terminal: a line now and then."""

BAR = 30
EVERY = 0.1
EVERY_PLAIN = 10.0


class Progress:
    """Counts steps; `clear` before anything else is written to the terminal."""

    def __init__(self, total: int, stream: TextIO, label: str = "正在处理") -> None:
        self.total = total
        self.stream = stream
        self.label = label
        self.done = 0
        self._on_terminal = stream.isatty() and total > 1
        self._plain = not stream.isatty() and total >= MANY
        self._shown = False
        self._next = time.monotonic() + (EVERY_PLAIN if self._plain else 0)

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.clear()

    def step(self) -> None:
        """One more is done."""
        self.done += 1
        now = time.monotonic()
        if now < self._next:
            return
        if self._on_terminal:
            filled = BAR * self.done // self.total
            bar = "█" * filled + "░" * (BAR - filled)
            self.stream.write(f"\r\033[K{self.label} {bar} {self.done}/{self.total}")
            self.stream.flush()
            self._shown, self._next = True, now + EVERY
        elif self._plain:
            self.stream.write(f"{self.label} {self.done}/{self.total}\n")
            self.stream.flush()
            self._next = now + EVERY_PLAIN

    def clear(self) -> None:
        """Takes the bar away, so that a line can be written in its place."""
        if self._shown:
            self.stream.write("\r\033[K")
            self.stream.flush()
            self._shown = False
            self._next = 0.0
