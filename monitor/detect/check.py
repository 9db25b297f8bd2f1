"""Mistakes inside one rule or list that its schema cannot see: unknown names, terms that cannot be matched."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Protocol

from monitor.detect.patterns import PatternError, check_pattern, is_pattern
from monitor.detect.schema import Condition, Filter, Group, InContext, Rule, TermEntry, Terms, WordList
from monitor.detect.terms import TermError, read_term, surely_matches
from monitor.errors import Problem
from monitor.yamlfile import Loc, YamlDocument, suggest


class KnowsPlaces(Protocol):
    """What can say whether a place exists."""

    def knows(self, place: str) -> bool:
        """Whether the id is that of a place."""


def check_list(words: WordList, document: YamlDocument) -> list[Problem]:
    """What is wrong with a list."""
    if not words.terms.by_language():
        return [_problem(document, ("terms",), "the list has no terms", "no-terms")]
    return list(_terms(words.terms, document, ("terms",)))


def check_rule(
    rule: Rule, document: YamlDocument, lists: Mapping[str, WordList], broken: Collection[str]
) -> list[Problem]:
    """What is wrong with a rule. `lists` are those in force; `broken` names files that did not load, whose absence is
    no second mistake."""
    found: list[Problem] = []
    for name, group in rule.groups.items():
        found += _group(name, group, document, lists, broken)
    found += _alternatives(rule, document)
    found += _conditions(rule, document)
    if rule.places is None:
        found += _unwatched(rule, document)
    if rule.decide.review > rule.decide.alert:
        found.append(_problem(document, ("decide", "review"), "review must not be above alert", "thresholds"))
    found += _tests(rule, document)
    return found


def check_filter(
    given: Filter,
    document: YamlDocument,
    lists: Mapping[str, WordList],
    rules: Collection[str],
    broken: Collection[str],
) -> list[Problem]:
    """What is wrong with a filter. `rules` are the ids of all, also of those that are switched off."""
    found: list[Problem] = []
    for name, group in given.groups.items():
        found += _group(name, group, document, lists, broken)
    found += _conditions(given, document)
    if not given.adjust and not given.exclude:
        found.append(_problem(document, ("id",), "the filter does nothing: give adjust or exclude", "no-effect"))
    for number, name in enumerate(given.rules if given.rules != "all" else ()):
        if name not in rules and name not in broken:
            text = f"there is no rule {name!r}{suggest(name, rules)}"
            found.append(_problem(document, ("rules", number), text, "unknown-rule"))
    return found


def check_places(rule: Rule, document: YamlDocument, gazetteer: KnowsPlaces) -> Iterator[Problem]:
    """Watched places that no gazetteer has."""
    for number, place in enumerate(rule.places.watch if rule.places else ()):
        if not gazetteer.knows(place):
            text = f"there is no place {place!r}: write a country (IQ), a province (IQ.13) or an id of the gazetteer"
            yield _problem(document, ("places", "watch", number), text, "unknown-place")


def _problem(document: YamlDocument, loc: Loc, message: str, code: str) -> Problem:
    line, col = document.value_position(loc)
    return Problem(document.path, line, col, message, code)


def _group(
    name: str, group: Group, document: YamlDocument, lists: Mapping[str, WordList], broken: Collection[str]
) -> Iterator[Problem]:
    loc: Loc = ("groups", name)
    if not group.include and not group.by_language():
        yield _problem(document, loc, f"the group {name!r} has no terms", "no-terms")
    for number, included in enumerate(group.include):
        identity = included.removeprefix("lists/")
        if identity not in lists and identity not in broken:
            hint = suggest(included, [f"lists/{each}" for each in lists])
            yield _problem(document, (*loc, "include", number), f"there is no list {included!r}{hint}", "unknown-list")
    yield from _terms(group, document, loc)


def _terms(terms: Terms, document: YamlDocument, loc: Loc) -> Iterator[Problem]:
    for language, column in terms.by_language().items():
        for number, term in enumerate(column):
            if isinstance(term, str) and surely_matches(term):
                continue
            entry = term if isinstance(term, TermEntry) else TermEntry(term=term)
            place: Loc = (*loc, language, number)
            try:
                if is_pattern(entry.term):
                    check_pattern(entry.term)
                    if entry.exact:
                        yield _problem(
                            document, place, "an expression cannot be exact: it runs on folded text", "regex"
                        )
                elif not surely_matches(entry.term):
                    read_term(entry.term, exact=entry.exact)
            except PatternError as error:
                yield _problem(document, place, str(error), "regex")
            except TermError as error:
                yield _problem(document, place, f"{entry.term!r}: {error}", "term")


def _alternatives(rule: Rule, document: YamlDocument) -> Iterator[Problem]:
    seen: set[str] = set()
    for number, alternative in enumerate(rule.match):
        loc: Loc = ("match", number)
        if alternative.name in seen:
            yield _problem(document, (*loc, "name"), f"{alternative.name!r} is named twice", "duplicate-name")
        seen.add(alternative.name)
        if not alternative.positive:
            yield _problem(document, loc, "nothing is asked for: give near, all or any", "no-evidence")
        if alternative.near:
            yield from _names(alternative.near.groups, rule, document, (*loc, "near", "groups"))
            if len(set(alternative.near.groups)) < len(alternative.near.groups):
                yield _problem(document, (*loc, "near", "groups"), "a group is named twice", "duplicate-name")
        for key, names in (("all", alternative.all), ("any", alternative.any), ("none", alternative.none)):
            yield from _names(names, rule, document, (*loc, key))


def _names(names: Sequence[str | InContext], rule: Rule, document: YamlDocument, loc: Loc) -> Iterator[Problem]:
    for number, name in enumerate(names):
        if isinstance(name, str) and name not in rule.groups:
            hint = suggest(name, rule.groups)
            yield _problem(document, (*loc, number), f"there is no group {name!r}{hint}", "unknown-group")


def _conditions(owner: Rule | Filter, document: YamlDocument) -> Iterator[Problem]:
    for loc, condition in _each_condition(owner):
        given = [key for key in ("group", "context", "place", "mention") if getattr(condition, key) is not None]
        if len(given) != 1:
            yield _problem(document, loc, "a condition names one of group, context, place or mention", "condition")
        name = condition.group
        if name is not None and name not in owner.groups:
            hint = suggest(name, owner.groups)
            yield _problem(document, (*loc, "group"), f"there is no group {name!r}{hint}", "unknown-group")
        if condition.group is None and "url" in condition.where:
            yield _problem(document, (*loc, "in"), "an address has neither contexts nor places", "condition")


def _each_condition(owner: Rule | Filter) -> Iterator[tuple[Loc, Condition]]:
    for number, adjust in enumerate(owner.adjust):
        yield ("adjust", number, "when"), adjust.when
    for number, condition in enumerate(owner.exclude):
        yield ("exclude", number), condition


def _unwatched(rule: Rule, document: YamlDocument) -> Iterator[Problem]:
    for loc, condition in _each_condition(rule):
        if condition.place is not None:
            text = "the rule watches no place; add places: {watch: [...]}"
            yield _problem(document, (*loc, "place"), text, "condition")


def _tests(rule: Rule, document: YamlDocument) -> Iterator[Problem]:
    names = [alternative.name for alternative in rule.match]
    seen: set[str] = set()
    for number, test in enumerate(rule.tests):
        loc: Loc = ("tests", number)
        if test.name in seen:
            yield _problem(document, (*loc, "name"), f"two tests are named {test.name!r}", "duplicate-name")
        seen.add(test.name)
        expect = test.expect
        if expect.decision is None and expect.via is None and expect.score is None:
            yield _problem(document, (*loc, "expect"), "the test expects nothing; name decision, via or score", "test")
        if expect.via is not None and expect.via not in names:
            hint = suggest(expect.via, names)
            yield _problem(document, (*loc, "expect", "via"), f"there is no alternative {expect.via!r}{hint}", "test")
        if not (test.title or test.text):
            yield _problem(document, loc, "the test has neither title nor text", "test")
