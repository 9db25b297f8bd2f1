"""The mistakes behind the first: what else is wrong with files that do not have the form of their kind.

What is wrong in form is left out, and the rest is checked like a whole file. What is only wrong because something was
left out is not told.
"""

from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType

from monitor.detect.check import KnowsPlaces, check_filter, check_list, check_places, check_rule
from monitor.detect.schema import Filter, Rule, Switch, WordList
from monitor.errors import Problem
from monitor.yamlfile import Rest, YamlDocument, validate, validate_rest

Kind = type[Rule] | type[WordList] | type[Filter]

# Taken for what is missing; a rule that says in no way what it finds is taken for one that learned it.
_STAND_INS: Mapping[str, object] = MappingProxyType(
    {
        "version": 1,
        "id": "nameless",
        "title": "-",
        "severity": "low",
        "family": "nameless",
        "description": "-",
        "rules": "all",
        "classifier": {"examples": "-"},
        "name": "nameless",
        "points": 1,
        "within": "sentence",
        "lang": "en",
        "expect": {"decision": "ignored"},
    }
)
# What else is wrong only where something was left out under one of these keys.
_FOLLOWS = {
    "decide": "review must not be above",
    "places": "the rule watches no place",
    "adjust": "the filter does nothing",
    "exclude": "the filter does nothing",
}


def in_its_form(kind: Kind, document: YamlDocument) -> tuple[Rule | WordList | Filter | None, tuple[Problem, ...]]:
    """The file as what it is, and what is wrong with its form; no more than that where it only switches off."""
    if isinstance(document.data, dict) and document.data.get("enabled") is False:
        _, problems = validate(Switch, document)
        return None, problems
    return validate(kind, document)


class Behind:
    """Files with mistakes in their form, and what is right in each."""

    def __init__(self) -> None:
        self._files: list[tuple[YamlDocument, Rest[Rule | WordList | Filter]]] = []

    def add(self, kind: Kind, document: YamlDocument) -> None:
        """Take note of a file that does not have the form of its kind."""
        rest = validate_rest(kind, document, _STAND_INS)
        if rest is not None:
            self._files.append((document, rest))

    def problems(
        self, lists: Mapping[str, WordList], rules: Collection[str], broken: Collection[str]
    ) -> Iterator[Problem]:
        """What else is wrong with them; see `check_rule` and `check_filter`."""
        for written, rest in self._files:
            model, document = rest.model, rest.document
            if isinstance(model, Rule):
                found = check_rule(model, document, lists, broken)
                if not (_has(written, "match") or _has(written, "classifier")):
                    place = written.value_position(())
                    text = "a rule needs `match`, or `classifier: {examples: FILE}`"
                    found.append(Problem(written.path, *place, text, "no-match"))
            elif isinstance(model, Filter):
                found = check_filter(model, document, lists, rules, broken)
            else:
                found = check_list(model, document)
            yield from (each for each in found if not _follows(each, written, rest))

    def unknown_places(self, gazetteer: KnowsPlaces) -> Iterator[Problem]:
        """The places that they watch and that nobody knows."""
        for _, rest in self._files:
            if isinstance(rest.model, Rule):
                yield from check_places(rest.model, rest.document, gazetteer)

    @property
    def watch_places(self) -> bool:
        """Whether any of them watches places."""
        return any(isinstance(rest.model, Rule) and rest.model.places for _, rest in self._files)


def _follows(problem: Problem, written: YamlDocument, rest: Rest[Rule | WordList | Filter]) -> bool:
    """Whether this is only wrong because something was left out."""
    if (problem.line, problem.col) in rest.around and problem.code != "no-match":
        return True
    if any(key in rest.keys and problem.message.startswith(said) for key, said in _FOLLOWS.items()):
        return True
    data = written.data if isinstance(written.data, dict) else {}
    groups, match = data.get("groups"), data.get("match")
    named = [f"there is no group {name!r}" for name in (groups if isinstance(groups, dict) else ())]
    names = [each.get("name") if isinstance(each, dict) else None for each in match] if isinstance(match, list) else []
    if "match" in rest.keys:
        # Of an alternative whose name cannot be read any name may be meant.
        named += [f"there is no alternative {'' if name is None else repr(name)}" for name in names]
    return problem.message.startswith(tuple(named))


def _has(document: YamlDocument, key: str) -> bool:
    return isinstance(document.data, dict) and bool(document.data.get(key))
