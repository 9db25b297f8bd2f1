"""Whether a cue says something of the evidence, or of something else that its sentence mentions.

`Militants attacked the prison, where a riot killed 20 in 2013` tells a new attack: between the year and the evidence
stands the border of a clause. A cue at the head of a sentence speaks for all of it.
"""

import re
from enum import IntEnum

from monitor.detect.contexts.scene import Scene
from monitor.detect.match import Found
from monitor.detect.reading import Reading

_HEAD_WORDS = 6
# No clause is so long; the bound keeps a text without full stops from being read again for every cue.
_FAR_WORDS = 40
_RELATIVE_BY_LANGUAGE = """
who whom whose which where when that while
الذي التي الذين اللذين اللواتي اللتين حيث فيما بينما
که جایی درحالی
کە کاتێک لەکاتێکدا
yê ya yên ku dema
ki
جو جس جن جہاں جبکہ جسے
qui que dont où lequel laquelle alors
que quien quienes donde cuando mientras cuyo cuya
который которая которое которые которого которой которых где когда пока
"""
_RELATIVE_WORDS = "|".join(map(re.escape, _RELATIVE_BY_LANGUAGE.split()))
_RELATIVE = re.compile(rf"(?<!\w)(?:{_RELATIVE_WORDS})(?!\w)", re.IGNORECASE)
_SAYING_THAT = re.compile(r"\s*(?:\w+\s+)?(?:that|que|qu|ki|ku|کە|که|کہ|что|чтобы|أن|بأن)(?!\w)", re.IGNORECASE)
_PAUSE = re.compile(r"[,;:()،؛—–|]|\s-+\s|\.\s")


class Border(IntEnum):
    """What lies between a cue and the evidence: nothing, a pause (comma, colon, dash), or a clause of its own."""

    NONE = 0
    PAUSE = 1
    RELATIVE = 2


def border(reading: Reading, cue: Found, scene: Scene) -> Border:
    """What divides a cue from the evidence of its sentence. A cue amid the evidence, or at the head of its sentence,
    is not divided from it by a pause."""
    number = reading.sentence(cue)
    hits = scene.hits_in(reading, number)
    if not hits:
        return Border.NONE
    first, last = min(hits), max(hits, key=lambda found: found.last)
    if cue.first <= last.last and cue.last >= first.first:
        return Border.NONE
    before = cue.last < first.first
    if max(first.first - cue.last, cue.first - last.last) > _FAR_WORDS:
        return Border.PAUSE
    between = _between(reading, cue, first) if before else _between(reading, last, cue)
    # `denied reports that militants attacked`: here the clause is what the cue speaks of.
    that = _SAYING_THAT.match(between) if before else None
    if _RELATIVE.search(between, that.end() if that else 0):
        return Border.RELATIVE
    if before and cue.first - reading.sentences[number].first < _HEAD_WORDS:
        return Border.NONE
    return Border.PAUSE if _PAUSE.search(between) else Border.NONE


def has_pause(reading: Reading, cue: Found, scene: Scene) -> bool:
    """Whether a comma or the like divides a cue from the evidence, wherever the cue stands."""
    hits = scene.hits_in(reading, reading.sentence(cue))
    if not hits:
        return False
    first, last = min(hits), max(hits, key=lambda found: found.last)
    if max(first.first - cue.last, cue.first - last.last) > _FAR_WORDS:
        return True
    between = _between(reading, cue, first) if cue.last < first.first else _between(reading, last, cue)
    return _PAUSE.search(between) is not None


def distance(cue: Found, scene: Scene) -> int:
    """The words between a cue and the nearest hit of the evidence; 0 beside or amid it, and where there is none."""
    gaps = [max(0, cue.first - hit.last - 1, hit.first - cue.last - 1) for hit in scene.hits]
    return min(gaps, default=0)


def _between(reading: Reading, left: Found, right: Found) -> str:
    source = reading.document.title if left.zone == "title" else reading.document.text
    return source[left.end : right.start]
