"""The names of places in a text, longest first, before it is decided whether and which places they mean.

The loop over all words looks each one up once; only words with which a name can begin are looked at closer. Endings and
clitics that a language joins to names are taken off, in scripts with capitals a name must have one.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from monitor.detect.gazetteer import Gazetteer
from monitor.detect.placewords import ARTICLES, KIND_WORDS, PLACE_WORDS, POSTPOSITIONS, PREPOSITIONS, SITE_WORDS, stems
from monitor.models import Zone
from monitor.text.tokens import Words

_WITHIN_NAME = frozenset((" ", "-", "'", "’", "‘", "\u200c", "-\u200f", ". ", ".", "‑", "–", "_", "\u00a0", "ʼ", "`"))
_BETWEEN_NAMES = frozenset(',;:/|()[]\n\r\t،؛!?؟«»"“”')
_MOST_MENTIONS = 2_000
_ENDINGS = frozenset(("ckb", "kmr", "tr", "ru"))
_BENDING = _ENDINGS | {"ar", "und"}
_FIRST_OF_BENT = frozenset("وفبلک")


@dataclass(slots=True)
class Mention:
    """A name found in a text, before it is decided whether and which place it means."""

    zone: int
    first: int
    last: int
    name: str
    rows: tuple[int, ...]
    bent: bool
    cue: int = 0
    kind: str = ""
    beside: str = ""


@dataclass(slots=True)
class View:
    """One zone of a document as the search sees it. `cased` says that capitals tell names from words."""

    name: Zone
    text: str
    words: Words
    cased: bool = True
    headline: bool = False


def look(name: Zone, text: str, words: Words) -> View:
    """See a zone as the search needs it."""
    # A text all in capitals or without any says nothing by case; in a headline every word may have a capital.
    cased = not (text.isupper() or text.islower())
    headline = False
    if cased and name == "title" and words.starts:
        capitals = sum(text[start].isupper() for start in words.starts)
        headline = capitals * 10 >= len(words.starts) * 7
    return View(name, text, words, cased, headline)


def mentions(zone: View, number: int, gazetteer: Gazetteer, lang: str, votes: Counter[str]) -> Iterator[Mention]:
    """The longest names in a zone, left to right, not overlapping; words for a country's people go into `votes`."""
    free = count = 0
    for at, head in _heads(zone, gazetteer, lang):
        if at < free:
            continue
        longest = _longest(zone, at, head, gazetteer, lang)
        if longest is None:
            continue
        last, name, rows = longest
        if rows[0] < 0:
            votes[gazetteer.countries[-rows[0] - 1]] += 2
            continue
        free = last + 1
        count += 1
        if count > _MOST_MENTIONS:
            return
        yield Mention(number, at, last, name, rows, head != zone.words.folded[at])


def _heads(zone: View, gazetteer: Gazetteer, lang: str) -> Iterator[tuple[int, str]]:
    """The words at which a name may begin, with the form in which the gazetteer knows them. The loop over all words is
    kept to one look into a dictionary."""
    folded, starts, text, heads, soft = zone.words.folded, zone.words.starts, zone.text, gazetteer.heads, gazetteer.soft
    bends = lang in _BENDING
    if not bends:
        for at in [at for at, word in enumerate(folded) if word in heads]:
            if not zone.cased or folded[at] in soft or not text[starts[at]].islower():
                yield at, folded[at]
        return
    first = _FIRST_OF_BENT if lang in {"ar", "und"} else None
    for at, word in enumerate(folded):
        if word in heads:
            if not zone.cased or word in soft or not text[starts[at]].islower():
                yield at, word
        elif first is None:
            if zone.cased and text[starts[at]].islower():
                continue
            stem = next((stem for stem in stems(word, lang) if stem in heads), None)
            if stem is not None:
                yield at, stem
        elif word[0] in first:
            stem = next((stem for stem in stems(word, lang) if stem in heads), None)
            if stem is not None:
                yield at, stem


def _longest(
    zone: View, at: int, head: str, gazetteer: Gazetteer, lang: str
) -> tuple[int, str, tuple[int, ...]] | None:
    """The longest name that begins with a word: its last word's number, the name as known, and what it may mean."""
    folded = zone.words.folded
    most = gazetteer.heads[head]
    if most > 1 and at + 1 < len(folded) and _is_begun(head, folded[at + 1], gazetteer, lang):
        for last in range(_reach(zone, at, most), at, -1):
            middle = " ".join([head, *folded[at + 1 : last]])
            tails = [folded[last], *stems(folded[last], lang)] if lang in _ENDINGS else [folded[last]]
            for tail in tails:
                name = f"{middle} {tail}"
                rows = gazetteer.candidates(name, lang)
                if not rows and head in ARTICLES:
                    name = f"al{name[len(head) :]}"
                    rows = gazetteer.candidates(name, lang)
                if rows and (rows[0] < 0 or _is_written_as_name(zone, at, last)):
                    return last, name, rows
    rows = gazetteer.candidates(head, lang)
    if rows and (rows[0] < 0 or (PLACE_WORDS.isdisjoint((head, folded[at])) and _is_written_as_name(zone, at, at))):
        return at, head, rows
    return None


def _is_begun(head: str, second: str, gazetteer: Gazetteer, lang: str) -> bool:
    """Whether any name begins with these two words: most words that could begin a name go on as no name does."""
    pairs = gazetteer.pairs
    if f"{head} {second}" in pairs or (head in ARTICLES and f"al {second}" in pairs):
        return True
    return lang in _ENDINGS and any(f"{head} {stem}" in pairs for stem in stems(second, lang))


def _reach(zone: View, at: int, most: int) -> int:
    """The last word that a name of so many words could have: no comma or line lies between."""
    starts, ends, text = zone.words.starts, zone.words.ends, zone.text
    stop = min(at + most, len(starts)) - 1
    while at < stop and (starts[at + 1] - ends[at] == 1 or text[ends[at] : starts[at + 1]] in _WITHIN_NAME):
        if text[ends[at]] in _BETWEEN_NAMES:
            break
        at += 1
    return at


def _is_written_as_name(zone: View, first: int, last: int) -> bool:
    """Whether the words have a capital, where the script has any; a short name all in capitals must be so written."""
    text, starts, ends = zone.text, zone.words.starts, zone.words.ends
    letter = text[starts[first]]
    if letter.isalpha() and not letter.isupper() and not letter.islower():
        return True
    if not zone.cased:
        return first < last or zone.words.folded[first] != "us"
    if first == last:
        return letter.isupper() and (
            ends[first] - starts[first] > 3 or text[starts[first] : ends[first]] not in {"Us", "Uk", "Abd"}
        )
    return any(text[starts[at]].isupper() for at in range(first, last + 1))


def read_surroundings(mention: Mention, following: Mention | None, zone: View, gazetteer: Gazetteer) -> None:
    """Note the words before and behind a name, and the country that follows it as in `Tripoli, Lebanon`."""
    folded, starts, ends, text = zone.words.folded, zone.words.starts, zone.words.ends, zone.text
    before = folded[mention.first - 1] if mention.first else ""
    if before in ARTICLES and mention.first > 1 and zone.words.ends[mention.first - 1] + 1 == starts[mention.first]:
        before = folded[mention.first - 2] if before not in PREPOSITIONS else before
    two = folded[mention.first - 2] if mention.first > 1 else ""
    after = folded[mention.last + 1] if mention.last + 1 < len(folded) else ""
    behind = text[ends[mention.last] : ends[mention.last] + 1]
    if (
        before in PLACE_WORDS
        or (before in {"of", "de", "du", "d"} and two in PLACE_WORDS)
        or (after in PLACE_WORDS and behind == " ")
    ):
        mention.cue = 2
    elif (
        before in PREPOSITIONS
        or before in SITE_WORDS
        or (after in POSTPOSITIONS and behind in {" ", "'", "’"})
        or (after in SITE_WORDS and behind == " ")
    ):
        mention.cue = 1
    mention.kind = KIND_WORDS.get(before, "") or (KIND_WORDS.get(two, "") if before in {"of", "de", "du", "d"} else "")
    if not mention.kind and behind in {" ", "'", "’"}:
        mention.kind = KIND_WORDS.get(after, "")
    if following is not None and following.zone == mention.zone and starts[following.first] - ends[mention.last] <= 3:
        countries = {
            gazetteer.countries[row] for row in following.rows if gazetteer.kinds[row] in {"country", "province"}
        }
        if len(countries) == 1:
            mention.beside = countries.pop()
