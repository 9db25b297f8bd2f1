"""What is allowed in rules and lists but rarely meant: warnings, each found by one small check."""

import re
from collections.abc import Iterator, Mapping, Sequence

from monitor.detect.patterns import is_pattern
from monitor.detect.schema import Rule, TermEntry, Terms, WordList
from monitor.errors import Problem
from monitor.models import Decision
from monitor.text.fold import fold_plain
from monitor.yamlfile import Loc, YamlDocument

_INVISIBLE = re.compile("[\u00ad\u200b\u200d-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def lint_list(words: WordList, document: YamlDocument) -> list[Problem]:
    """Warnings about a list."""
    return list(_terms(words.terms, document, ("terms",)))


def lint_rule(rule: Rule, document: YamlDocument, lists: Mapping[str, WordList]) -> list[Problem]:
    """Warnings about a rule."""
    found = [problem for name, group in rule.groups.items() for problem in _terms(group, document, ("groups", name))]
    for check in (_unused_groups, _out_of_reach, _no_negative_test):
        found += check(rule, document)
    found += _silent_languages(rule, document, lists)
    found += _same_term_twice(rule, document)
    return found


def lint_pack(rules: Sequence[Rule], files: Mapping[str, str]) -> list[Problem]:
    """Warnings about the set as a whole."""
    found: list[Problem] = []
    titles: dict[str, str] = {}
    for rule in rules:
        other = titles.setdefault(rule.title.casefold(), rule.id)
        if other != rule.id:
            text = f"has the same title as {other!r}; people could not tell their alerts apart"
            found.append(Problem(files[rule.id], 0, 0, text, "same-title", "warning"))
    return found


def _warning(document: YamlDocument, loc: Loc, message: str, code: str) -> Problem:
    line, col = document.value_position(loc)
    return Problem(document.path, line, col, message, code, "warning")


def _each_term(terms: Terms) -> Iterator[tuple[str, int, TermEntry]]:
    for language, column in terms.by_language().items():
        for number, term in enumerate(column):
            yield language, number, term if isinstance(term, TermEntry) else TermEntry(term=term)


def _terms(terms: Terms, document: YamlDocument, loc: Loc) -> Iterator[Problem]:
    seen: dict[tuple[str, str, bool], int] = {}
    for language, number, entry in _each_term(terms):
        place: Loc = (*loc, language, number)
        if _INVISIBLE.search(entry.term):
            yield _warning(
                document, place, f"{entry.term!r} holds an invisible character; it has no effect", "invisible"
            )
        if is_pattern(entry.term):
            continue
        folded = " ".join(fold_plain(entry.term).split())
        bare = folded.rstrip("*")
        if len(bare) <= (3 if folded.endswith("*") else 2) and not entry.exact and entry.weight >= 1:
            yield _warning(document, place, f"{entry.term!r} is so short that it will match by chance", "short-term")
        key = (language, entry.term if entry.exact else folded, entry.exact)
        if key in seen:
            text = f"{entry.term!r} is the same term as item {seen[key] + 1} after folding"
            yield _warning(document, place, text, "duplicate-term")
        seen.setdefault(key, number)


def _unused_groups(rule: Rule, document: YamlDocument) -> Iterator[Problem]:
    used = {name for each in rule.match for name in (*each.positive, *each.none_groups)}
    used |= {condition.group for condition in (*(each.when for each in rule.adjust), *rule.exclude) if condition.group}
    for name in rule.groups:
        if name not in used:
            line, col = document.position(("groups", name))
            yield Problem(document.path, line, col, f"the group {name!r} is never used", "unused-group", "warning")


def _out_of_reach(rule: Rule, document: YamlDocument) -> Iterator[Problem]:
    bonus = sum(each.points for each in rule.adjust if each.points > 0)
    free = [each.points for each in rule.match if each.cap is None]
    if max(free, default=0) + bonus < rule.decide.alert:
        text = f"no alternative can reach {rule.decide.alert} points, so the rule never alerts"
        yield _warning(
            document, ("decide", "alert") if "decide" in _keys(document) else ("match",), text, "out-of-reach"
        )
    for number, alternative in enumerate(rule.match):
        if alternative.points + bonus < rule.decide.review:
            text = f"{alternative.name!r} can never reach {rule.decide.review} points, so it has no effect"
            yield _warning(document, ("match", number, "points"), text, "out-of-reach")


def _keys(document: YamlDocument) -> set[str]:
    return {str(key) for key in document.data} if isinstance(document.data, dict) else set()


def _no_negative_test(rule: Rule, document: YamlDocument) -> Iterator[Problem]:
    decisions = {test.expect.decision for test in rule.tests}
    if Decision.ALERT not in decisions and not any(test.expect.via for test in rule.tests):
        yield _warning(document, ("tests",), "no test shows what the rule must find", "no-positive-test")
    if Decision.IGNORED not in decisions:
        yield _warning(document, ("tests",), "no test shows what the rule must ignore", "no-negative-test")


def _silent_languages(rule: Rule, document: YamlDocument, lists: Mapping[str, WordList]) -> Iterator[Problem]:
    spoken = {name: _spoken(rule, name, lists) for name in rule.groups}
    for number, language in enumerate(rule.languages):
        for alternative in rule.match:
            needed = [*(alternative.near.groups if alternative.near else ()), *alternative.all]
            speaking = [name for name in rule.groups if {language, "any"} & spoken[name]]
            one_of = not alternative.any or not set(alternative.any).isdisjoint(speaking)
            if one_of and set(needed) <= set(speaking):
                break
        else:
            text = f"{language!r} is listed, but no alternative has terms in it for every group"
            yield _warning(document, ("languages", number), text, "silent-language")


def _spoken(rule: Rule, name: str, lists: Mapping[str, WordList]) -> set[str]:
    group = rule.groups[name]
    spoken = set(group.by_language())
    for included in group.include:
        words = lists.get(included.removeprefix("lists/"))
        if words is not None:
            spoken |= set(words.terms.by_language())
    return spoken


def _same_term_twice(rule: Rule, document: YamlDocument) -> Iterator[Problem]:
    """Groups of one `near` must be met by different words, so a term that stands in two of them is half useless."""
    owners: dict[tuple[str, str], str] = {}
    for name, group in rule.groups.items():
        for language, number, entry in _each_term(group):
            key = (language, fold_plain(entry.term))
            other = owners.setdefault(key, name)
            if other != name:
                text = f"{entry.term!r} stands in the group {other!r} too"
                yield _warning(document, ("groups", name, language, number), text, "same-term")
