"""The 信息处理费 for applications beyond a reasonable number: 国办函〔2020〕109号, in force since 2021-01-01.

Two scales, both marginal (超额累进); an application is charged by one of them, never by both. Whole yuan.
"""

from __future__ import annotations

from datetime import date

IN_FORCE = date(2021, 1, 1)
ACCOUNT = "103049950"
"""The line of the budget to which the fee is paid."""

FREE_ITEMS = 10
PLAIN_ITEMS = 30
PER_ITEM = 100
ITEMS_A_STEP = 10

PAGE_SCALE = ((30, 0), (100, 10), (200, 20))
"""Up to this page of an application, yuan a page."""
LAST_PAGES = 40


def fee_of_item(number: int) -> int:
    """What the applicant's n-th application of a calendar month costs by item (Art 4); ValueError below 1.

    1 to 10 are free, 11 to 30 cost 100 each, and each further ten costs 100 more apiece. Every kind of decision counts.
    """
    if number < 1:
        raise ValueError("件数应为正整数。")
    if number <= FREE_ITEMS:
        return 0
    if number <= PLAIN_ITEMS:
        return PER_ITEM
    return PER_ITEM * (2 + (number - PLAIN_ITEMS - 1) // ITEMS_A_STEP)


def fee_by_item(items: int) -> int:
    """What all of an applicant's applications of a calendar month cost by item (Art 4); ValueError if negative."""
    if items < 0:
        raise ValueError("件数不能为负数。")
    return sum(fee_of_item(number) for number in range(1, items + 1))


def fee_by_page(pages: int) -> int:
    """What the pages given on one application cost (Art 5); ValueError if negative.

    A page is one side of A4 or less. Up to 30 pages are free, then 10 yuan a page up to 100, 20 up to 200, 40 beyond.
    Pages of several applications are not added up.
    """
    if pages < 0:
        raise ValueError("页数不能为负数。")
    fee = charged = 0
    for limit, price in PAGE_SCALE:
        fee += max(0, min(pages, limit) - charged) * price
        charged = limit
    return fee + max(0, pages - charged) * LAST_PAGES
