"""A term as written -> the words that a text must hold."""

import re
from dataclasses import dataclass

from monitor.text.fold import prepare
from monitor.text.tokens import fold_word, words

# Most terms are words with blanks between, and need not be taken apart letter by letter.
_PLAIN = re.compile(r"[^\W_]{1,100}(?: [^\W_]{1,100})*")
_HYPHEN = re.compile(r"(?<=\w)[-‐‑](?=\w)")
_INNER_STAR = re.compile(r"\*\w")
_NON_JOINER = "\u200c"
_TATWEEL = "\u0640"


class TermError(ValueError):
    """A term that cannot be matched; the text says why."""


@dataclass(frozen=True, slots=True)
class TermWord:
    """One word of a term: folded, as written, and whether it is only the beginning of a word."""

    folded: str
    raw: str
    prefix: bool


Phrase = tuple[TermWord, ...]


def surely_matches(text: str) -> bool:
    """Whether a term is words of letters and digits with blanks between, of which something is always left."""
    return _PLAIN.fullmatch(text) is not None and _TATWEEL not in text


def read_term(text: str, *, exact: bool = False) -> tuple[Phrase, ...]:
    """The ways to write a term, each as a phrase of words; the first is the term as it stands. Raises TermError.

    What a hyphen or a non-joiner divides may stand apart or together. An exact term has one way.
    """
    if _PLAIN.fullmatch(text) and prepare(text) == text:
        raw = text.split(" ")
        folded = [fold_word(word) for word in raw]
        if None not in folded:
            return (tuple(TermWord(form or "", word, False) for form, word in zip(folded, raw, strict=True)),)
    ways = [text]
    if not exact:
        ways += [_HYPHEN.sub("", text), text.replace(_NON_JOINER, "")]
    phrases = dict.fromkeys(_phrase(way, exact=exact) for way in dict.fromkeys(ways))
    return tuple(phrases)


def _phrase(text: str, *, exact: bool) -> Phrase:
    found = words(text)
    if not found.folded:
        raise TermError("nothing is left of this term after folding, so it can never match")
    phrase = tuple(
        TermWord(folded, text[start:end], text[end : end + 1] == "*")
        for folded, start, end in zip(found.folded, found.starts, found.ends, strict=True)
    )
    if text.count("*") != sum(word.prefix for word in phrase) or _INNER_STAR.search(text):
        raise TermError("a * may stand only at the end of a word")
    if exact and "*" in text:
        raise TermError("an exact term cannot be a prefix")
    return phrase
