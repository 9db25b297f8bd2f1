r"""Regular expressions of rules: `/re/` as written -> RE2 over folded text.

RE2 runs in linear time, but its `\b` and `\w` know ASCII only: they are spelt out as Unicode classes, or no Arabic
expression would ever match. Literal letters are folded like the text they are compared with. `\b` becomes something
that takes up a character, so it may stand only at the edges of the expression or of its outermost alternatives.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import re2

from monitor.text.fold import fold_plain

_MEMORY = 8 << 20
_MOST_MATCHES = 50
_LETTERS = r"\pL\pM\pN_"
# Ends in the same sign, so that a range which begins there stays one.
_TWO_LETTERS = "a_"
_BEFORE, _AFTER = f"(?:^|[^{_LETTERS}])", f"(?:$|[^{_LETTERS}])"
_PIECE = re.compile(
    r"\\[pP](?:\{[^}]*\}|.)|\\x(?:\{[^}]*\}|[0-9A-Fa-f]{2})|\\Q.*?(?:\\E|$)|\\.|\(\?P?<[^>]*>|\(\?[a-zA-Z^-]*[:)]|"
    r"\[:\^?[a-z]+:\]|\{\d*,?\d*\}|[\[\](){}|^$.*+?\\-]|[^\\\[\](){}|^$.*+?-]+",
    re.DOTALL,
)
_REPEATS = re.compile(r"\{\d+(?:,\d*)?\}")
_CLASS = re.compile(r"\\[pP]")
_REFUSED = {
    "(?=": "look-ahead",
    "(?!": "look-ahead",
    "(?<=": "look-behind",
    "(?<!": "look-behind",
    "(?>": "atomic groups",
}
_BACK_REFERENCE = re.compile(r"(?<!\\)(?:\\\\)*\\[1-9]")
_EDGE_SIGNS = " \t\r\n.,;:!?\"'()[]{}<>|/\\\u061f\u060c\u061b\u06d4-"


class PatternError(ValueError):
    """A regular expression that cannot be used; the text says why and what to write instead."""


class _Match(Protocol):
    def span(self) -> tuple[int, int]: ...


class _Regexp(Protocol):
    def search(self, text: str, pos: int = 0) -> _Match | None: ...


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled expression of a rule."""

    source: str
    regexp: _Regexp

    def spans(self, folded: str) -> Iterator[tuple[int, int]]:
        """Where it matches in a folded text, without blanks and stops at the ends; at most fifty times."""
        at = 0
        for _ in range(_MOST_MATCHES):
            match = self.regexp.search(folded, at)
            if match is None:
                return
            start, end = match.span()
            found = folded[start:end]
            bare = found.lstrip(_EDGE_SIGNS)
            start += len(found) - len(bare)
            last = start + len(bare.rstrip(_EDGE_SIGNS))
            if last > start:
                yield start, last
            # The blank that ended this match may be the one that begins the next.
            at = max(last, at + 1)


def is_pattern(term: str) -> bool:
    """Whether a term is written as `/re/`."""
    return len(term) > 2 and term.startswith("/") and term.endswith("/")


def check_pattern(term: str) -> None:
    """Raise PatternError where `compile_pattern` would, in a fraction of the time for most.

    Nearly all that RE2 does is to spell out the classes of all letters. Where all copies of them surely fit into the
    memory, it is asked about the same expression with a class of two letters instead.
    """
    source = term[1:-1]
    try:
        written = _accepted(source)
        if _surely_fits(written):
            regexp = re2.compile(written.replace(_LETTERS, _TWO_LETTERS), _options())
            if regexp.search("") is None:
                return
    except re2.error:
        pass  # said below, of the expression itself
    compile_pattern(term)


def compile_pattern(term: str) -> Pattern:
    """`/re/` -> a pattern to run on folded text. Raises PatternError."""
    source = term[1:-1]
    try:
        regexp = re2.compile(_accepted(source), _options())
    except re2.error as error:
        raise PatternError(f"RE2 cannot read this expression: {_words(error)}") from error
    if regexp.search("") is not None:
        raise PatternError("the expression matches the empty text, so it would match everywhere")
    return Pattern(source, regexp)


def _accepted(source: str) -> str:
    """What RE2 is given for it. Raises PatternError."""
    for mark, name in _REFUSED.items():
        if mark in source:
            raise PatternError(f"RE2 has no {name} ({mark}); use near, none or exclude instead")
    if _BACK_REFERENCE.search(source):
        raise PatternError("RE2 has no back-references; write the words out")
    return _rewrite(source)


def _options() -> object:
    options = re2.Options()
    options.max_mem = _MEMORY
    options.log_errors = False
    return options


def _surely_fits(written: str) -> bool:
    """Whether what RE2 is given takes well less than its memory, which holds 130,000 steps: a class of all letters
    takes 1,500, any other sign less than ten, and what is repeated is copied."""
    repeated = math.prod(max(map(int, re.findall(r"\d+", each))) or 1 for each in _REPEATS.findall(written))
    classes = len(_CLASS.findall(written.replace(_LETTERS, r"\pL")))
    return repeated * classes <= 48 and repeated * len(written) <= 4000 and "(?" not in written.replace("(?:", "")


def _rewrite(source: str) -> str:
    pieces = _PIECE.findall(source)
    out: list[str] = []
    depth, in_class = 0, False
    for number, piece in enumerate(pieces):
        if piece == "[" and not in_class:
            in_class = True
        elif piece == "]":
            in_class = False
        elif not in_class and piece.startswith("(") and not piece.endswith(")"):
            depth += 1
        elif not in_class and piece == ")":
            depth -= 1
        if piece == r"\b" and not in_class:
            out.append(_boundary(pieces, number, depth))
        elif piece in {r"\w", r"\W", r"\B"}:
            out.append(_word_class(piece, in_class=in_class))
        elif piece.startswith(("\\", "(?", "[:")) or (len(piece) == 1 and not piece.isalpha()):
            out.append(piece)
        else:
            out.append(fold_plain(piece))
    return "".join(out)


def _boundary(pieces: list[str], number: int, depth: int) -> str:
    before = pieces[number - 1] if number else "|"
    after = pieces[number + 1] if number + 1 < len(pieces) else "|"
    if depth == 0 and before in {"|", "^"}:
        return _BEFORE
    if depth == 0 and after in {"|", "$"}:
        return _AFTER
    raise PatternError(r"\b may stand only at the edges of the expression; inside it write \W+ or a blank")


def _word_class(piece: str, *, in_class: bool) -> str:
    if piece == r"\w":
        return _LETTERS if in_class else f"[{_LETTERS}]"
    if piece == r"\W" and not in_class:
        return f"[^{_LETTERS}]"
    raise PatternError(f"{piece} cannot be said for every script here; list the characters that you mean")


def _words(error: Exception) -> str:
    said = error.args[0] if error.args else "unknown fault"
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
