"""What one article says, read once for all who judge it: rules, contexts, status, slots, gist and the model.

    reading = Reading(document, pack)              # one scan, however many rules and lists; all else on first demand
    reading.concepts                               # ids of the lists that have hits, e.g. {"killed", "armed-groups"}
    reading.hits("killed")                         # tuple[Found, ...] in order; the longest of those in one another
    reading.hits_in("killed", 3)                   # those that begin in sentence 3
    reading.sentences[3]                           # Sentence: number, zone, start, end, first and last word
    reading.tokens(3)                              # its words: Token(text folded, start, end)
    reading.text_of(3), reading.original(found)    # the original text of a sentence, of a hit
    reading.places, reading.places_in(3)           # tuple[Place, ...], see places.py
    reading.sentence(found), reading.paragraph(found), reading.hit(found, "killed")   # its passage; as it is told

Sentence 0 is the title, whatever it holds; those of the text count from 1. A Found has `first` and `last`, the numbers
of its words counted through title and text (token `i` of a sentence is word `sentence.first + i`), and `start` and
`end`, offsets into the zone's original text (`document.title` or `document.text`). A list that the pack does not have
has no hits.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from monitor.detect.compile import Pack
from monitor.detect.match import Found, Matches
from monitor.detect.places import Named, Place, find_places
from monitor.models import Document, Hit, Zone
from monitor.text.tokens import Token


class Sentence(NamedTuple):
    """A sentence: its span in the zone's original text, and its words (`last` < `first` when it has none)."""

    number: int
    zone: Zone
    start: int
    end: int
    first: int
    last: int


class Reading:
    """An article with all that is found in it. Made for one article; nothing of it changes afterwards."""

    def __init__(self, document: Document, pack: Pack) -> None:
        self.document = document
        self.pack = pack
        self.matches = Matches(pack, document)
        self._hits: dict[str, tuple[Found, ...]] = {}
        self._tokens: dict[int, list[Token]] = {}
        self._by_sentence: dict[str, dict[int, tuple[Found, ...]]] = {}

    @cached_property
    def concepts(self) -> frozenset[str]:
        """The ids of the lists that have hits."""
        mentioned = self.matches.mentioned
        return frozenset(name for name, number in self.pack.concepts.items() if number in mentioned)

    def hits(self, concept: str) -> tuple[Found, ...]:
        """The hits of a list in order of the text, the longest of those that lie in one another."""
        known = self._hits.get(concept)
        if known is None:
            number = self.pack.concepts.get(concept)
            mentioned = number is not None and number in self.matches.mentioned
            known = self._hits[concept] = self.matches.concept(number) if number is not None and mentioned else ()
        return known

    def hits_in(self, concept: str, sentence: int) -> tuple[Found, ...]:
        """The hits of a list that begin in a sentence."""
        hits = self.hits(concept)
        if not hits:
            return ()
        by_sentence = self._by_sentence.get(concept)
        if by_sentence is None:
            columns: dict[int, list[Found]] = defaultdict(list)
            for found in hits:
                columns[self.matches.sentence(found)].append(found)
            by_sentence = self._by_sentence[concept] = {number: tuple(column) for number, column in columns.items()}
        return by_sentence.get(sentence, ())

    def concepts_in(self, sentence: int) -> Sequence[str]:
        """The ids of the lists with hits that begin in a sentence, in order of the alphabet."""
        return self._concepts_by_sentence.get(sentence, ())

    @cached_property
    def _concepts_by_sentence(self) -> dict[int, list[str]]:
        columns: dict[int, list[str]] = defaultdict(list)
        for concept in sorted(self.concepts):
            for number in {self.matches.sentence(found) for found in self.hits(concept)}:
                columns[number].append(concept)
        return columns

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The title as sentence 0, then the sentences of the text."""
        title, text = self.matches.zones
        made = [Sentence(0, "title", 0, len(title.text), 0, len(title.found) - 1)]
        starts, word = text.found.starts, 0
        for number, (start, end) in enumerate(self.matches.sentence_spans(), start=1):
            # Words before the first sentence or between two are counted to the one that follows.
            first = word
            while word < len(starts) and starts[word] < end:
                word += 1
            made.append(Sentence(number, "text", start, end, text.shift + first, text.shift + word - 1))
        return tuple(made)

    def tokens(self, sentence: int) -> list[Token]:
        """The words of a sentence, folded, with offsets into the zone's original text."""
        known = self._tokens.get(sentence)
        if known is not None:
            return known
        _, zone, _, _, first, last = self.sentences[sentence]
        part = self.matches.zones[zone == "text"]
        chosen = slice(first - part.shift, last - part.shift + 1)
        columns = part.found.folded[chosen], part.found.starts[chosen], part.found.ends[chosen]
        known = self._tokens[sentence] = list(map(Token, *columns))
        return known

    def text_of(self, sentence: int) -> str:
        """The original text of a sentence."""
        _, zone, start, end, _, _ = self.sentences[sentence]
        return self._source(zone)[start:end]

    def original(self, found: Found) -> str:
        """The original text of a hit."""
        return self._source(found.zone)[found.start : found.end]

    def sentence(self, found: Found) -> int:
        """The number of the sentence that a hit begins in; -1 for the address."""
        return self.matches.sentence(found)

    def paragraph(self, found: Found) -> int:
        """The number of the paragraph that a hit begins in; the title belongs to the first, the address is -1."""
        return self.matches.paragraph(found)

    def hit(self, found: Found, group: str) -> Hit:
        """The hit as it is told: with the original text and offsets into the input."""
        return self.matches.hit(found, group)

    @property
    def places(self) -> tuple[Place, ...]:
        """The places that title and text name, in order."""
        return self._named.places

    @property
    def peoples(self) -> tuple[str, ...]:
        """The countries whose people they speak of, the most named first."""
        return self._named.peoples

    @cached_property
    def _named(self) -> Named:
        zones = [(part.zone, part.text, part.found) for part in self.matches.zones]
        return find_places(zones, self.pack.gazetteer(), self.document.lang)

    def places_in(self, sentence: int) -> tuple[Place, ...]:
        """The places that a sentence names."""
        return self._places_by_sentence.get(sentence, ())

    @cached_property
    def _places_by_sentence(self) -> dict[int, tuple[Place, ...]]:
        columns: dict[int, list[Place]] = defaultdict(list)
        for place in self.places:
            columns[self.matches.sentence(self.found(place))].append(place)
        return {number: tuple(column) for number, column in columns.items()}

    def found(self, place: Place) -> Found:
        """A place as a hit, with its words."""
        return self.found_at(place.zone, place.start, place.end)

    def found_at(self, zone: Zone, start: int, end: int) -> Found:
        """A part of title or text as a hit, with the words that it covers."""
        part = self.matches.zones[zone == "text"]
        first = bisect_right(part.found.starts, start) - 1
        last = bisect_left(part.found.starts, end) - 1
        return Found(part.shift + max(first, 0), part.shift + max(last, first, 0), zone, start, end, 1.0)

    def _source(self, zone: Zone) -> str:
        return {"title": self.document.title, "text": self.document.text, "url": self.document.url}[zone]
