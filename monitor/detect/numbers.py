"""Numbers in the words of a sentence: digits of every script, words of ten languages, bounds such as "at least 12".

A number is what a text says of it: `low` and `high` are equal for a plain one, `high` is None for "at least 12" and
"dozens", `low` is 0 for "up to 30". "About 40" is 40, marked as a guess.
"""

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from monitor.detect.numberwords import AFTER, BEFORE, DUALS, JOINERS, MEASURES, NUMBERS, VAGUE
from monitor.text.tokens import Token

_DIGITS = re.compile(r"[وبلف]?(\d{1,7})(?:er|th|ي)?")
_GROUP = re.compile(r"\d{3}")
_THOUSANDS = frozenset((",", ".", " ", "\u00a0", "\u202f", "٬", "،", "'"))
_RANGES = frozenset(("-", "–", "—"))
_LONGEST_BOUND = 4
_PROCLITICS = "وبلف"
# Here a number word also stands with letters of other words before or behind it.
_INFLECTED = frozenset(("ar", "tr", "ckb", "kmr"))
_ABLATIVE = ("dan", "den", "tan", "ten")


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a sentence: its words (`first` to `last`, without the words that bound it), its place in the
    original text (with them), and its value. `people`: an Arabic dual, which names those it counts."""

    first: int
    last: int
    start: int
    end: int
    low: int
    high: int | None
    guess: bool = False
    people: bool = False
    measure: bool = False

    @property
    def value(self) -> str:
        """`12`, `12+` (at least), `30-` (at most), `30-40`, `~40`."""
        if self.high is None:
            return f"{self.low}+"
        if self.low == self.high:
            return f"~{self.low}" if self.guess else str(self.low)
        return f"{self.low}-{self.high}" if self.low else f"{self.high}-"


def find_numbers(tokens: Sequence[Token], text: str, lang: str) -> tuple[Number, ...]:
    """The numbers in the words of one sentence, in order. `text` is the original that the words' offsets point into.

    `lang` chooses the number words; an unknown language has digits only.
    """
    numbers: list[Number] = []
    at = 0
    plain = lang not in _INFLECTED
    begins = _begins(lang)
    while at < len(tokens):
        word = tokens[at].text
        # Most words are no numbers, and are told at a glance.
        if plain and word not in begins and not "0" <= word[0] <= "9":
            at += 1
            continue
        read = _read(tokens, at, text, lang)
        if read is None:
            at += 1
            continue
        number = _bounded(read, tokens)
        previous = numbers[-1] if numbers else None
        if previous is not None and _is_range(previous, number, tokens, text):
            number = Number(previous.first, number.last, previous.start, number.end, previous.low, number.high)
            numbers.pop()
        numbers.append(number)
        at = number.last + 1
    return tuple(numbers)


@functools.cache
def _begins(lang: str) -> frozenset[str]:
    """The words with which a number may begin."""
    return frozenset((*NUMBERS.get(lang, ()), *VAGUE.get(lang, ())))


def _read(tokens: Sequence[Token], at: int, text: str, lang: str) -> Number | None:
    word = tokens[at].text
    vague = VAGUE.get(lang, {}).get(word)
    if vague is None and NUMBERS.get(lang, {}).get(word) == 1 and at + 1 < len(tokens):
        # `Une vingtaine`: one score, not one.
        score = VAGUE.get(lang, {}).get(tokens[at + 1].text)
        if score is not None:
            return _number(tokens, at, at + 1, score, None)
    if vague is None and lang == "fa" and word in ("ده", "صد") and at + 1 < len(tokens) and tokens[at + 1].text == "ها":
        return _number(tokens, at, at + 1, 20 if word == "ده" else 200, None)
    if vague is not None:
        return _number(tokens, at, at, vague, None)
    if word in DUALS and lang == "ar":
        return _number(tokens, at, at, 2, 2, people=True)
    read = _digits(tokens, at, text)
    read = _words(tokens, at, lang) if read is None else _multiplied(tokens, read, lang)
    if read is None:
        return None
    last, value = read
    return _number(tokens, at, last, value, value)


def _number(
    tokens: Sequence[Token], first: int, last: int, low: int, high: int | None, *, people: bool = False
) -> Number:
    return Number(first, last, tokens[first].start, tokens[last].end, low, high, people=people)


def _digits(tokens: Sequence[Token], at: int, text: str) -> tuple[int, int] | None:
    """The last word and the value of a number in digits, put together over the signs that divide thousands."""
    match = _DIGITS.fullmatch(tokens[at].text)
    if match is None:
        return None
    digits, last = match[1], at
    while len(digits) < 7 and last + 1 < len(tokens) and len(match[1]) <= 3:
        between = text[tokens[last].end : tokens[last + 1].start]
        if between not in _THOUSANDS or not _GROUP.fullmatch(tokens[last + 1].text):
            break
        last += 1
        digits += tokens[last].text
    return last, int(digits)


def _multiplied(tokens: Sequence[Token], read: tuple[int, int], lang: str) -> tuple[int, int]:
    """`2 thousand` -> 2000."""
    last, value = read
    if last + 1 < len(tokens):
        factor = NUMBERS.get(lang, {}).get(tokens[last + 1].text, 0)
        if factor >= 1000 and value < 1000:
            return last + 1, value * factor
    return read


def _words(tokens: Sequence[Token], at: int, lang: str) -> tuple[int, int] | None:
    table = NUMBERS.get(lang)
    if table is None:
        return None
    value = _value(tokens[at].text, table, lang)
    if value is None:
        return None
    total, current = (value, 0) if value >= 1000 else (0, value)
    last = here = at
    while here + 1 < len(tokens):
        here += 1
        word = tokens[here].text
        joined = word in JOINERS
        if joined:
            if here + 1 >= len(tokens):
                break
            here += 1
            word = tokens[here].text
        value = _value(word, table, lang)
        if value is None:
            break
        joined = joined or (lang == "ar" and word[0] == "و" and word not in table)
        grown = _grow(total, current, value, lang, joined=joined)
        if grown is None:
            break
        total, current = grown
        last = here
    return last, total + current


def _value(word: str, table: dict[str, int], lang: str) -> int | None:
    value = table.get(word)
    if value is not None or len(word) < 3:
        return value
    if lang == "ar" and word[0] in _PROCLITICS:
        return table.get(word[1:])
    if lang == "tr" and word.endswith(_ABLATIVE):
        return table.get(word[:-3])
    if lang == "ckb" and word.endswith("ی"):
        return table.get(word[:-1])
    if lang == "kmr" and word.endswith("an"):
        return table.get(word[:-2])
    return None


def _grow(total: int, current: int, value: int, lang: str, *, joined: bool) -> tuple[int, int] | None:
    """The sum so far with one more number word, or None when that word begins another number."""
    if value >= 1000:
        return (total + max(1, current) * value, 0) if current or not total else None
    if value == 100 and 0 < current < 100:
        return total, current * 100
    if value == 12 and 0 < current < 12 and lang == "en":
        return total, current * 12
    if lang == "ar" and value == 10 and current < 10:
        return total, current + 10
    if lang == "ar" and joined and 0 < current % 100 < 10 and 20 <= value < 100:
        return total, current + value
    if lang == "fr" and current % 100 == 4 and value == 20:
        return total, current - 4 + 80
    if lang == "fr" and current % 100 in (60, 80) and 10 <= value < 20:
        return total, current + value
    smallest = 1000 if not current else 100 if current % 100 == 0 else 10 if current % 10 == 0 else 1
    return (total, current + value) if value < smallest else None


def _bounded(number: Number, tokens: Sequence[Token]) -> Number:
    low, high, guess = number.low, number.high, False
    start, end = number.start, number.end
    kind, reach = _bound(tokens, number.first, -1)
    if kind is None:
        kind, reach = _bound(tokens, number.last, 1)
        end = tokens[number.last + reach].end
    else:
        start = tokens[number.first - reach].start
    if kind == "least":
        high = None
    elif kind == "most" and high is not None:
        low = 0
    elif kind == "about":
        guess = True
    follower = tokens[number.last + 1].text if number.last + 1 < len(tokens) else ""
    return Number(number.first, number.last, start, end, low, high, guess, number.people, follower in MEASURES)


def _bound(tokens: Sequence[Token], at: int, step: int) -> tuple[str | None, int]:
    """The kind of bound that the words before (-1) or behind (1) a number make it, and how many words that takes."""
    table = BEFORE if step < 0 else AFTER
    for length in range(_LONGEST_BOUND, 0, -1):
        first = at - length if step < 0 else at + 1
        if first < 0 or first + length > len(tokens):
            continue
        phrase = tuple(token.text for token in tokens[first : first + length])
        # The Arabic "and" is written together with the word behind it.
        plain = (phrase[0][1:], *phrase[1:]) if phrase[0][0] == "و" else phrase
        for kind, phrases in table.items():
            if phrase in phrases or plain in phrases:
                return kind, length
    return None, 0


def _is_range(before: Number, number: Number, tokens: Sequence[Token], text: str) -> bool:
    if before.last + 1 != number.first or before.high is None or number.high is None:
        return False
    between = text[tokens[before.last].end : tokens[number.first].start].strip()
    return between in _RANGES and before.high < number.high
