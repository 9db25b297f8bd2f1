"""What a model sees of an article: names of features, in families that a model may choose from.

    w  words, cut to their first letters, so that endings count little      c   concepts (lists) that have a hit
    b  neighbouring words                                                    cc  two concepts in one sentence
    s  two longer words near one another                                     t   concepts in the title
    g  four letters in a row inside a word

`c`, `cc` and `t` are the same in every language: what a model learns of them in English holds in Persian.
"""

import functools
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

from monitor.detect.reading import Reading

VERSION = 1
FAMILIES = frozenset({"w", "b", "s", "g", "c", "cc", "t"})
STEM = 6
LONG_WORD = 4
REACH = 5


def sentence_features(reading: Reading, number: int, families: AbstractSet[str] = FAMILIES) -> set[str]:
    """The features of one sentence; sentence 0 is the title."""
    found: set[str] = set()
    if "w" in families:
        found.update([_word(token.text) for token in reading.tokens(number)])
    words = [_stem(token.text) for token in reading.tokens(number)] if families & {"b", "s"} else []
    if "b" in families:
        found.update(f"b:{one} {two}" for one, two in pairwise(words))
    if "s" in families:
        found.update(_near(words))
    if "g" in families:
        found.update(f"g:{gram}" for token in reading.tokens(number) for gram in _grams(token.text))
    concepts = reading.concepts_in(number) if families & {"c", "cc", "t"} else ()
    if "c" in families:
        found.update(f"c:{concept}" for concept in concepts)
    if "cc" in families:
        found.update(f"cc:{one}&{two}" for n, one in enumerate(concepts) for two in concepts[n + 1 :])
    if "t" in families and number == 0:
        found.update(f"t:{concept}" for concept in concepts)
    return found


class Features:
    """The features of one article, made once for each set of families that a model asks for."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._made: dict[AbstractSet[str], tuple[list[int], list[set[str]]]] = {}

    def of(self, families: AbstractSet[str]) -> tuple[list[int], list[set[str]]]:
        """The numbers of the sentences that have features, and their features."""
        made = self._made.get(families)
        if made is None:
            each = [
                (one.number, sentence_features(self._reading, one.number, families)) for one in self._reading.sentences
            ]
            kept = [(number, features) for number, features in each if features]
            made = self._made[families] = [number for number, _ in kept], [features for _, features in kept]
        return made


def document_features(sentences: Iterable[set[str]]) -> set[str]:
    """The features of a whole article: those of its sentences."""
    return set().union(*sentences)


@functools.lru_cache(maxsize=32_768)
def _word(word: str) -> str:
    return f"w:{_stem(word)}"


def _stem(word: str) -> str:
    return "0" if any(c.isdigit() for c in word) else word[:STEM]


def _near(words: Sequence[str]) -> Iterable[str]:
    longer = [word for word in words if len(word) >= LONG_WORD]
    for n, one in enumerate(longer):
        for two in longer[n + 1 : n + 1 + REACH]:
            yield f"s:{min(one, two)}~{max(one, two)}"


def _grams(word: str) -> Iterable[str]:
    padded = f"_{word[:20]}_"
    return (padded[n : n + 4] for n in range(len(padded) - 3))
