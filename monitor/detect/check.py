"""Mistakes inside one rule or list that its schema cannot see: unknown names, terms that cannot be matched."""

from collections.abc import Collection, Iterator, Mapping

from monitor.detect.patterns import PatternError, compile_pattern, is_pattern
from monitor.detect.schema import Condition, Group, Rule, TermEntry, Terms, WordList
from monitor.detect.terms import TermError, read_term
from monitor.errors import Problem
from monitor.yamlfile import Loc, YamlDocument, suggest


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
    for kind, conditions in (("adjust", [each.when for each in rule.adjust]), ("exclude", rule.exclude)):
        for number, condition in enumerate(conditions):
            loc: Loc = (kind, number, "when") if kind == "adjust" else (kind, number)
            found += _condition(condition, rule, document, loc)
    found += _unavailable(rule, document)
    if rule.decide.review > rule.decide.alert:
        found.append(_problem(document, ("decide", "review"), "review must not be above alert", "thresholds"))
    found += _tests(rule, document)
    return found


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
            entry = term if isinstance(term, TermEntry) else TermEntry(term=term)
            place: Loc = (*loc, language, number)
            try:
                if is_pattern(entry.term):
                    compile_pattern(entry.term)
                    if entry.exact:
                        yield _problem(
                            document, place, "an expression cannot be exact: it runs on folded text", "regex"
                        )
                else:
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


def _names(names: list[str], rule: Rule, document: YamlDocument, loc: Loc) -> Iterator[Problem]:
    for number, name in enumerate(names):
        if name not in rule.groups:
            hint = suggest(name, rule.groups)
            yield _problem(document, (*loc, number), f"there is no group {name!r}{hint}", "unknown-group")


def _condition(condition: Condition, rule: Rule, document: YamlDocument, loc: Loc) -> Iterator[Problem]:
    given = [key for key in ("group", "context", "place") if getattr(condition, key) is not None]
    if len(given) != 1:
        yield _problem(document, loc, "a condition names one of group, context or place", "condition")
    for key in given:
        if key != "group":
            yield _problem(document, (*loc, key), f"conditions on a {key} are not available yet", "not-available")
    if condition.group is not None:
        yield from _names_one(condition.group, rule, document, (*loc, "group"))


def _names_one(name: str, rule: Rule, document: YamlDocument, loc: Loc) -> Iterator[Problem]:
    if name not in rule.groups:
        yield _problem(document, loc, f"there is no group {name!r}{suggest(name, rule.groups)}", "unknown-group")


def _unavailable(rule: Rule, document: YamlDocument) -> Iterator[Problem]:
    for key in ("places", "classifier"):
        if getattr(rule, key) is not None:
            line, col = document.position((key,))
            yield Problem(document.path, line, col, f"{key!r} is not available yet; remove it", "not-available")


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
