"""Versions of one rule tried on the same articles: the words of all of them are indexed once.

What a version may add stands in lists of its own, so that every version has the same concepts and shares the index.
"""

from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace

from monitor.detect.assess import assess_reading
from monitor.detect.compile import Pack, compile_pack
from monitor.detect.load import LoadedList, LoadedPack, LoadedRule
from monitor.detect.reading import Reading
from monitor.detect.schema import Rule, Terms, WordList
from monitor.learn.edits import UNWANTED, AddTerm, Data, Edit, Refuse
from monitor.models import Assessment, Decision, Document


@dataclass(frozen=True, slots=True)
class Example:
    """An article to try a rule on. `truth`: what people said, as far as it concerns the rule (None: nothing)."""

    id: int
    document: Document
    truth: bool | None


class Bench:
    """One rule, as the data of its file, and the edits that may be tried on it."""

    def __init__(self, loaded: LoadedPack, data: Data, edits: Sequence[Edit] = ()) -> None:
        """`loaded` holds the rule alone, with the lists that it needs."""
        self._data = data
        self._names = {
            edit: f"tried-{number}" for number, edit in enumerate(edits) if isinstance(edit, AddTerm | Refuse)
        }
        words = tuple(LoadedList(_list(name, edit), "") for edit, name in self._names.items())
        self._loaded = replace(loaded, lists=(*loaded.lists, *words))
        self._hollow = replace(self._loaded, lists=tuple(_hollow(each) for each in self._loaded.lists))
        self._file = loaded.rules[0].file
        self.pack = compile_pack(replace(self._loaded, rules=(self._rule(data),)))

    def version(self, edit: Edit) -> Pack:
        """The rule with one of the edits done."""
        data = deepcopy(self._data)
        if isinstance(edit, AddTerm):
            data["groups"][edit.group].setdefault("include", []).append(f"lists/{self._names[edit]}")
        elif isinstance(edit, Refuse):
            Refuse("en", "", edit.alternatives).apply(data)
            group = data["groups"][UNWANTED]
            group["en"] = group["en"][:-1]
            group.setdefault("include", []).append(f"lists/{self._names[edit]}")
        else:
            edit.apply(data)
        # The lists are numbered as in the pack, and what they hold is taken from it: to enter it again takes long.
        pack = compile_pack(replace(self._hollow, rules=(self._rule(data),)))
        like = self.pack
        return replace(pack, indexes=like.indexes, patterns=like.patterns, reads_url=like.reads_url)

    def _rule(self, data: Data) -> LoadedRule:
        return LoadedRule(Rule.model_validate(data), self._file)


def _hollow(each: LoadedList) -> LoadedList:
    return LoadedList(each.words.model_copy(update={"terms": Terms()}), each.file)


def decisions(pack: Pack, examples: Iterable[Example]) -> dict[int, Decision]:
    """What the pack's one rule decides on each article."""
    return {one.id: said.decision if (said := own(pack, one)) else Decision.IGNORED for one in examples}


def own(pack: Pack, one: Example) -> Assessment | None:
    """What the pack's one rule says of an article."""
    return next(iter(assess_reading(Reading(one.document, pack), now=None, ignored=True)), None)


@dataclass(frozen=True, slots=True)
class Effect:
    """What changes between two versions, as articles: alerts that people confirmed, rejected, or did not judge."""

    true_gained: tuple[int, ...]
    true_lost: tuple[int, ...]
    false_gained: tuple[int, ...]
    false_lost: tuple[int, ...]
    other_gained: tuple[int, ...]
    other_lost: tuple[int, ...]

    @property
    def value(self) -> float:
        """How much better the rule gets: a true alert found counts three false ones gone; what nobody judged counts
        little, and rather against the rule."""
        sure = 3 * len(self.true_gained) + len(self.false_lost) - 2 * len(self.false_gained)
        return sure - 0.1 * len(self.other_gained) + 0.01 * len(self.other_lost)

    @property
    def told(self) -> str:
        """Gains and losses in words."""
        parts = [
            (self.true_gained, "confirmed alert gained", "confirmed alerts gained"),
            (self.true_lost, "confirmed alert lost", "confirmed alerts lost"),
            (self.false_lost, "false alarm gone", "false alarms gone"),
            (self.false_gained, "false alarm more", "false alarms more"),
            (self.other_lost, "unjudged alert gone", "unjudged alerts gone"),
            (self.other_gained, "unjudged alert more", "unjudged alerts more"),
        ]
        return ", ".join(f"{len(ids)} {one if len(ids) == 1 else many}" for ids, one, many in parts if ids) or "nothing"


def effect(examples: Iterable[Example], before: Mapping[int, Decision], after: Mapping[int, Decision]) -> Effect:
    """Compare two versions on articles; those that `after` does not name are as before."""
    found: dict[tuple[bool | None, bool], list[int]] = {}
    for one in examples:
        was = before[one.id] is Decision.ALERT
        now = after.get(one.id, before[one.id]) is Decision.ALERT
        if was is not now:
            found.setdefault((one.truth, now), []).append(one.id)
    keys = ((True, True), (True, False), (False, True), (False, False), (None, True), (None, False))
    return Effect(*(tuple(found.get(key, ())) for key in keys))


def _list(name: str, edit: AddTerm | Refuse) -> WordList:
    return WordList(version=1, id=name, title=name, terms=Terms.model_validate({edit.lang: [edit.term]}))
