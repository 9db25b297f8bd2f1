"""How a rule could get better, by what people answered: edits that were tried on stored articles, one upon the other.

Whatever would lose an alert that people confirmed is refused. Articles are judged by the rule's evidence alone, without
the shipped model, so that what is proposed stays right when the model changes.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace

from monitor.detect.compile import Pack
from monitor.detect.excerpt import excerpt
from monitor.detect.load import LoadedPack
from monitor.detect.match import Matches
from monitor.detect.schema import LANGUAGES, Rule, TermEntry
from monitor.learn.bench import Bench, Effect, Example, decisions, effect
from monitor.learn.candidates import candidates, vocabulary
from monitor.learn.coverage import mentions_pack
from monitor.learn.edits import AddTerm, Data, Edit
from monitor.models import Decision, Document
from monitor.store.archive import Kept

_MOST_UNJUDGED = 5000


@dataclass(frozen=True, slots=True)
class Proposal:
    """An edit and what it changes on the stored articles, after those before it."""

    edit: Edit
    effect: Effect


@dataclass(frozen=True, slots=True)
class Suggested:
    """What to change, in this order; what was refused because it loses confirmed alerts; and how many alerts of each
    kind (confirmed, rejected, unjudged) there were before and are after. `missed` counts confirmed articles without an
    alert, before and after."""

    proposals: tuple[Proposal, ...]
    refused: tuple[Proposal, ...]
    before: tuple[int, int, int]
    after: tuple[int, int, int]
    missed: tuple[int, int]


def examples_for(rule: str, articles: Iterable[Kept], missed: Collection[int] = ()) -> list[Example]:
    """Stored articles as a rule may learn from them: a verdict speaks of the rules that fired, and `missed` are those
    that this rule should have found. Of unjudged articles, which only say what is usual, a few thousand are kept,
    spread evenly over the time."""
    found: list[Example] = []
    for one in articles:
        document = Document(one.title, one.text, one.lang, one.url, one.published, one.first_seen)
        truth = one.verdict == "true" if one.verdict and rule in one.rules else None
        found.append(Example(one.article_id, document, True if one.article_id in missed else truth))
    step = max(1, sum(one.truth is None for one in found) // _MOST_UNJUDGED)
    return [one for number, one in enumerate(found) if one.truth is not None or number % step == 0]


def unclaimed(articles: Iterable[Kept]) -> list[int]:
    """The articles that people confirmed and that no rule had found: some rule should have."""
    return [one.article_id for one in articles if one.verdict == "true" and not one.rules]


def suggest(loaded: LoadedPack, rule: str, data: Data, examples: Sequence[Example], most: int) -> Suggested:
    """At most so many edits, each the best one after those before it. `data` is what the rule's file holds."""
    small = excerpt(replace(loaded, models=()), [rule])
    data = deepcopy(data)
    pack = Bench(small, data).pack
    first = now = decisions(pack, examples)
    known = vocabulary(examples, pack)
    proposals: list[Proposal] = []
    refused: dict[Edit, Effect] = {}
    while len(proposals) < most:
        tried = candidates(pack, examples, now, known)
        bench = Bench(small, data, tried)
        best: tuple[float, Proposal, dict[int, Decision]] | None = None
        for edit in tried:
            after = decisions(bench.version(edit), _concerned(edit, examples, now))
            found = effect(examples, now, after)
            if found.true_lost:
                refused.setdefault(edit, found)
            elif found.value > (best[0] if best else 0):
                best = (found.value, Proposal(edit, found), after)
        if best is None:
            break
        proposals.append(best[1])
        best[1].edit.apply(data)
        now = {**now, **best[2]}
        pack = Bench(replace(small, rules=(replace(small.rules[0], rule=Rule.model_validate(data)),)), data).pack
    done = {each.edit for each in proposals}
    return Suggested(
        tuple(proposals),
        tuple(Proposal(edit, found) for edit, found in refused.items() if edit not in done),
        _alerts(examples, first),
        _alerts(examples, now),
        (_missed(examples, first), _missed(examples, now)),
    )


def _concerned(edit: Edit, examples: Sequence[Example], now: Mapping[int, Decision]) -> list[Example]:
    """The articles on which an edit can change anything: those that mention its word; for one that only takes away,
    those of which the rule speaks."""
    if isinstance(edit, AddTerm):
        seeker = mentions_pack([TermEntry(term=edit.term)], edit.lang)
        return [one for one in examples if _mentions(one, edit, seeker)]
    return [one for one in examples if now[one.id] is not Decision.IGNORED]


def _mentions(one: Example, edit: AddTerm, seeker: Pack) -> bool:
    given = one.document
    if given.lang != edit.lang and given.lang in LANGUAGES:
        return False
    return bool(Matches(seeker, Document(given.title, given.text, edit.lang, given.url)).mentioned)


def _alerts(examples: Iterable[Example], decided: Mapping[int, Decision]) -> tuple[int, int, int]:
    said = [one.truth for one in examples if decided[one.id] is Decision.ALERT]
    return said.count(True), said.count(False), said.count(None)


def _missed(examples: Iterable[Example], decided: Mapping[int, Decision]) -> int:
    return sum(one.truth is True and decided[one.id] is not Decision.ALERT for one in examples)
