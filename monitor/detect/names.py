"""Who and what texts speak of, and how a reader of English, Arabic or Persian calls it: `names.yaml` beside the lists.

An entry has terms in all languages, inflected like those of lists, one name for each reader, and a kind, which says
what part it can play in an event (see `roles`).
"""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict

from monitor import yamlfile
from monitor.detect.fields import Sentence, Slug
from monitor.detect.index import IndexBuilder, PhraseIndex, Use
from monitor.detect.schema import TermEntry, Terms
from monitor.detect.terms import read_term
from monitor.errors import RuleError
from monitor.text.tokens import Token

Kind = Literal[
    "group", "fighters", "suspects", "crowd", "prisoners", "force", "official", "people", "site", "works", "means"
]  # fmt: skip
Reader = Literal["en", "ar", "fa"]
READERS: tuple[Reader, ...] = ("en", "ar", "fa")


class Name(BaseModel):
    """One entry: its terms, its kind, what readers are told, and with what else it may be one: the id of an entry, a
    word that others are like too, or `any`. `means` is the entry of that with which such a party does it."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    id: Slug
    kind: Kind
    like: Slug = ""
    en: Sentence
    ar: Sentence
    fa: Sentence
    terms: Terms
    means: Slug = ""

    def told(self, reader: Reader) -> str:
        """What it is called in the reader's language."""
        return {"en": self.en, "ar": self.ar, "fa": self.fa}[reader]


class NamesFile(BaseModel):
    """A file `names.yaml`."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    version: Literal[1]
    names: list[Name]


class Named(NamedTuple):
    """An entry found in a sentence: its first and last word, counted from the sentence's own first."""

    name: Name
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Names:
    """All entries with the index of their terms."""

    entries: tuple[Name, ...]
    index: PhraseIndex

    def find(self, tokens: Sequence[Token], text: str, lang: str) -> list[Named]:
        """The entries that the words of a sentence name, in order; of those in one another the longest.

        `text` is the original that the words' offsets point into.
        """
        ids = [self.index.lookup(token.text) for token in tokens]
        found: list[Named] = []
        for at in range(len(ids)):
            for phrase in self.index.beginning(ids, at, (lang, "any")):
                last = _last_word(phrase.words, phrase.skipped, ids, tokens, at)
                if last is None:
                    continue
                found += [
                    Named(self.entries[use.concept], at, last)
                    for use in phrase.uses
                    if use.language in (lang, "any") and _is_exact(use.exact, tokens[at : last + 1], text)
                ]
        kept: list[Named] = []
        for each in sorted(found, key=lambda each: (each.first, -each.last)):
            if not kept or each.first > kept[-1].last:
                kept.append(each)
        return kept


@functools.lru_cache(maxsize=8)
def load_names(folders: tuple[str, ...], digest: str = "") -> Names:  # noqa: ARG001 - tells of other content
    """The entries of the `names.yaml` in these folders, a later one replacing those with its ids; none is no error.

    They are kept; with another `digest` of what stands there they are read again. Raises RuleError with every mistake.
    """
    entries: dict[str, Name] = {}
    for folder in folders:
        path = Path(folder) / "names.yaml"
        if not path.is_file():
            continue
        model, problems = yamlfile.validate(NamesFile, yamlfile.read(path))
        if model is None or problems:
            raise RuleError(tuple(problems))
        entries |= {name.id: name for name in model.names}
    builder = IndexBuilder()
    for number, name in enumerate(entries.values()):
        for language, column in name.terms.by_language().items():
            for term in column:
                entry = term if isinstance(term, TermEntry) else TermEntry(term=term)
                for phrase in read_term(entry.term, exact=entry.exact):
                    exact = tuple(word.raw for word in phrase) if entry.exact else None
                    builder.add(phrase, Use(number, language, exact=exact))
    return Names(tuple(entries.values()), builder.build())


def _last_word(
    wanted: Sequence[int], skipped: frozenset[str], ids: Sequence[tuple[int, ...]], tokens: Sequence[Token], at: int
) -> int | None:
    here = at
    for word in wanted[1:]:
        here += 1
        if here < len(ids) and word not in ids[here] and tokens[here].text in skipped:
            here += 1
        if here >= len(ids) or word not in ids[here]:
            return None
    return here


def _is_exact(exact: tuple[str, ...] | None, tokens: Sequence[Token], text: str) -> bool:
    if exact is None:
        return True
    if tuple(text[token.start : token.end] for token in tokens) != exact:
        return False
    # In a text of capitals alone they say nothing.
    around = text[max(0, tokens[0].start - 60) : tokens[-1].end + 60]
    capitals = sum(1 for letter in around if letter.isupper())
    return capitals < 12 or sum(1 for letter in around if letter.islower()) > capitals
