"""Evidence that tells something old: retrospective, anniversary, history."""

import re

from monitor.detect.contexts.clauses import Border, border, distance, has_pause
from monitor.detect.contexts.dates import past_dates, reference
from monitor.detect.contexts.pages import page_context
from monitor.detect.contexts.scene import Scene, enough
from monitor.detect.match import Found
from monitor.detect.reading import Reading
from monitor.text.fold import fold_plain

_HISTORIC_MONTHS = 25 * 12
_AFTER = frozenset(
    fold_plain(
        "after since on later بعد من علی از پس sonra ardından دوای پاش piştî بعد après tras después de после спустя"
    ).split()
)
_POSTPOSITIONAL = frozenset(("tr", "ur"))
_NEW_EVENT = ("armed-groups", "fighters", "killed", "killing", "wounded", "present")
_REACH = {"en": 3, "fr": 3, "es": 3, "ru": 3, "ar": 2}
_DECADE = re.compile(
    fold_plain(
        r"(?:1[5-9]|20)\d0s|(?:1[5-9]|20)\d0(?:lar|ler|li)\w*|ال(?:ستين|سبعين|ثمانين|تسعين)\w*"
        r"|(?:ستين|سبعين|ثمانين|تسعين)يات|(?:شصت|هفتاد|هشتاد)م"
    )
)
_DECADE_OF = frozenset(fold_plain("années años دهه دہائی ساڵانی salên").split())
_DECADE_BEHIND = frozenset(fold_plain("х е годах годов годы دہائی").split())


def retrospective(reading: Reading, scene: Scene) -> list[Found]:
    """Past dates and words of looking back that belong to the evidence itself.

    Not where the sentence dates its event to these days nearer to the evidence, nor where another clause is dated.
    """
    today = reference(reading)
    found: list[Found] = []
    for number in scene.sentences:
        told = [past.found for past in past_dates(reading, number, today)]
        told += reading.hits_in("context-retrospective", number)
        found += [cue for cue in told if border(reading, cue, scene) is Border.NONE and _belongs(reading, cue, scene)]
    if not enough(reading, found):
        return []
    nearest = min(distance(cue, scene) for cue in found)
    fresh = [hit for number in scene.sentences for hit in reading.hits_in("present", number)]
    apart = [hit for hit in fresh if not any(_touch(hit, cue) for cue in found)]
    return [] if any(distance(hit, scene) < nearest for hit in apart) else found


def anniversary(reading: Reading, scene: Scene) -> list[Found]:
    """Words of commemoration, unless they name the occasion of a new attack: a parade marking an anniversary."""
    found = page_context(reading, scene, "context-anniversary")
    return enough(reading, [cue for cue in found if not _is_occasion(reading, cue, scene)])


def history(reading: Reading, scene: Scene) -> list[Found]:
    """Words of historians, decades of the last century and years more than a generation ago."""
    today = reference(reading)
    old: list[Found] = []
    for number in scene.sentences:
        dates = past_dates(reading, number, today)
        old += [each.found for each in dates if each.months is not None and each.months >= _HISTORIC_MONTHS]
        old += _decades(reading, number)
    old = [cue for cue in old if border(reading, cue, scene) is Border.NONE]
    return old or page_context(reading, scene, "context-history")


def _belongs(reading: Reading, cue: Found, scene: Scene) -> bool:
    """Whether `years after` has the evidence for what was before; other cues always belong."""
    words = fold_plain(reading.original(cue)).split()
    if not words or words[-1] not in _AFTER or len(words) < 2:
        return True
    if has_pause(reading, cue, scene):
        return False
    before = all(hit.last < cue.first for hit in scene.hits_in(reading, reading.sentence(cue)))
    return not scene.hits or not before or reading.document.lang in _POSTPOSITIONAL


def _is_occasion(reading: Reading, cue: Found, scene: Scene) -> bool:
    """Whether somebody was attacked at a commemoration: there are an actor, a toll or a day of these, and what is
    commemorated is not the evidence, which would stand beside the cue."""
    sentence = reading.sentences[reading.sentence(cue)]
    hits = scene.hits_in(reading, sentence.number)
    if not hits or not any(reading.hits_in(concept, sentence.number) for concept in _NEW_EVENT):
        return False
    reach = _REACH.get(reading.document.lang, 0)
    return not any(0 <= hit.first - cue.last - 1 <= reach or 0 <= cue.first - hit.last - 1 <= 1 for hit in hits)


def _decades(reading: Reading, sentence: int) -> list[Found]:
    tokens, at = reading.tokens(sentence), reading.sentences[sentence]
    found = []
    for number, token in enumerate(tokens):
        before = tokens[number - 1].text if number else ""
        behind = tokens[number + 1].text if number + 1 < len(tokens) else ""
        digits = token.text.isdecimal() and len(token.text) in {2, 4} and token.text.endswith("0")
        if _DECADE.fullmatch(token.text) or (digits and (before in _DECADE_OF or behind in _DECADE_BEHIND)):
            found.append(Found(at.first + number, at.first + number, at.zone, token.start, token.end, 1.0))
    return found


def _touch(one: Found, other: Found) -> bool:
    return one.first <= other.last + 2 and other.first <= one.last + 2
