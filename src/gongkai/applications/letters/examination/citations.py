"""The articles that a letter cites: whether they exist down to the item, and whether they are those of its outcome."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gongkai.applications.letters.examination.finding import Finding
from gongkai.applications.letters.examination.text import WHOLE, LetterText
from gongkai.applications.letters.facts import LetterFacts
from gongkai.applications.letters.kinds import LetterKind
from gongkai.applications.letters.letter import GAP
from gongkai.law.articles import ARTICLE, in_words, numeral
from gongkai.law.outcomes import packaged_outcomes

REGULATION = "regulation"

_NUMBER = r"[一二三四五六七八九十百〇零\d]{1,5}"
_CITED = re.compile(
    rf"第(?P<article>{_NUMBER})条"
    rf"(?:第(?P<paragraph>{_NUMBER})款)?"
    rf"(?:第?[（(](?P<bracketed>{_NUMBER})[）)]项?|第(?P<item>{_NUMBER})项)?"
)
_FURTHER = re.compile(rf"(?:[、，和及与或]|以及|或者)第?[（(]?(?P<number>{_NUMBER})[）)]?(?P<unit>[款项])")
_LAW = re.compile(r"《(?P<name>[^《》]{2,60})》(?:（[^（）]{0,60}）)?")
_JOINED = re.compile(r"(?:[、，,和及与或的]|以及|或者|规定)*")
_LAW_WORDS = ("条例", "法", "规定", "细则")
_THE_REGULATION = re.compile(r"(?:^|[本该述照据按对合反，。、；：（“])条例$")

# Articles that are each the ground of some way to end: citing another's says another thing.
_DECISIVE = {14, 15, 16, 38, 39}
_SEPARATED = "37"

# Items and paragraphs of Order 492 (2008) that Order 711 does not have, and what stands there now.
_OLD_ARTICLES: Mapping[tuple[int, int, int], tuple[str, ...]] = {
    (21, 1, 1): ("36(一)", "36(二)"),
    (21, 1, 2): ("36(三)",),
    (21, 1, 3): ("36(四)", "36(五)"),
    (21, 1, 4): ("30",),
    (14, 4, 0): ("14", "15"),
    (14, 3, 0): ("17¶3",),
    (24, 2, 0): ("33¶2",),
    (24, 3, 0): ("33¶3",),
}
_OLD_WORDS: Sequence[tuple[re.Pattern[str], str]] = (
    (re.compile(r"第492号"), "现行条例为国务院令第711号，自2019年5月15日起施行。"),
    (re.compile(r"政府信息公开条例》（(?:2007|2008)年?[^（）]*）"), "现行条例为2019年修订，自2019年5月15日起施行。"),
    (re.compile(r"“?三需要”?|自身生产、?生活、?科研等特殊需要"), "现行条例不再要求申请人说明特殊需要，请删去。"),
    (
        re.compile(r"15个工作日(?:以?内)?(?:予以|作出|给予|进行)?答复"),
        "现行条例第三十三条规定的答复期限是20个工作日。",
    ),
)


@dataclass(frozen=True, slots=True)
class Citation:
    """An article as a letter cites it; 0 for a paragraph or item that is not named."""

    law: str
    """A key of the statutes, "" for a law that is not known here."""
    article: int
    paragraph: int
    item: int
    words: str
    place: str

    def fits(self, required: str) -> bool:
        """Whether it is that article (`law.articles`), at least as exactly."""
        article, paragraph, item = _parts(required)
        return (
            self.article == article
            and (not paragraph or self.paragraph == paragraph or (not self.paragraph and item == self.item != 0))
            and (not item or self.item == item)
        )


def citations(text: LetterText) -> Iterator[Citation]:
    """Every article cited, in order. One named without its law belongs to the one cited before it in that line."""
    for line in text.lines:
        law, end = REGULATION, -1
        names = list(_LAW.finditer(line.text))
        position = 0
        while found := _CITED.search(line.text, position):
            start = found.start()
            named = next((name for name in reversed(names) if name.end() <= start), None)
            if named and _JOINED.fullmatch(line.text[named.end() : start]):
                law = _law_named(named["name"])
            elif end < 0 or not _JOINED.fullmatch(line.text[end:start]):
                before = line.text[max(0, start - 12) : start]
                if before.endswith(_LAW_WORDS):
                    law = _law_before(before)
            item = _value(found["bracketed"] or found["item"])
            first = Citation(law, _value(found["article"]), _value(found["paragraph"]), item, found[0], line.place)
            yield first
            end = position = found.end()
            while more := _FURTHER.match(line.text, position):
                number = _value(more["number"])
                is_item = more["unit"] == "项"
                paragraph = first.paragraph if is_item else number
                words = f"第{found['article']}条第{more['number']}{more['unit']}"
                yield Citation(law, first.article, paragraph, number if is_item else 0, words, line.place)
                end = position = more.end()


def examine_citations(text: LetterText, kind: LetterKind, facts: LetterFacts) -> Iterator[Finding]:
    """Articles that do not exist, are the old regulation's, or are not those of the outcome."""
    cited = list(citations(text))
    required = list(dict.fromkeys((*kind.cited(facts.outcome), *(facts.grounds or ()))))
    outcome = packaged_outcomes().get(kind.outcome_of(facts.outcome))
    needs = outcome.needs if outcome else ()
    own = [each for each in cited if each.law == REGULATION]
    missing = [article for article in required if not any(each.fits(article) for each in own)]
    strange: list[Citation] = []
    for each in cited:
        if not _exists(each):
            now = _OLD_ARTICLES.get((each.article, each.paragraph or 1, each.item)) if each.law == REGULATION else None
            meant = [article for article in missing if article in (now or ()) or _parts(article)[0] == each.article]
            for article in meant:
                missing.remove(article)
            yield _unknown(each, now, meant)
        elif each.law == REGULATION and not any(each.fits(article) for article in (*required, *needs)):
            strange.append(each)
    yield from _not_fitting(strange, missing, kind, decides=bool(outcome and outcome.articles))
    gap = GAP.format("依据条款") in text
    if needs and not gap and not facts.grounds and not any(each.fits(article) for each in own for article in needs):
        listed = "、".join(map(in_words, needs))
        yield Finding(
            "letter.article",
            "error",
            "没有写明未提供部分所依据的条款。",
            WHOLE,
            f"请引用条例的下列条款之一：{listed}。",
        )
    yield from _old_words(text, kind)


def _not_fitting(strange: list[Citation], missing: list[str], kind: LetterKind, decides: bool) -> Iterator[Finding]:
    """Each article lacking is told together with the one that stands in its place."""
    separated = decides and _SEPARATED in kind.cited(None)
    decisive = [each for each in strange if decides and not separated and _is_decisive(each)]
    for article in missing:
        same = [each for each in strange if each.article == _parts(article)[0]]
        instead = next(iter(same or decisive), None)
        if instead is None:
            yield Finding(
                "letter.article", "error", f"没有引用条例{in_words(article)}。", WHOLE, "请补上依据的条款，写到款、项。"
            )
            continue
        strange.remove(instead)
        if instead in decisive:
            decisive.remove(instead)
        yield Finding(
            "letter.article",
            "error",
            f"引用了条例{instead.words}，与“{kind.name}”不符。",
            instead.place,
            f"应引用条例{in_words(article)}。",
        )
    for each in dict.fromkeys(decisive):
        yield Finding(
            "letter.article",
            "warning",
            f"引用了条例{each.words}，它是另一种处理结果的依据，与“{kind.name}”不符。",
            each.place,
            "请核对处理结果和依据。",
        )


def _unknown(each: Citation, now: tuple[str, ...] | None, meant: Sequence[str]) -> Finding:
    right = "、".join(map(in_words, meant or now or ()))
    advice = f"应引用条例{right}。" if right else "请对照现行条文核对。"
    if now:
        message = f"“{each.words}”是2008年条例的条款，现行条例没有。"
        return Finding("letter.old_law", "error", message, each.place, advice)
    message = f"《{_statutes()[each.law].name}》没有{each.words}。"
    return Finding("letter.article_unknown", "error", message, each.place, advice)


def _old_words(text: LetterText, kind: LetterKind) -> Iterator[Finding]:
    for line in text.lines:
        for pattern, advice in _OLD_WORDS:
            if (found := pattern.search(line.text)) and kind.to == "applicant":
                yield Finding("letter.old_law", "error", f"“{found[0]}”是2008年条例的规定。", line.place, advice)


def _is_decisive(each: Citation) -> bool:
    return each.article in _DECISIVE or (each.article == 36 and each.item > 0)


# ------------------------------------------------------------ statutes


@dataclass(frozen=True, slots=True)
class _Statute:
    name: str
    articles: int
    paragraphs: Mapping[str, list[int]]


@cache
def _statutes() -> Mapping[str, _Statute]:
    data = tomllib.loads((Path(__file__).parent / "statutes.toml").read_text(encoding="utf-8"))
    return {key: _Statute(**fields) for key, fields in data.items()}


def _law_named(name: str) -> str:
    """The statute of that title, 《条例》 among them; "" for another."""
    bare = name.removeprefix("中华人民共和国")
    if bare == "条例":
        return REGULATION
    return next((key for key, statute in _statutes().items() if bare == statute.name), "")


def _law_before(words: str) -> str:
    """The statute that is named without title marks before an article: 本条例, 依照行政复议法; "" for another."""
    if _THE_REGULATION.search(words):
        return REGULATION
    return next((key for key, statute in _statutes().items() if words.endswith(statute.name)), "")


def _exists(cited: Citation) -> bool:
    statute = _statutes().get(cited.law)
    if statute is None:
        return True
    if not 1 <= cited.article <= statute.articles:
        return False
    paragraphs = statute.paragraphs.get(str(cited.article), [0])
    if cited.paragraph > len(paragraphs):
        return False
    items = paragraphs[cited.paragraph - 1] if cited.paragraph else max(paragraphs)
    return cited.item <= items


def _parts(article: str) -> tuple[int, int, int]:
    """An article of `law.articles` in figures, 0 for what it does not name."""
    found = ARTICLE.fullmatch(article)
    if found is None:
        raise ValueError(article)
    return int(found["article"]), int(found["paragraph"] or 0), _value(found["item"])


@cache
def _numerals() -> Mapping[str, int]:
    return {numeral(number): number for number in range(1, 100)}


def _value(text: str | None) -> int:
    """A number in Chinese or Arabic figures; 0 for none, and one that no article has where it is no number."""
    if not text:
        return 0
    if text.isascii() and text.isdigit():
        return int(text)
    hundred, _, rest = text.rpartition("百")
    return (100 if hundred else 0) + _numerals().get(rest.lstrip("零〇"), 0 if hundred and not rest else 999)
