"""How real an event is: happening, feared, foiled, claimed, denied or past, with the words that say so.

Where several hold, the first of this order wins: denied, foiled, past, feared, claimed; without any it is happening.
"""

from collections.abc import Iterable
from typing import Literal, NamedTuple

from monitor.detect.contexts.judge import Contexts
from monitor.detect.contexts.scene import Scene
from monitor.detect.match import Found
from monitor.detect.reading import Reading
from monitor.text.fold import fold_plain

StatusName = Literal["happening", "feared", "foiled", "claimed", "denied", "past"]

_PAST = ("retrospective", "anniversary", "history", "trial", "profile")
_PLANS = ("plot", "planned-attack")
_BROKEN_UP = (*_PLANS, "cell")
_OUTCOMES = ("killed", "wounded")
# Verb forms of what may come, per language. Forms that also tell of the past are left out.
_MAY: dict[str, frozenset[str]] = {
    lang: frozenset(fold_plain(words).split())
    for lang, words in (
        ("en", "may might could will would plans planning"),
        ("ar", "قد سوف يعتزم تعتزم يخطط تخطط"),
        ("fa", "ممکن احتمال خواهد خواهند می‌خواهد"),
        ("ckb", "لەوانەیە دەتوانێت دەیەوێت"),
        ("kmr", "dikare dikarin dixwaze dixwazin"),
        ("fr", "pourrait pourraient préparerait projette projettent"),
        ("es", "podría podrían planea planean"),
        ("ru", "может могут планирует планируют готовит готовят"),
    )
}
_MAY_ENDINGS = {
    "tr": tuple(fold_plain("acağı eceği abileceği ebileceği abileceğinden ebileceğinden ebilir abilir").split())
}


_DENIES = frozenset(
    fold_plain(
        "denies deny denied نفى نفت ينفي تنفي niega niegan negó negaron dément démentent nie yalanladı yalanlıyor "
        "опровергает опроверг опровергли تکذیب ڕەتکردەوە ڕەتدەکاتەوە"
    ).split()
)


class Status(NamedTuple):
    """What an event is, and the cues for it; none when it is happening."""

    name: StatusName
    cues: tuple[tuple[Found, str], ...] = ()


def find_status(contexts: Contexts, scene: Scene) -> Status:
    """The status of the event that the evidence in these sentences tells."""
    reading = contexts.reading
    denial = contexts.signs("denial", scene)
    if not denial and not _hits(reading, _OUTCOMES, _with_next(reading, scene)):
        # `Denies that ...`: a verb that suffices where nobody is told to have come to harm.
        denial = tuple(found for found, _ in _hits(reading, ("context-denial",), scene) if _is_verb(reading, found))
    if denial:
        return Status("denied", _named(denial, "denial"))
    foiled = _hits(reading, ("foiled",), scene)
    attempts = [found for found, _ in _hits(reading, ("assassination",), scene)]
    plans = tuple(
        (found, name)
        for found, name in _hits(reading, _PLANS, scene)
        if not any(found.overlaps(attempt) for attempt in attempts)
    )
    happened = _hits(reading, _OUTCOMES, scene)
    if foiled and (plans or not happened):
        return Status("foiled", foiled)
    broken_up = plans or _hits(reading, _BROKEN_UP, scene)
    if broken_up and not happened:
        arrests = _hits(reading, ("arrest", "captured"), _with_next(reading, scene))
        if arrests:
            return Status("foiled", (*arrests, *broken_up))
    for context in _PAST:
        signs = contexts.signs(context, scene)
        if signs:
            return Status("past", _named(signs, context))
    warnings = _named(contexts.signs("warning", scene), "warning")
    if not happened and (warnings or plans):
        return Status("feared", warnings or plans)
    if not happened and _may(reading, scene):
        return Status("feared", _named(contexts.signs("hypothetical", scene), "hypothetical"))
    claims = _hits(reading, ("claim",), scene)
    return Status("claimed", claims) if claims else Status("happening")


def _is_verb(reading: Reading, found: Found) -> bool:
    """Whether a cue of denial is one of the verbs that deny what follows."""
    return not _DENIES.isdisjoint(fold_plain(reading.original(found)).split())


def _with_next(reading: Reading, scene: Scene) -> Scene:
    """The scene with the sentence behind it, where what became of a plot is often told."""
    following = max(scene.sentences, default=0) + 1
    return Scene((*scene.sentences, following)) if following < len(reading.sentences) else scene


def _hits(reading: Reading, concepts: Iterable[str], scene: Scene) -> tuple[tuple[Found, str], ...]:
    return tuple(
        (found, concept)
        for concept in concepts
        if reading.hits(concept)
        for number in scene.sentences
        for found in reading.hits_in(concept, number)
    )


def _named(found: Iterable[Found], name: str) -> tuple[tuple[Found, str], ...]:
    return tuple((each, name) for each in found)


def _may(reading: Reading, scene: Scene) -> bool:
    """Whether a verb form of the evidence's sentences says that it has not happened yet."""
    lang = reading.document.lang
    forms, endings = _MAY.get(lang, frozenset()), _MAY_ENDINGS.get(lang, ())
    return any(
        token.text in forms or (endings and token.text.endswith(endings))
        for number in scene.sentences
        for token in reading.tokens(number)
    )
