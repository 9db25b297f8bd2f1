"""What could be changed in a rule, as verdicts and near misses hint. Only hints: bench.py tries them.

Words to add, words and contexts to refuse, hits to ask for closer together.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from monitor.detect.compile import CompiledRule, Pack
from monitor.detect.contexts.judge import CONTEXTS, Contexts
from monitor.detect.contexts.scene import Scene
from monitor.detect.evidence import Finder
from monitor.detect.match import Found
from monitor.detect.reading import Reading
from monitor.detect.schema import LANGUAGES
from monitor.learn.bench import Example, own
from monitor.learn.edits import AddTerm, Edit, Exclude, Refuse, Tighten
from monitor.models import Decision, Hit

_SHORTEST = 3
_LIFT = 3.0
_LEAST_FALSE = 2
_LEAST_TRUE = 3
_SLACK = 1
_TRIED = 12

Vocabulary = Mapping[str, Counter[str]]


def vocabulary(examples: Iterable[Example], pack: Pack) -> dict[str, Counter[str]]:
    """For each language in how many articles each word stands."""
    found: dict[str, Counter[str]] = {}
    for one in examples:
        reading = Reading(one.document, pack)
        words = {word for sentence in reading.sentences for _, word, _ in _words(reading, sentence.number)}
        found.setdefault(one.document.lang, Counter()).update(words)
    return found


def candidates(
    pack: Pack, examples: Sequence[Example], decided: Mapping[int, Decision], known: Vocabulary
) -> list[Edit]:
    """Edits worth a try, the most promising of each kind first."""
    alerting = [one for one in examples if decided[one.id] is Decision.ALERT]
    false = [one for one in alerting if one.truth is False]
    true = [one for one in examples if one.truth]
    missed = [one for one in true if decided[one.id] is not Decision.ALERT]
    found: list[Edit] = list(_exclusions(pack, false, [one for one in true if one not in missed]))
    found += _tightenings(pack, alerting)
    found += _refusals(pack, false, true, known)
    found += _additions(pack, missed, false, known)
    return found


def _refusals(pack: Pack, false: Sequence[Example], true: Sequence[Example], known: Vocabulary) -> Iterator[Edit]:
    """Words that stand beside the evidence of false alarms, in no confirmed article, and seldom elsewhere.
    Those that stand nearest come first."""
    counts: dict[str, Counter[str]] = {}
    fars: Counter[tuple[str, str]] = Counter()
    ways: dict[tuple[str, str], set[str]] = {}
    spelling: dict[str, str] = {}
    for one in false:
        said, lang = own(pack, one), one.document.lang
        if said is None or lang not in LANGUAGES:
            continue
        reading = Reading(one.document, pack)
        hits = _found(reading, said.reasons[0].hits)
        seen = _around(reading, hits)
        counts.setdefault(lang, Counter()).update(seen.keys())
        for word, (far, spelled) in seen.items():
            spelling.setdefault(word, spelled)
            fars[lang, word] += far
            ways.setdefault((lang, word), set()).add(said.reasons[0].name)
    for lang, column in counts.items():
        right = vocabulary([one for one in true if one.document.lang == lang], pack).get(lang, Counter())
        telling = [
            (-count, fars[lang, word], word)
            for word, count in column.items()
            if count >= _LEAST_FALSE and not right[word] and known[lang][word] <= _LIFT * count
        ]
        for _, _, word in sorted(telling)[:_TRIED]:
            yield Refuse(lang, spelling[word], tuple(sorted(ways[lang, word])))


def _additions(pack: Pack, missed: Sequence[Example], false: Sequence[Example], known: Vocabulary) -> Iterator[Edit]:
    """Words that stand where a missed article lacks one group only: rare ones, in no false alarm, near the rest."""
    (compiled,) = pack.rules
    wrong = vocabulary(false, pack)
    scored: dict[tuple[str, str, str], list[int]] = {}
    spelling: dict[str, str] = {}
    for one in missed:
        lang = one.document.lang
        if lang not in LANGUAGES:
            continue
        reading = Reading(one.document, pack)
        for group, hits in _lacking(compiled, reading).items():
            for word, (far, spelled) in _around(reading, hits).items():
                if not wrong.get(lang, Counter())[word] and known[lang][word] <= _LIFT * len(missed):
                    scored.setdefault((group, lang, word), []).append(far)
                    spelling.setdefault(word, spelled)
    for group, lang, word in sorted(scored, key=lambda key: (-len(scored[key]), sum(scored[key]), key))[:_TRIED]:
        yield AddTerm(group, lang, spelling[word])


def _tightenings(pack: Pack, alerting: Sequence[Example]) -> Iterator[Edit]:
    """For each alternative a gap that keeps what people confirmed, and a word more, where false alarms have a wider
    one. A few confirmed articles prove nothing of how wide the next one is."""
    (compiled,) = pack.rules
    gaps: dict[str, dict[bool, list[int]]] = {}
    for one in alerting:
        said = own(pack, one)
        if said is None or one.truth is None:
            continue
        reading = Reading(one.document, pack)
        hits = _found(reading, said.reasons[0].hits)
        widest = max((later.first - sooner.last - 1 for sooner, later in pairwise(hits)), default=0)
        gaps.setdefault(said.reasons[0].name, {}).setdefault(one.truth, []).append(max(0, widest))
    for way in compiled.ways:
        name, near = way.alternative.name, way.alternative.near
        told = gaps.get(name, {})
        if near is None or len(told.get(True, ())) < _LEAST_TRUE or False not in told:
            continue
        most = max(told[True]) + _SLACK
        if max(told[False]) > most and (near.gap is None or near.gap > most):
            yield Tighten(name, most)


def _exclusions(pack: Pack, false: Sequence[Example], true: Sequence[Example]) -> Iterator[Edit]:
    """Contexts that hold for several false alarms and for nothing that people confirmed."""
    (compiled,) = pack.rules
    excluded = {each.condition.context for each in compiled.vetoes if not each.condition.where}
    counts = Counter(name for one in false for name in _held(pack, one))
    right = {name for one in true for name in _held(pack, one)}
    for name, count in counts.most_common():
        if count >= _LEAST_FALSE and name not in right | excluded:
            yield Exclude(name)


def _held(pack: Pack, one: Example) -> list[str]:
    said = own(pack, one)
    if said is None:
        return []
    reading = Reading(one.document, pack)
    hits = tuple(_found(reading, said.reasons[0].hits))
    scene = Scene(tuple(sorted({reading.sentence(found) for found in hits})), hits)
    held = Contexts(reading).all_signs(scene)
    return [name for name in CONTEXTS if name in held and name != "warning"]


def _lacking(compiled: CompiledRule, reading: Reading) -> dict[str, list[Found]]:
    """The groups without which an alternative misses its evidence, each with the hits of its other groups."""
    finder = Finder(reading.matches, compiled.groups)
    found: dict[str, list[Found]] = {}
    for way in compiled.ways:
        given = way.alternative
        needed = [*(given.near.groups if given.near else ()), *given.all]
        absent = [group for group in needed if not finder.hits(group)]
        hits = [hit for group in needed for hit in finder.hits(group)]
        if len(absent) == 1 and hits and given.cap is None:
            found.setdefault(absent[0], hits)
    return found


def _around(reading: Reading, hits: Sequence[Found]) -> dict[str, tuple[int, str]]:
    """The words of the sentences of hits: how far each stands from the nearest hit, and how it is spelt."""
    found: dict[str, tuple[int, str]] = {}
    for number in {reading.sentence(hit) for hit in hits if hit.zone != "url"}:
        for place, word, spelled in _words(reading, number):
            if not any(hit.first <= place <= hit.last for hit in hits):
                far = min(max(hit.first - place, place - hit.last) for hit in hits)
                found[word] = min((far, spelled), found.get(word, (far, spelled)))
    return found


def _words(reading: Reading, number: int) -> Iterator[tuple[int, str, str]]:
    """The words of a sentence that may say something: place, folded, as spelt."""
    sentence = reading.sentences[number]
    source = reading.document.title if sentence.zone == "title" else reading.document.text
    for place, token in enumerate(reading.tokens(number), sentence.first):
        if len(token.text) >= _SHORTEST and token.text.isalpha():
            yield place, token.text, source[token.start : token.end].lower()


def _found(reading: Reading, hits: Iterable[Hit]) -> list[Found]:
    return sorted(reading.found_at(hit.zone, hit.start, hit.end) for hit in hits if hit.zone != "url")
