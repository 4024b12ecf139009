"""Reading the ledger: its heads, and whether the chain is whole."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection
from django.db.models import Max

from gongkai.ledger import triggers
from gongkai.ledger.hashing import EMPTY
from gongkai.ledger.models import INSTALLATION, Entry


@dataclass(frozen=True)
class Head:
    """The last entry of a chain. Kept outside the machine, it shows when a tail was cut or a chain rewritten."""

    chain: str
    sequence: int
    hash: str


@dataclass(frozen=True)
class Fault:
    """The first place of a chain that does not fit, and why."""

    chain: str
    sequence: int
    reason: str

    @property
    def sentence(self) -> str:
        """The fault as one Chinese sentence."""
        name = "平台" if self.chain == INSTALLATION else f"机关 {self.chain} "
        return f"{name}台账第 {self.sequence} 条：{self.reason}"


@dataclass(frozen=True)
class Verification:
    """What a check of all chains found: how much was read, the first fault of each chain, triggers that are gone."""

    entries: int
    chains: int
    faults: tuple[Fault, ...]
    missing_triggers: frozenset[str]

    @property
    def sound(self) -> bool:
        """Whether nothing at all is wrong."""
        return not self.faults and not self.missing_triggers


def head(agency: str) -> Head | None:
    """The head of one agency's chain, None while it is empty."""
    last = Entry.objects.filter(chain=agency).order_by("-sequence").first()
    return Head(last.chain, last.sequence, last.hash) if last else None


def heads() -> list[Head]:
    """The heads of all chains, by agency code."""
    last = dict(Entry.objects.values_list("chain").annotate(last=Max("sequence")).order_by("chain"))
    return [found for chain in last if (found := head(chain))]


def verify(known_heads: list[Head] | None = None) -> Verification:
    """Read every entry again and compare it with its digest and its predecessor, and with heads kept elsewhere.

    Runs in bounded memory. Of each chain only the first fault is told: everything after it hangs on it.
    """
    faults: dict[str, Fault] = {}
    wanted = {(known.chain, known.sequence): known.hash for known in known_heads or []}
    entries = 0
    ends: dict[str, tuple[int, str]] = {}
    for entry in _in_order():
        entries += 1
        sequence, previous = ends.get(entry.chain, (0, EMPTY))
        reason = _misfit(entry, sequence, previous)
        kept = wanted.pop((entry.chain, entry.sequence), None)
        if not reason and kept not in (None, entry.hash):
            reason = "与另行保存的链头不一致，该条或其之前的记录被改写。"
        if reason and entry.chain not in faults:
            faults[entry.chain] = Fault(entry.chain, entry.sequence, reason)
        ends[entry.chain] = (entry.sequence, entry.hash)
    for chain, sequence in wanted:
        end = ends.get(chain, (0, EMPTY))[0]
        if chain not in faults:
            faults[chain] = Fault(chain, end + 1, f"缺失：另行保存的链头为第 {sequence} 条，库中止于第 {end} 条。")
    return Verification(entries, len(ends), tuple(faults.values()), triggers.missing(connection))


def _in_order() -> Iterator[Entry]:
    return Entry.objects.order_by("chain", "sequence").iterator(chunk_size=2000)


def _misfit(entry: Entry, last_sequence: int, previous: str) -> str:
    if entry.sequence != last_sequence + 1:
        return f"序号不连续，第 {last_sequence} 条之后缺失。"
    if entry.previous != previous:
        return "所记的前一条摘要与前一条不符。"
    if entry.hash != entry.computed_hash():
        return "内容与摘要不符，该条被改动。"
    return ""
