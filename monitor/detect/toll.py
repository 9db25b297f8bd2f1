"""How many were killed, wounded, freed and captured, as a sentence says it.

Every word for an outcome takes the nearest number that can belong to it: not a measure, not across the end of a
clause when there is another way, before it in languages that put the verb last. A number counts once.
"""

from collections.abc import Sequence
from typing import NamedTuple

from monitor.detect.grammar import GRAMMARS, NO_GRAMMAR
from monitor.detect.numbers import Number, find_numbers
from monitor.detect.reading import Reading
from monitor.text.tokens import Token

OUTCOMES: dict[str, tuple[str, ...]] = {
    "killed": ("killed", "killing"),
    "wounded": ("wounded",),
    "freed": ("freed-toll", "escape", "jailbreak", "freeing"),
    "captured": ("captured", "abduction", "arrest"),
}
_FARTHEST = 8
_CLAUSE_END = frozenset(",;:،؛")
_ACROSS_CLAUSE, _ACROSS_AND, _BEHIND_VERB_LAST = 4, 2, 3
_AND = frozenset(("and", "و", "û", "u", "ve", "et", "y", "и", "اور"))
_ONE_IS_ARTICLE = frozenset(("fr", "es", "tr", "fa", "ckb", "kmr", "ur"))
_YEARS = range(1900, 2101)


class Count(NamedTuple):
    """One outcome with its number, and where the word for it begins and ends (words of the sentence)."""

    outcome: str
    number: Number
    first: int
    last: int


def find_toll(reading: Reading, sentence: int) -> list[Count]:
    """The outcomes that a sentence counts, each at most once, those most surely read first."""
    marks = _marks(reading, sentence)
    if not marks:
        return []
    tokens = reading.tokens(sentence)
    source = reading.document.title if sentence == 0 else reading.document.text
    numbers = [number for number in find_numbers(tokens, source, reading.document.lang) if _counts(number)]
    grammar = GRAMMARS.get(reading.document.lang, NO_GRAMMAR)
    pairs = sorted(
        (_cost(mark, number, tokens, source, verb_last=grammar.verb_last), at, nth)
        for nth, mark in enumerate(marks)
        for at, number in enumerate(numbers)
        if _may_be(mark[0], number, reading.document.lang)
    )
    taken: set[int] = set()
    told: dict[str, Count] = {}
    for cost, at, nth in pairs:
        outcome, first, last = marks[nth]
        if cost > _FARTHEST or at in taken or outcome in told:
            continue
        taken.add(at)
        told[outcome] = Count(outcome, numbers[at], first, last)
    return list(told.values())


def _marks(reading: Reading, sentence: int) -> list[tuple[str, int, int]]:
    start = reading.sentences[sentence].first
    found = [
        (outcome, hit.first - start, hit.last - start)
        for outcome, concepts in OUTCOMES.items()
        for concept in concepts
        for hit in reading.hits_in(concept, sentence)
    ]
    return list(dict.fromkeys(found))


def _counts(number: Number) -> bool:
    return not number.measure and not (number.low == number.high and number.low in _YEARS)


def _may_be(outcome: str, number: Number, lang: str) -> bool:
    """Whether the number may count this outcome: an article that also means one says nothing of a flight or arrest."""
    return number.low != 1 or lang not in _ONE_IS_ARTICLE or outcome in {"killed", "wounded"}


def _cost(mark: tuple[str, int, int], number: Number, tokens: Sequence[Token], source: str, *, verb_last: bool) -> int:
    _, first, last = mark
    if number.first <= last and first <= number.last:
        return 0
    if number.last < first:
        between = range(number.last + 1, first)
        edge = (number.last, first)
        cost = 0
    else:
        between = range(last + 1, number.first)
        edge = (last, number.first)
        cost = _BEHIND_VERB_LAST if verb_last else 0
    cost += len(between) + 1
    gap = source[tokens[edge[0]].end : tokens[edge[1]].start]
    cost += _ACROSS_CLAUSE * any(sign in _CLAUSE_END for sign in gap)
    cost += _ACROSS_AND * any(_is_and(tokens[at].text) for at in (*between, edge[1]))
    return cost


def _is_and(word: str) -> bool:
    return word in _AND
