"""A small pack for one task: a few rules with only the lists that they, their filters and the contexts look at.

What it decides without the shared model is what the whole pack decides; it is ready in a second, where the forms of all
terms of all lists take many. Descriptions and models read more lists: with a model it keeps them all.
"""

from collections.abc import Collection
from dataclasses import replace

from monitor.detect.load import LoadedPack, LoadedRule
from monitor.detect.shared import NAME

CONTEXT_LISTS = frozenset((
    "abduction", "air-strike", "armed-groups", "explosive-devices", "fighters", "killed", "killing", "present",
    "suicide-attack", "warning", "wounded",
))  # fmt: skip
"""The lists that contexts look at, beside those that begin with `context-`."""


def excerpt(loaded: LoadedPack, rules: Collection[str], *, model: bool = False) -> LoadedPack:
    """The pack with these rules only; names that do not exist are passed over. `model` keeps the shared one, too."""
    kept = tuple(each for each in loaded.rules if each.rule.id in rules)
    own = {one.rule.id for one in kept}
    filters = tuple(each for each in loaded.filters if any(each.filter.applies_to(name) for name in own))
    names = own | {NAME} if model else own
    models = tuple(each for each in loaded.models if each.topic in names)
    lists = loaded.lists
    if not models:
        wanted = CONTEXT_LISTS.union(*map(lists_of, kept))
        wanted |= {_id(name) for each in filters for group in each.filter.groups.values() for name in group.include}
        lists = tuple(each for each in lists if each.words.id in wanted or each.words.id.startswith("context-"))
    return replace(loaded, rules=kept, lists=lists, filters=filters, models=models)


def only(loaded: LoadedPack, rule: str) -> LoadedPack:
    """The pack with one rule and all lists and models: it decides and describes as the service does."""
    return replace(loaded, rules=tuple(each for each in loaded.rules if each.rule.id == rule))


def lists_of(one: LoadedRule) -> frozenset[str]:
    """The ids of the lists that a rule includes."""
    return frozenset(_id(name) for group in one.rule.groups.values() for name in group.include)


def _id(include: str) -> str:
    return include.removeprefix("lists/")
