"""Why a rule alerted, or what was missing: every group hit, context, place and veto, and the nearest miss.

`explain(reading)` is data for a page, a terminal or JSON; nothing here decides anything.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from monitor.detect.assess import assess_reading
from monitor.detect.compile import CompiledRule
from monitor.detect.conditions import Case
from monitor.detect.contexts.judge import Contexts
from monitor.detect.contexts.scene import Scene
from monitor.detect.embeddings import Loader, load_local
from monitor.detect.evidence import Evidence, Finder
from monitor.detect.match import Found
from monitor.detect.modelled import load_models
from monitor.detect.reading import Reading
from monitor.detect.schema import LANGUAGES, Alternative
from monitor.models import Assessment, Decision, Hit

_MOST_HITS = 12
_MOST_TRIES = 40


@dataclass(frozen=True, slots=True)
class ContextFound:
    """A context that holds for the evidence of a rule, with its cues."""

    name: str
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Miss:
    """An alternative that came near: how far (0 is met), and a sentence for each thing that was missing."""

    alternative: str
    missing: tuple[str, ...]
    hits: tuple[Hit, ...]
    far: int


@dataclass(frozen=True, slots=True)
class RuleExplained:
    """One rule before one article. `assessment` is None when no alternative had evidence, or when the article's
    language is not one of the rule's (`silent`); `miss` is the nearest alternative then, if any group had a hit.
    `lacking` says why a rule known from examples alone has no model in force."""

    rule: str
    silent: bool
    groups: dict[str, tuple[Hit, ...]]
    assessment: Assessment | None = None
    distance: int | None = None
    contexts: tuple[ContextFound, ...] = ()
    miss: Miss | None = None
    lacking: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """An article explained: how it was read, and what each rule saw. Rules that alerted come first."""

    lang: str
    known_language: bool
    sentences: int
    concepts: tuple[str, ...]
    places: tuple[str, ...]
    rules: tuple[RuleExplained, ...] = field(default=())


def explain(
    reading: Reading, *, now: datetime | None = None, only: Iterable[str] = (), loader: Loader = load_local
) -> Explanation:
    """Explain an article to the person who wonders about it; `only` names the rules to speak of (default: all)."""
    wanted = set(only)
    said = {each.rule: each for each in assess_reading(reading, now=now, ignored=True, loader=loader)}
    contexts, models = Contexts(reading), load_models(reading.pack.loaded.models, loader)
    rules = [
        replace(_rule(compiled, contexts, said.get(compiled.rule.id)), lacking=models.lacking(compiled.rule))
        for compiled in reading.pack.rules
        if not wanted or compiled.rule.id in wanted
    ]
    lang = reading.document.lang
    return Explanation(
        lang,
        lang in LANGUAGES,
        len(reading.sentences),
        tuple(sorted(reading.concepts)),
        tuple(dict.fromkeys(f"{place.name} ({place.country})" for place in reading.places)),
        tuple(sorted(rules, key=_interest)),
    )


def _interest(each: RuleExplained) -> tuple[int, int, int, str]:
    if each.assessment is not None:
        order = {Decision.ALERT: 0, Decision.REVIEW: 1, Decision.IGNORED: 2}[each.assessment.decision]
        return order, -each.assessment.score, 0, each.rule
    return (3, 0, each.miss.far, each.rule) if each.miss else (4, 0, 0, each.rule)


def _rule(compiled: CompiledRule, contexts: Contexts, assessment: Assessment | None) -> RuleExplained:
    reading, rule = contexts.reading, compiled.rule
    matches = reading.matches
    groups = {
        name: tuple(reading.hit(found, name) for found in matches.hits(number)[:_MOST_HITS])
        for name, number in compiled.groups.items()
        if matches.hits(number)
    }
    lang = reading.document.lang
    silent = bool(rule.languages) and lang in LANGUAGES and lang not in rule.languages
    if assessment is None:
        return RuleExplained(rule.id, silent, groups, miss=None if silent else _nearest_miss(compiled, contexts))
    scene = _scene_of(assessment, reading)
    held = contexts.all_signs(scene)
    told = tuple(ContextFound(name, tuple(reading.hit(cue, name) for cue in cues)) for name, cues in held.items())
    return RuleExplained(rule.id, silent, groups, assessment, _spread(scene.hits), told)


def _scene_of(assessment: Assessment, reading: Reading) -> Scene:
    """The scene that the evidence of an assessment stands in, found again by its hits."""
    document = reading.document
    shifts = {"title": document.title_at, "text": document.text_at}
    hits = tuple(
        sorted(
            reading.found_at(hit.zone, hit.start - shifts[hit.zone], hit.end - shifts[hit.zone])
            for hit in assessment.reasons[0].hits
            if hit.zone in shifts
        )
    )
    return Scene(tuple(sorted({reading.sentence(found) for found in hits})), hits)


def _spread(hits: tuple[Found, ...]) -> int | None:
    """The words between the first and the last hit of the evidence; None when they stand in different zones."""
    if not hits or len({found.zone for found in hits}) > 1:
        return None
    return max(0, max(found.last for found in hits) - hits[0].first - len(hits) + 1)


def _nearest_miss(compiled: CompiledRule, contexts: Contexts) -> Miss | None:
    """The alternative that came nearest to evidence; None when no group of any has a hit."""
    finder = Finder(contexts.reading.matches, compiled.groups)
    case = Case(compiled, contexts)
    misses = [_miss(way.alternative, finder, case) for way in compiled.ways]
    return min((miss for miss in misses if miss.hits), key=lambda miss: miss.far, default=None)


def _miss(alternative: Alternative, finder: Finder, case: Case) -> Miss:
    reading = case.reading
    needed = [*(alternative.near.groups if alternative.near else ()), *alternative.all]
    absent = [group for group in needed if not finder.hits(group)]
    present = [group for group in dict.fromkeys([*needed, *alternative.any]) if finder.hits(group)]
    shown = tuple(reading.hit(finder.hits(group)[0], group) for group in present)
    missing = [f"nothing of the group {group!r} is mentioned" for group in absent]
    if alternative.any and not any(finder.hits(group) for group in alternative.any):
        missing.append(f"none of {', '.join(alternative.any)} is mentioned")
    if missing:
        return Miss(alternative.name, tuple(missing), shown, 100 * len(missing))
    freed = alternative.model_copy(update={"none": []})
    found = finder.find(freed)[:_MOST_TRIES]
    if found:
        forbidden = [_forbidden(alternative, evidence, finder, case) for evidence in found]
        fewest = min(map(len, forbidden))
        vetoes = next(told for told in forbidden if len(told) == fewest)
        return Miss(alternative.name, tuple(vetoes), _hits(found[0], reading), 1)
    words = _gap(needed, finder)
    text = "; ".join(_asked(alternative))
    how = "no sentence or zone holds them all" if words is None else f"the nearest stand {words} words apart"
    return Miss(
        alternative.name, (f"{' + '.join(present)} are too far apart: {text}; {how}",), shown, 2 + (words or 50)
    )


def _forbidden(alternative: Alternative, evidence: Evidence, finder: Finder, case: Case) -> list[str]:
    """What of `none` stands beside the evidence."""
    told = []
    for group in alternative.none_groups:
        hits = finder.hits(group)
        if hits:
            word = case.reading.original(hits[0])
            told.append(f"{word!r} of the group {group!r}, which must not stand there (none)")
    for name in alternative.none_contexts:
        cues = case.signs(name, evidence)
        if cues:
            told.append(f"it stands in the context {name} ({case.reading.original(cues[0])!r}; none)")
    return told


def _hits(evidence: Evidence, reading: Reading) -> tuple[Hit, ...]:
    return tuple(reading.hit(found, group) for group, found in sorted(evidence.hits, key=lambda each: each[1].first))


def _asked(alternative: Alternative) -> list[str]:
    near = alternative.near
    if near is None:
        return [f"asked for in one {alternative.within}"]
    asked = [f"asked for within one {near.within}" if near.words is None else f"asked for within {near.within}"]
    if near.gap is not None:
        asked.append(f"at most {near.gap} words between one and the next")
    if near.ordered:
        asked.append("in this order")
    return asked


def _gap(groups: list[str], finder: Finder) -> int | None:
    """The fewest words between the outermost hits of all groups in one zone, or None when no zone holds all."""
    best: int | None = None
    anchor, others = groups[0], groups[1:]
    for found in finder.hits(anchor)[:_MOST_TRIES]:
        first, last = found.first, found.last
        for group in others:
            near = [each for each in finder.hits(group) if each.zone == found.zone]
            if not near:
                break
            closest = min(near, key=lambda each: abs(each.first - found.first))
            first, last = min(first, closest.first), max(last, closest.last)
        else:
            words = max(0, last - first - len(groups) + 1)
            best = words if best is None else min(best, words)
    return best
