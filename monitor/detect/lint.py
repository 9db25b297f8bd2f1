"""What is allowed in rules, lists and filters but rarely meant: warnings, each found by one small check."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from monitor.detect.scenes import scenes
from monitor.detect.schema import Filter, Group, Rule, TermEntry, WordList
from monitor.detect.termlint import each_term, folded, lint_terms, warning
from monitor.errors import Problem
from monitor.models import Decision
from monitor.yamlfile import Loc, YamlDocument, suggest, traps

FOLDERS = ("topics", "lists", "filters")
_SAYS_RULE = re.compile(rb"^(?:match|groups|terms|exclude|adjust|tests):", re.MULTILINE)
_ENOUGH_BYTES = 100_000
_ATTACKS = ("attack-verbs", "bomb-attack", "explosion", "shooting", "killing", "terror-attack", "suicide-attack",
            "explosive-devices", "armed-groups", "weapons")  # fmt: skip

Lists = Mapping[str, WordList]


def lint_list(words: WordList, document: YamlDocument) -> list[Problem]:
    """Warnings about a list."""
    return [*traps(document), *lint_terms(words.terms, document, ("terms",))]


def lint_rule(rule: Rule, document: YamlDocument, lists: Lists) -> list[Problem]:
    """Warnings about a rule."""
    found = _groups(rule.groups, document, lists)
    for check in (_unused_groups, _out_of_reach, _tests):
        found += check(rule, document)
    found += _single_words(rule, document, lists)
    found += _vetoes(rule, document, lists)
    found += _silent_languages(rule, document, lists)
    found += _same_term_twice(rule, document)
    return found


def lint_filter(given: Filter, document: YamlDocument, lists: Lists) -> list[Problem]:
    """Warnings about a filter."""
    found = _groups(given.groups, document, lists)
    used = {each.group for each in (*(each.when for each in given.adjust), *given.exclude)}
    found += _unused(given.groups, used, document)
    found += _vetoes(given, document, lists)
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


def lint_folder(folder: Path) -> Iterator[Problem]:
    """YAML files in a folder of rules that nothing reads: in its root, in a folder of another name, or too deep."""
    for path in sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")]):
        if _looks_like_a_rule(path):
            text = "this file is not read; move it into topics/ (a rule), lists/ or filters/"
            yield Problem(str(path), 0, 0, text, "ignored-file", "warning")
    for inner in sorted(each for each in folder.iterdir() if each.is_dir() and not each.name.startswith(".")):
        deeper = sorted([*inner.glob("*/*.yaml"), *inner.glob("*/*.yml")]) if inner.name in FOLDERS else []
        for path in deeper:
            text = f"this file is not read, as it lies in a folder of its own; move it up into {inner.name}/"
            yield Problem(str(path), 0, 0, text, "ignored-file", "warning")
        meant = suggest(inner.name, FOLDERS)
        if inner.name not in FOLDERS and meant and any((*inner.glob("*.yaml"), *inner.glob("*.yml"))):
            yield Problem(str(inner), 0, 0, f"nothing in this folder is read{meant}", "ignored-file", "warning")


def _looks_like_a_rule(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return _SAYS_RULE.search(file.read(_ENOUGH_BYTES)) is not None
    except OSError:
        return False


def _groups(groups: Mapping[str, Group], document: YamlDocument, lists: Lists) -> list[Problem]:
    found = traps(document)
    for name, group in groups.items():
        loc: Loc = ("groups", name)
        found += lint_terms(group, document, loc)
        found += _in_list_already(group, document, loc, lists)
    return found


def _in_list_already(group: Group, document: YamlDocument, loc: Loc, lists: Lists) -> Iterator[Problem]:
    if not group.by_language():
        return
    listed: dict[tuple[str, str], str] = {}
    for included in group.include:
        if words := lists.get(included.removeprefix("lists/")):
            for language, _, entry in each_term(words.terms):
                listed.setdefault((language, folded(entry)), included)
    for language, number, entry in each_term(group):
        if owner := listed.get((language, folded(entry))):
            text = f"{entry.term!r} stands in {owner} already"
            yield warning(document, (*loc, language, number), text, "duplicate-term")


def _unused_groups(rule: Rule, document: YamlDocument) -> Iterator[Problem]:
    used = {name for each in rule.match for name in (*each.positive, *each.none_groups)}
    used |= {condition.group for condition in (*(each.when for each in rule.adjust), *rule.exclude) if condition.group}
    return _unused(rule.groups, used, document)


def _unused(groups: Mapping[str, Group], used: set[str] | set[str | None], document: YamlDocument) -> Iterator[Problem]:
    for name in groups:
        if name not in used:
            line, col = document.position(("groups", name))
            yield Problem(document.path, line, col, f"the group {name!r} is never used", "unused-group", "warning")


def _out_of_reach(rule: Rule, document: YamlDocument) -> Iterator[Problem]:
    bonus = sum(each.points for each in rule.adjust if each.points > 0)
    if rule.classifier:
        bonus += max(rule.classifier.points)
    free = [each.points for each in rule.match if each.cap is None]
    if rule.match and max(free, default=0) + bonus < rule.decide.alert:
        text = f"no alternative can reach {rule.decide.alert} points, so the rule never alerts"
        yield warning(
            document, ("decide", "alert") if "decide" in _keys(document) else ("match",), text, "out-of-reach"
        )
    for number, alternative in enumerate(rule.match):
        if alternative.points + bonus < rule.decide.review:
            text = f"{alternative.name!r} can never reach {rule.decide.review} points, so it has no effect"
            yield warning(document, ("match", number, "points"), text, "out-of-reach")


def _keys(document: YamlDocument) -> set[str]:
    return {str(key) for key in document.data} if isinstance(document.data, dict) else set()


def _tests(rule: Rule, document: YamlDocument) -> Iterator[Problem]:
    decisions = {test.expect.decision for test in rule.tests}
    if Decision.ALERT not in decisions and not any(test.expect.via for test in rule.tests):
        yield warning(document, ("tests",), "no test shows what the rule must find", "no-positive-test")
    if Decision.IGNORED not in decisions:
        yield warning(document, ("tests",), "no test shows what the rule must ignore", "no-negative-test")


def _single_words(rule: Rule, document: YamlDocument, lists: Lists) -> Iterator[Problem]:
    """Alternatives that one word anywhere in a text brings to an alert."""
    for number, each in enumerate(rule.match):
        lone = each.all if len(each.all) == 1 and not each.any else each.any if not each.all else []
        if each.near or each.cap or each.points < rule.decide.alert:
            continue
        for name in lone:
            word = next((e for e in _entries(rule.groups[name], lists) if _is_one_word(e)), None)
            if word:
                text = f"the word {word.term!r} alone alerts by {each.name!r}; ask for a second group beside it"
                yield warning(document, ("match", number, "points"), text, "lone-word")
                break


def _is_one_word(entry: TermEntry) -> bool:
    return " " not in entry.term.strip() and not entry.term.startswith("/") and entry.weight >= 1


def _entries(group: Group, lists: Lists) -> Iterator[TermEntry]:
    yield from (entry for _, _, entry in each_term(group))
    for included in group.include:
        if words := lists.get(included.removeprefix("lists/")):
            yield from (entry for _, _, entry in each_term(words.terms))


def _vetoes(owner: Rule | Filter, document: YamlDocument, lists: Lists) -> Iterator[Problem]:
    """What keeps an article out, and stands in reports of attacks, too."""
    outright = {condition.group for condition in owner.exclude if condition.group}
    local = {name for each in owner.match for name in each.none_groups} if isinstance(owner, Rule) else set()
    vetoes = [name for name in owner.groups if name in outright | local]
    if not vetoes:
        return
    places, attacks = scenes(), _attack_words(owner, lists)
    for name in vetoes:
        group = owner.groups[name]
        columns = [((("groups", name, language, n)), entry) for language, n, entry in each_term(group)]
        if name in outright:
            columns += [(("groups", name, "include", n), e) for n, e in _included(group, lists)]
        for loc, entry in columns:
            bare = folded(entry).rstrip("*")
            if bare in attacks:
                text = f"{entry.term!r} is a word of attacks; as an exclusion it hides them"
            elif not places.isdisjoint(bare.split()):
                text = f"{entry.term!r} is where attacks happen; as an exclusion it hides the attack there"
            else:
                continue
            yield warning(document, loc, text, "blind-spot")


def _included(group: Group, lists: Lists) -> Iterator[tuple[int, TermEntry]]:
    for number, included in enumerate(group.include):
        if words := lists.get(included.removeprefix("lists/")):
            yield from ((number, entry) for _, _, entry in each_term(words.terms))


def _attack_words(owner: Rule | Filter, lists: Lists) -> frozenset[str]:
    groups = {name for each in owner.match for name in each.positive} if isinstance(owner, Rule) else set()
    entries = [entry for name in groups for entry in _entries(owner.groups[name], lists)]
    entries += [e for name in _ATTACKS if name in lists for _, _, e in each_term(lists[name].terms)]
    return frozenset(folded(entry).rstrip("*") for entry in entries)


def _silent_languages(rule: Rule, document: YamlDocument, lists: Lists) -> Iterator[Problem]:
    spoken = {name: spoken_by(rule.groups[name], lists) for name in rule.groups}
    for number, language in enumerate(rule.languages):
        if rule.match and not _can_match(rule, language, spoken):
            text = f"{language!r} is listed, but no alternative has terms in it for every group"
            yield warning(document, ("languages", number), text, "silent-language")


def _can_match(rule: Rule, language: str, spoken: Mapping[str, set[str]]) -> bool:
    speaking = [name for name in rule.groups if {language, "any"} & spoken[name]]
    for alternative in rule.match:
        needed = [*(alternative.near.groups if alternative.near else ()), *alternative.all]
        one_of = not alternative.any or not set(alternative.any).isdisjoint(speaking)
        if one_of and set(needed) <= set(speaking):
            return True
    return False


def languages_of(rule: Rule, lists: Lists, asked: Sequence[str]) -> frozenset[str]:
    """Those of the languages asked for in which the rule can find something by its terms."""
    spoken = {name: spoken_by(rule.groups[name], lists) for name in rule.groups}
    mine = [each for each in asked if not rule.languages or each in rule.languages]
    return frozenset(each for each in mine if rule.learned or _can_match(rule, each, spoken))


def spoken_by(group: Group, lists: Lists) -> set[str]:
    """The languages, and `any`, in which a group has terms."""
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
        for language, number, entry in each_term(group):
            key = (language, folded(entry))
            other = owners.setdefault(key, name)
            if other != name:
                text = f"{entry.term!r} stands in the group {other!r} too"
                yield warning(document, ("groups", name, language, number), text, "same-term")
