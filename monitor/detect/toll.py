"""How many were killed, wounded, freed and captured, as a sentence says it.

Every word for an outcome takes the nearest number that can belong to it: not a measure, not across the end of a
clause when there is another way, before it in languages that put the verb last. A number counts once.
"""

from typing import NamedTuple

from monitor.detect.numbers import Number
from monitor.detect.passage import Passage
from monitor.detect.rising import bare_tolls, newest, rises_to

OUTCOMES: dict[str, tuple[str, ...]] = {
    "killed": ("killed", "killing"),
    "wounded": ("wounded",),
    "freed": ("freed-toll", "jailbreak", "freeing"),
    "captured": ("captured", "abduction", "arrest"),
}
# Only where there are prisoners does flight free anybody.
_HELD = ("prisoners", "detention")
_FARTHEST, _FARTHEST_ONE = 8, 3
# However far a toll stands from the number to which it rises.
_RISEN = 6
_CLAUSE_END = frozenset(",;:،؛")
_ACROSS_CLAUSE, _ACROSS_AND, _BEHIND_VERB_LAST = 4, 2, 3
_AND = frozenset(("and", "و", "û", "u", "ve", "et", "y", "и", "اور"))
_ONE_IS_ARTICLE = frozenset(("fr", "es", "tr", "fa", "ckb", "kmr", "ur"))
# `Tués dans une embuscade`, `muertos en un ataque`: no count of people.
_BEFORE_ARTICLE = frozenset(("dans", "lors", "par", "pendant", "en", "por", "tras", "durante", "con", "avec", "apres"))
_YEARS = range(1900, 2101)


class Count(NamedTuple):
    """One outcome with its number, and where the word for it begins and ends (words of the sentence)."""

    outcome: str
    number: Number
    first: int
    last: int


def find_toll(passage: Passage) -> list[Count]:
    """The outcomes that a sentence counts, each at most once, those most surely read first."""
    marks = [
        (outcome, first, last)
        for outcome, concepts in OUTCOMES.items()
        for first, last in dict.fromkeys(span for concept in concepts for span in passage.spans(concept))
    ]
    if any(passage.spans(concept) for concept in _HELD):
        marks += [("freed", first, last) for first, last in passage.spans("escape")]
    marks += [("killed", at, at) for at in bare_tolls(passage, [(first, last) for _, first, last in marks])]
    numbers = [number for number in newest(passage) if _counts(number, passage)] if marks else []
    pairs = sorted(
        (_cost(mark, number, passage), at, nth)
        for nth, mark in enumerate(marks)
        for at, number in enumerate(numbers)
        if _may_be(mark[0], number, passage.lang)
    )
    taken: set[int] = set()
    told: dict[str, Count] = {}
    for cost, at, nth in pairs:
        outcome, first, last = marks[nth]
        farthest = _FARTHEST if numbers[at].low != 1 else _FARTHEST_ONE
        if cost > farthest or at in taken or outcome in told:
            continue
        taken.add(at)
        told[outcome] = Count(outcome, numbers[at], first, last)
    return list(told.values())


def _counts(number: Number, passage: Passage) -> bool:
    if number.low == number.high == 1 and passage.lang in _ONE_IS_ARTICLE and number.first:
        return passage.words[number.first - 1] not in _BEFORE_ARTICLE
    return not number.measure and not (number.low == number.high and number.low in _YEARS)


def _may_be(outcome: str, number: Number, lang: str) -> bool:
    """Whether the number may count this outcome: an article that also means one says nothing of a flight or arrest."""
    return number.low != 1 or lang not in _ONE_IS_ARTICLE or outcome in {"killed", "wounded"}


def _cost(mark: tuple[str, int, int], number: Number, passage: Passage) -> int:
    """How far apart a word for an outcome and a number are, with what makes it less likely that they go together."""
    _, first, last = mark
    if number.first <= last and first <= number.last:
        return 0
    before = number.last < first
    begin, end = (number.last, first) if before else (last, number.first)
    cost = end - begin + (0 if before or not passage.grammar.verb_last else _BEHIND_VERB_LAST)
    gap = passage.source[passage.tokens[begin].end : passage.tokens[end].start]
    if not before and rises_to(passage, last, number):
        cost = min(cost, _RISEN)
    cost += _ACROSS_CLAUSE * any(sign in _CLAUSE_END for sign in gap)
    return cost + _ACROSS_AND * any(word in _AND for word in passage.words[begin + 1 : end + 1])
