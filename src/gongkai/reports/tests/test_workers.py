"""Files are worked on in processes of their own, and only a file itself pays for what it does."""

import os
import time

import pytest

from gongkai.reports.workers import CRASHED, MEBIBYTE, OUT_OF_MEMORY, Failed, Workers


def work(item):
    if item == "dies":
        os._exit(9)
    if item == "hangs":
        time.sleep(60)
    if item == "eats":
        return len(bytearray(3000 * MEBIBYTE))
    if item == "fails":
        raise KeyError(item)
    if item == "slow":
        time.sleep(0.3)
    return item * 2


def test_results_come_in_the_order_of_the_items():
    items = ["slow", *range(50)]
    assert list(Workers(work, count=3).run(items)) == ["slowslow", *range(0, 100, 2)]


@pytest.mark.parametrize("count", [1, 2])
def test_a_file_that_kills_hangs_eats_or_fails_costs_only_itself(count):
    items = [1, "dies", 2, "hangs", 3, "eats", 4, "fails", 5]
    results = list(Workers(work, count=count, seconds=0.5, memory=1024 * MEBIBYTE).run(items))
    assert results[::2] == [2, 4, 6, 8, 10]
    assert results[1] == CRASHED
    assert results[5] == OUT_OF_MEMORY
    assert isinstance(results[3], Failed)
    assert "0.5 秒" in results[3].sentence
    assert isinstance(results[7], Failed)
    assert "KeyError" in results[7].sentence


def test_processes_end_when_the_results_are_left_half_way():
    workers = Workers(work, count=2)
    results = workers.run(["slow"] * 100)
    next(results)
    started = time.monotonic()
    results.close()
    assert time.monotonic() - started < 1


def test_nothing_to_do_gives_nothing():
    assert list(Workers(work).run([])) == []
