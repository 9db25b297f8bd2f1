"""Folding: the form of a text in which spellings of one word are equal, with the way back to the original.

What is folded how is said in `letters.py`. Beyond single letters: a zero-width non-joiner after an Arabic letter
separates, as a blank would (elsewhere it is removed), and look-alike letters in mixed-script words are put right.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from monitor.text.confusables import unmask
from monitor.text.letters import DROPPED_CLASS, letters

_JOINER_BREAK = re.compile("(?<=[\u0600-\u08ff\ufb50-\ufdff\ufe70-\ufefe])\u200c+")
_DROPPED = re.compile(f"[{DROPPED_CLASS}]")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text. `map` has, for every character of `text`, the offset in the original of the character that it
    came from, and one entry more: the length of the original."""

    text: str
    map: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The part of the original that `text[start:end]` came from (`start` < `end`)."""
        return self.map[start], self.map[end - 1] + 1


def fold(text: str) -> Folded:
    """Fold a text and keep the way back. Linear; at most four characters come of one."""
    if text.isascii():
        return Folded(fold_plain(text), range(len(text) + 1))
    ready = prepare(text)
    folded = ready.translate(letters())
    if len(folded) == len(text) and not _DROPPED.search(ready):
        return Folded(folded, range(len(text) + 1))
    table = letters()
    offsets: list[int] = []
    for offset, letter in enumerate(ready):
        offsets.extend([offset] * len(table[ord(letter)]))
    offsets.append(len(text))
    return Folded(folded, offsets)


def fold_plain(text: str) -> str:
    """The folded text alone; equal to `fold(text).text`."""
    if text.isascii():
        return text.lower().replace("\0", " ")
    return prepare(text).translate(letters())


def prepare(text: str) -> str:
    """What must be settled in context before letters can be folded one by one. Keeps the length."""
    if "\u200c" in text:
        text = _JOINER_BREAK.sub(lambda match: " " * len(match[0]), text)
    return unmask(text)
