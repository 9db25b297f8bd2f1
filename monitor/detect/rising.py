"""Tolls that move: `the death toll from the bomb at a market rises from 3 to 27` counts 27, however far it stands."""

from collections.abc import Collection
from dataclasses import replace
from itertools import pairwise

from monitor.detect.numbers import Number
from monitor.detect.passage import Passage, Span
from monitor.text.fold import fold_plain

# The old number and the new one.
_FROM_TO = {
    "en": ("from", "to"),
    "fr": ("de", "a"),
    "es": ("de", "a"),
    "ar": ("من", fold_plain("إلى")),
    "fa": ("از", "به"),
    "ru": ("с", "до"),
}
_RISES = frozenset(
    (
        *("rises", "rose", "rising", "climbs", "climbed", "climbing", "jumps", "jumped", "soars", "soared", "grows"),
        *("reaches", "reached", "hits", "passes", "tops", "falls", "fell", "drops", "dropped"),
        *("revises", "revised", "lowers", "lowered", "cuts", "corrects", "corrected"),
    )
)
_GROWN_IN_RUSSIAN = ("вырос", "возрос", "увелич", "подня", "повыс")
_TOLL = "toll"
_ON_ROADS = frozenset(("plaza", "plazas", "booth", "booths", "road", "roads", "gate", "gates", "collector"))


def bare_tolls(passage: Passage, told: Collection[Span]) -> list[int]:
    """Where a toll that rises is not called a death toll; `told` are the places where some outcome is named."""
    words = passage.words
    if passage.lang != "en" or _TOLL not in words or not _RISES.intersection(words):
        return []
    known = {at for first, last in told for at in range(first, last + 1)}
    after = [*words[1:], ""]
    return [at for at, word in enumerate(words) if word == _TOLL and at not in known and after[at] not in _ON_ROADS]


def newest(passage: Passage) -> list[Number]:
    """The numbers without those that the next one replaces; one that Russian calls a bound of growth is exact."""
    words, numbers = passage.words, passage.numbers
    of, to = _FROM_TO.get(passage.lang, ("", ""))
    replaced = {
        old
        for old, new in pairwise(numbers)
        if old.first
        and words[old.first - 1] == of
        and to in words[old.last + 1 : new.first]
        and new.first <= old.last + 3
    } | {
        old
        for new, old in pairwise(numbers)
        if old.first - new.last == 2 and words[old.first - 1] == of and new.first and words[new.first - 1] == to
    }
    grown = passage.lang == "ru" and any(word.startswith(_GROWN_IN_RUSSIAN) for word in words)
    return [
        replace(number, low=number.high) if grown and not number.low and number.high else number
        for number in numbers
        if number not in replaced
    ]


def rises_to(passage: Passage, last: int, number: Number) -> bool:
    """Whether the toll whose words end at `last` rises to this number, which stands behind it."""
    between = passage.words[last + 1 : number.first]
    if passage.lang == "ru":
        return any(word.startswith(_GROWN_IN_RUSSIAN) for word in between)
    return passage.words[last] == _TOLL and (between == ["to"] or not _RISES.isdisjoint(between))
