"""One scan of an article: which concepts are mentioned where. Linear in the length of the article."""

import re
from bisect import bisect_right
from typing import NamedTuple

from monitor.detect.compile import Pack
from monitor.detect.index import Phrase, Use, WordIds
from monitor.detect.schema import LANGUAGES, ZoneName
from monitor.models import Document, Hit, Zone
from monitor.text.fold import fold
from monitor.text.sentences import Span, paragraph_spans, sentence_spans
from monitor.text.tokens import Words, words

LEAD_WORDS = 60
# A text that repeats a word more often than this says nothing new, and may be stuffed on purpose.
MOST_HITS = 200
# Between the words of a phrase none of these may stand. A stop after an initial is no end.
_BREAK = re.compile(r"[!?؟۔;؛]|(?<=\w\w)\.\s|\n\s*\n")


class Found(NamedTuple):
    """One hit: its first and last word (counted through title, text and address), its place, and its weight."""

    first: int
    last: int
    zone: Zone
    start: int
    end: int
    weight: float

    def overlaps(self, other: "Found") -> bool:
        """Whether both take up a word in common."""
        return self.first <= other.last and other.first <= self.last


class Part(NamedTuple):
    """A zone of the article with its words; `shift` is the number of words before it."""

    zone: Zone
    text: str
    found: Words
    shift: int


class Matches:
    """The hits of one article, by group, and the passages they stand in.

    The title is sentence 0 and belongs to the first paragraph, which is 0. The address is a passage of its own, -1.
    `present` holds the groups that have hits, `mentioned` the concepts. `zones` are title and text with their words.
    """

    def __init__(self, pack: Pack, document: Document) -> None:
        self.document = document
        self._pack = pack
        self._all_speak = document.lang not in LANGUAGES
        self._concepts: dict[int, list[Found]] = {}
        self._groups: dict[int, tuple[Found, ...]] = {}
        self._sentences: list[Span] | None = None
        self._sentence_at: list[int] = []
        self._paragraphs: list[int] | None = None
        title, text = words(document.title), words(document.text)
        self.zones = (Part("title", document.title, title, 0), Part("text", document.text, text, len(title)))
        self._body_at = len(title)
        for zone in self.zones:
            self._scan(zone)
        if pack.reads_url and document.url:
            self._scan(Part("url", document.url, words(document.url), self._body_at + len(text)))
        self.mentioned = self._concepts.keys()
        self.present = {group for concept in self._concepts for group in pack.groups_of.get(concept, ())}

    def concept(self, number: int) -> tuple[Found, ...]:
        """The hits of one concept in order of the text, the longest of those that lie in one another."""
        return longest(self._concepts.get(number, []))

    def hits(self, group: int) -> tuple[Found, ...]:
        """The hits of a group in order of the text, also those that lie in one another: beside `prison` a rule needs
        the `riot` of `riot in the prison`."""
        known = self._groups.get(group)
        if known is None:
            concepts = self._pack.groups[group]
            merged = [found for concept in concepts for found in self._concepts.get(concept, ())]
            known = self._groups[group] = _each_once(merged) if merged else ()
        return known

    def sentence(self, found: Found) -> int:
        """The number of the sentence that a hit begins in."""
        if found.zone != "text":
            return 0 if found.zone == "title" else -1
        return max(1, bisect_right(self._sentence_starts(), found.start))

    def sentence_spans(self) -> list[Span]:
        """The sentences of the text as (start, end); that at index 0 has the number 1."""
        if self._sentences is None:
            self._sentences = sentence_spans(self.document.text)
            self._sentence_at = [start for start, _ in self._sentences]
        return self._sentences

    def _sentence_starts(self) -> list[int]:
        self.sentence_spans()
        return self._sentence_at

    def paragraph(self, found: Found) -> int:
        """The number of the paragraph that a hit begins in."""
        if found.zone != "text":
            return 0 if found.zone == "title" else -1
        if self._paragraphs is None:
            self._paragraphs = [start for start, _ in paragraph_spans(self.document.text)]
        return max(0, bisect_right(self._paragraphs, found.start) - 1)

    def in_zone(self, found: Found, zone: ZoneName) -> bool:
        """Whether a hit stands in a zone; the lead is the beginning of the body."""
        if zone == "lead":
            return found.zone == "text" and found.first < self._body_at + LEAD_WORDS
        return found.zone == ("text" if zone == "body" else zone)

    def hit(self, found: Found, group: str) -> Hit:
        """The hit as it is told: with the original text and offsets into the input."""
        document = self.document
        source = {"title": document.title, "text": document.text, "url": document.url}[found.zone]
        shift = {"title": document.title_at, "text": document.text_at, "url": 0}[found.zone]
        start, end = found.start, found.end
        return Hit(found.zone, start + shift, end + shift, source[start:end], group)

    def _scan(self, part: Part) -> None:
        for index in self._pack.indexes.speaking(self.document.lang):
            ids = list(map(index.lookup, part.found.folded))
            for at, candidates in enumerate(ids):
                if not candidates:
                    continue
                for phrase in index.beginning(ids, at):
                    last = at if len(phrase.words) == 1 else _follow(phrase, ids, part, at)
                    if last is not None:
                        self._count(phrase.uses, part, at, last)
        if part.found.folded and any(self._speaks(each.use.language) for each in self._pack.patterns):
            self._match_patterns(part)

    def _match_patterns(self, part: Part) -> None:
        folded, starts = fold(part.text), part.found.starts
        for each in self._pack.patterns:
            if not self._speaks(each.use.language):
                continue
            for begin, stop in each.pattern.spans(folded.text):
                start, end = folded.span(begin, stop)
                first = max(0, bisect_right(starts, start) - 1)
                last = max(first, bisect_right(starts, end - 1) - 1)
                self._keep(
                    each.use, Found(first + part.shift, last + part.shift, part.zone, start, end, each.use.weight)
                )

    def _count(self, uses: tuple[Use, ...], part: Part, first: int, last: int) -> None:
        start, end = part.found.starts[first], part.found.ends[last]
        for use in uses:
            if use.exact is not None and not _is_exact(use.exact, part, first):
                continue
            self._keep(use, Found(first + part.shift, last + part.shift, part.zone, start, end, use.weight))

    def _keep(self, use: Use, hit: Found) -> None:
        if use.zones is None:
            if hit.zone == "url":
                return
        elif not any(self.in_zone(hit, zone) for zone in use.zones):
            return
        kept = self._concepts.setdefault(use.concept, [])
        if len(kept) < MOST_HITS or hit.zone != kept[-1].zone:
            kept.append(hit)

    def _speaks(self, language: str) -> bool:
        return self._all_speak or language in ("any", self.document.lang)


def _follow(phrase: Phrase, ids: list[WordIds], part: Part, at: int) -> int | None:
    """The index of the phrase's last word when all its words follow the one at `at`, else None."""
    found, here = part.found, at
    for wanted in phrase.words[1:]:
        here += 1
        if here < len(ids) and wanted not in ids[here] and found.folded[here] in phrase.skipped:
            here += 1
        if here >= len(ids) or wanted not in ids[here]:
            return None
    return None if _BREAK.search(part.text, found.ends[at], found.starts[here]) else here


def _is_exact(wanted: tuple[str, ...], part: Part, first: int) -> bool:
    """Whether the words stand in the text letter by letter, where letter case means something."""
    text, found = part.text, part.found
    for number, word in enumerate(wanted, first):
        if text[found.starts[number] : found.ends[number]] != word:
            return False
    around = text[max(0, found.starts[first] - 60) : found.ends[first + len(wanted) - 1] + 60]
    capitals = sum(1 for letter in around if letter.isupper())
    small = sum(1 for letter in around if letter.islower())
    return capitals < 12 or small > capitals


def _each_once(merged: list[Found]) -> tuple[Found, ...]:
    """Hits in order of the text; of those of the same words, the weightiest."""
    kept: list[Found] = []
    for found in sorted(merged, key=lambda hit: (hit.first, -hit.last, -hit.weight)):
        if not kept or (found.first, found.last) != (kept[-1].first, kept[-1].last):
            kept.append(found)
    return tuple(kept)


def longest(merged: list[Found]) -> tuple[Found, ...]:
    """Hits in order of the text, without those that lie in another."""
    kept: list[Found] = []
    for found in sorted(merged, key=lambda hit: (hit.first, -hit.last, -hit.weight)):
        if not kept or found.last > kept[-1].last:
            kept.append(found)
    return tuple(kept)
