"""One sentence as the reading of facts sees it: words, numbers, and where concepts are in it, each found once."""

from functools import cached_property

from monitor.detect.grammar import GRAMMARS, NO_GRAMMAR, Grammar
from monitor.detect.numbers import Number, find_numbers
from monitor.detect.reading import Reading
from monitor.text.tokens import Token

Span = tuple[int, int]


class Passage:
    """A sentence of an article. Spans are first and last word, counted from the sentence's own first."""

    def __init__(self, reading: Reading, number: int) -> None:
        self.reading = reading
        self.number = number
        self.lang = reading.document.lang
        self.grammar: Grammar = GRAMMARS.get(self.lang, NO_GRAMMAR)
        self.tokens: list[Token] = reading.tokens(number)
        self.words = [token.text for token in self.tokens]
        self.source = reading.document.title if number == 0 else reading.document.text
        self._start = reading.sentences[number].first
        self._present = reading.concepts
        self._spans: dict[str, list[Span]] = {}

    @cached_property
    def numbers(self) -> tuple[Number, ...]:
        """The numbers in it."""
        return find_numbers(self.tokens, self.source, self.lang)

    def spans(self, concept: str) -> list[Span]:
        """Where a list has hits in it."""
        if concept not in self._present:
            return []
        known = self._spans.get(concept)
        if known is None:
            hits = self.reading.hits_in(concept, self.number)
            known = self._spans[concept] = [(hit.first - self._start, hit.last - self._start) for hit in hits]
        return known

    def text(self, first: int, last: int) -> str:
        """The original text of some of its words."""
        return self.source[self.tokens[first].start : self.tokens[last].end]
