"""Words of a text, folded, with their places in the original.

A word is a run of letters, digits and marks. Hyphens, apostrophes and underscores separate, so `al-Qaeda` is two words
wherever it is written so, in texts and in terms; the English possessive `'s` is no word.
"""

import functools
import re
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from monitor.text.fold import fold, prepare
from monitor.text.letters import WORD_CLASS, letters

_SEPARATORS = re.compile(f"([^{WORD_CLASS}]+)")
_POSSESSIVE = re.compile(r"['’](?<=\w.)[sS](?!\w)")
_FOLDED_WORD = re.compile(f"(?:[^\\W_]|[{WORD_CLASS[2:]}])+")
# A longer run without a break is no word of any language; cutting it bounds what one word can cost.
_LONGEST = 200


class Token(NamedTuple):
    """One word: folded, and its place in the original text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text as columns: folded forms, and where each begins and ends in the original."""

    folded: list[str]
    starts: list[int]
    ends: list[int]

    def __len__(self) -> int:
        return len(self.folded)


def tokenise(text: str) -> list[Token]:
    """The words of a text in order, folded, with offsets into the original."""
    found = words(text)
    return list(map(Token, found.folded, found.starts, found.ends))


def words(text: str) -> Words:
    """The words of a text as columns; the fast form of `tokenise`. Linear in the length of the text."""
    ready = prepare(text)
    if "_" in ready:
        ready = ready.replace("_", " ")
    if "'" in ready or "’" in ready:
        ready = _POSSESSIVE.sub("  ", ready)
    parts = _SEPARATORS.split(ready)
    lengths = list(map(len, parts))
    ends = list(accumulate(lengths))
    if not parts[-1]:
        del parts[-2:], ends[-2:]
    first = 0 if parts and parts[0] else 2
    raw = parts[first::2]
    if not raw:
        return Words([], [], [])
    # A word starts where the separator before it ends.
    starts = [0, *ends[1::2]] if first == 0 else ends[1::2]
    ends = ends[first::2]
    folded = [fold_word(word) if len(word) <= _LONGEST else None for word in raw]
    if None not in folded:
        return Words(folded, starts, ends)  # type: ignore[arg-type]  # None was just excluded
    return _with_odd(raw, folded, starts, ends)


def _with_odd(raw: list[str], folded: list[str | None], starts: list[int], ends: list[int]) -> Words:
    """The same when some words (None in `folded`) are overlong, vanish, or fall into several when folded."""
    found = Words([], [], [])
    done = 0
    for odd in [number for number, word in enumerate(folded) if word is None]:
        _extend(found, folded[done:odd], starts[done:odd], ends[done:odd])
        _unfold(found, raw[odd], starts[odd])
        done = odd + 1
    _extend(found, folded[done:], starts[done:], ends[done:])
    return found


def _extend(found: Words, folded: list[str | None], starts: list[int], ends: list[int]) -> None:
    found.folded.extend(folded)  # type: ignore[arg-type]  # no None stands between two odd words
    found.starts.extend(starts)
    found.ends.extend(ends)


def _unfold(found: Words, word: str, at: int) -> None:
    """Add what one odd word folds into, piece by piece."""
    for cut in range(0, len(word), _LONGEST):
        form = fold(word[cut : cut + _LONGEST])
        for match in _FOLDED_WORD.finditer(form.text):
            start, end = form.span(match.start(), match.end())
            found.folded.append(match[0])
            found.starts.append(at + cut + start)
            found.ends.append(at + cut + end)


@functools.lru_cache(maxsize=32_768)
def fold_word(raw: str) -> str | None:
    """The folded form of one raw word, kept for next time; None if it vanishes or falls into several."""
    if raw.isascii():
        return raw.lower() or None
    folded = raw.translate(letters())
    return folded if _FOLDED_WORD.fullmatch(folded) else None
