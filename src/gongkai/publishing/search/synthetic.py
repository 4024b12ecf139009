"""Made-up documents by the hundred thousand, for measuring the search; nothing loads them by default.

Sentences of words drawn by rank (the n-th has 1/n of the first's share, as in written Chinese): first the words and
fixed compounds of administrative prose, then some twenty thousand pairs of common characters, so that every degree of
rarity is met. Lengths spread as on real sites: half below 800 characters, one in forty above 5,500. The same seed makes
the same documents.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path

from gongkai.documents.damage.characters import COMMON
from gongkai.publishing.search.entries import Entry

FREQUENT = (Path(__file__).parent / "frequent_words.txt").read_text(encoding="utf-8").split()
"""In falling order of how often they are met, roughly."""
VOCABULARY = 20_000
SENTENCE_ENDS = ("，", "，", "，", "。", "。\n", "；", "、", "，共{}项，", "（第{}条）。", "：")
SUBJECTS = (
    "政府信息公开年度报告", "行政规范性文件管理办法", "安全生产专项整治方案", "保障性住房配租公告",
    "乡村振兴补助资金计划", "环境影响评价批复", "食品抽检结果", "国有土地使用权出让公告", "城市更新实施细则",
    "优化营商环境若干措施", "义务教育招生工作意见", "公共卫生应急预案", "老旧小区改造计划", "防汛抗旱工作要点",
    "科技创新券管理办法", "养老服务补贴标准", "道路交通管理通告", "河道采砂许可决定",
)  # fmt: skip
FORMS = ("关于印发{}的通知", "关于{}的公告", "{}解读", "关于做好{}有关工作的通知", "{}", "关于{}的批复")
NAMES = ("东", "西", "南", "北", "安", "宁", "平", "和", "清", "河", "山", "江")
BUREAUS = ("人民政府", "财政局", "教育局", "水利局", "交通运输局", "市场监督管理局", "生态环境局", "卫生健康委员会")
KINDS = ("record", "record", "record", "record", "document", "report", "answer")
THEMES = (
    "综合政务", "财政、金融、审计", "城乡建设、环境保护", "科技、教育", "卫生、体育", "农业、林业、水利",
    "民政、扶贫、救灾", "",
)  # fmt: skip
DAYS = 15 * 365


def vocabulary(dice: random.Random) -> list[str]:
    """All words, the most frequent first."""
    others = sorted(COMMON)
    dice.shuffle(others)
    characters = list(dict.fromkeys("".join(FREQUENT) + "".join(others)))
    ranks = list(accumulate(1 / (rank + 20) for rank in range(len(characters))))
    words = dict.fromkeys(FREQUENT)
    while len(words) < VOCABULARY:
        words["".join(dice.choices(characters, cum_weights=ranks, k=2))] = None
    return list(words)


def documents(number: int, *, today: date, seed: int = 0) -> Iterator[Entry]:
    """So many documents of the fifteen years up to today, the oldest first."""
    dice = random.Random(seed)  # noqa: S311 - made-up texts, nothing to guess
    words = vocabulary(dice)
    shares = list(accumulate(1 / rank for rank in range(1, len(words) + 1)))
    agencies = [
        (f"{city:02d}{bureau:02d}", f"{name}{other}市{title}")
        for city, (name, other) in enumerate((name, other) for name in NAMES[:6] for other in NAMES[6:10])
        for bureau, title in enumerate(BUREAUS)
    ]
    for place in range(number):
        on = today - timedelta(days=DAYS - place * DAYS // number)
        code, name = dice.choice(agencies)
        kind = dice.choice(KINDS)
        drawn = dice.choices(words, cum_weights=shares, k=max(20, int(dice.lognormvariate(5.85, 1.0))))
        topic = "".join(drawn[:3]) if dice.random() < 0.6 else ""
        title = f"{name}{dice.choice(FORMS).format(topic + dice.choice(SUBJECTS))}"
        yield Entry(
            ref=f"made.up:{place:07d}",
            kind=kind,
            title=title,
            body="".join(_with_punctuation(drawn, dice)),
            agency=code,
            on=on,
            index_number=f"{code}000000/{on.year}-{place:05d}",
            document_number=f"{name[:1]}政发〔{on.year}〕{place % 997 + 1}号" if kind == "document" else "",
            theme=dice.choice(THEMES),
            validity=dice.choice(("现行有效", "现行有效", "已废止")) if kind == "document" else "",
        )


def _with_punctuation(drawn: list[str], dice: random.Random) -> list[str]:
    place = 0
    while place < len(drawn):
        place += dice.randrange(3, 12)
        drawn.insert(place, dice.choice(SENTENCE_ENDS).format(dice.randrange(1, 300)))
    return drawn
