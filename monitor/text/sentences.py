"""Where paragraphs and sentences begin and end.

Paragraphs end at line breaks, but not at those of hard-wrapped text: there only blank lines count. Sentences end at
. ! ? and their Arabic, Urdu and Indic kin, not after abbreviations or initials.
"""

import re

_BREAK = re.compile(r"[\n\r\x0b\x0c\x85\u2028\u2029]\s*")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_END = re.compile(r"[.!?…؟۔।॥。！？]+[\"'”’»›)\]]*")
_ALWAYS_ENDS = frozenset("۔।॥。！？؟")
_LAST_WORD = re.compile(r"([\w.’']{1,12})$")
_OPENING = re.compile(r"[\s\"'“‘«‹(\[\-–—]*")
_WRAPPED_LINES = 3
_ABBREVIATIONS_BY_LINE = """
mr mrs ms dr prof gen lt col maj capt cpl sgt brig adm cmdr gov sen rep rev hon pres amb st mt ft jr sr no nos vs
etc inc ltd co corp dept univ approx est fig vol art cf al jan feb mar apr jun jul aug sep sept oct nov dec
a.m p.m e.g i.e u.s u.k u.n u.a.e d.c m mme mlle me av sra srta ud uds núm pág dra doç yrd alb sn vb
г гг ул им т.е т.д т.п руб млн млрд тыс см др ст д
"""
_ABBREVIATIONS = frozenset(_ABBREVIATIONS_BY_LINE.split())

Span = tuple[int, int]


def paragraph_spans(text: str) -> list[Span]:
    """The paragraphs in order as (start, end), without the blanks around them; empty ones are left out."""
    breaks = _BLANK_LINE if _is_wrapped(text) else _BREAK
    return _between(text, 0, len(text), [match.span() for match in breaks.finditer(text)])


def sentence_spans(text: str) -> list[Span]:
    """The sentences in order as (start, end), blanks around them left out. None reaches across a paragraph's end."""
    spans: list[Span] = []
    for start, end in paragraph_spans(text):
        ends = [
            (match.end(), match.end())
            for match in _END.finditer(text, start, end)
            if match.end() < end and _really_ends(text, match.start(), match.end(), start)
        ]
        spans += _between(text, start, end, ends)
    return spans


def _between(text: str, start: int, end: int, breaks: list[Span]) -> list[Span]:
    spans = []
    for stop, resume in [*breaks, (end, end)]:
        first, last = start, stop
        while first < last and text[first].isspace():
            first += 1
        while last > first and text[last - 1].isspace():
            last -= 1
        if first < last:
            spans.append((first, last))
        start = resume
    return spans


def _is_wrapped(text: str) -> bool:
    """Whether lines end where the width ended: several, nearly alike in length, most going on without a full stop."""
    lines = [line for line in text.split("\n", 60)[:60] if line.strip()]
    if len(lines) <= _WRAPPED_LINES or max(map(len, lines)) > 110:
        return False
    inner = [line.rstrip() for line in lines[:-1]]
    going_on = [line for line in inner if len(line) >= 45 and line[-1] not in ".!?؟۔:»”\"')"]
    return len(going_on) >= 0.6 * len(inner)


def _really_ends(text: str, start: int, end: int, first: int) -> bool:
    mark = text[start]
    if mark in _ALWAYS_ENDS:
        return True
    if not text[end].isspace():
        return False
    if mark != "." or end - start > 1:
        return True
    opening = _OPENING.match(text, end)
    following = text[opening.end() : opening.end() + 1] if opening else ""
    if following.islower():
        return False
    before = _LAST_WORD.search(text, max(first, start - 12), start)
    if before is None:
        return True
    word = before[1]
    if len(word) == 1 or (len(word) > 1 and word[-2] == "."):
        # An initial or an acronym with stops; a digit alone may well end a sentence.
        return not word[-1].isalpha()
    return word.casefold() not in _ABBREVIATIONS
