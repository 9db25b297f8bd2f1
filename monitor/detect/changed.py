"""Which rules a user's own files change: only their tests say anything new."""

from dataclasses import replace
from pathlib import Path

from monitor.detect.excerpt import lists_of
from monitor.detect.load import BrokenPackError, LoadedPack, LoadedRule


def changed_rules(pack: LoadedPack, shipped: Path) -> tuple[LoadedRule, ...]:
    """The rules whose own tests may come out otherwise than they do with the shipped folder alone."""
    if _all_may_change(pack, shipped):
        return pack.rules
    filters = [each.filter for each in pack.filters if not _within(each.file, shipped)]
    return tuple(
        each
        for each in pack.rules
        if not _within(each.file, shipped) or any(given.applies_to(each.rule.id) for given in filters)
    )


def sound_part(error: BrokenPackError) -> LoadedPack | None:
    """Of a pack that does not load, the rules whose own tests say something all the same: they have no mistakes, and
    include no broken list. None where what is wrong may change what any rule says."""
    wrong = {problem.path for problem in error.problems}
    if any(Path(path).parent.name not in {"topics", "lists"} for path in wrong):
        return None
    if any(name.startswith("context-") for name in error.broken):
        return None
    sound = (one for one in error.rest.rules if one.file not in wrong and lists_of(one).isdisjoint(error.broken))
    return replace(error.rest, rules=tuple(sound))


def _all_may_change(pack: LoadedPack, shipped: Path) -> bool:
    """Other places, other models, or a shipped list or filter that is replaced or switched off."""
    return (
        any(not _within(folder, shipped) for folder in pack.place_folders)
        or any(not _within(model.path, shipped) for model in pack.models)
        or _in_force([each.file for each in pack.lists], shipped) < _files(shipped / "lists")
        or _in_force([each.file for each in pack.filters], shipped) < _files(shipped / "filters")
    )


def _within(path: str, folder: Path) -> bool:
    return Path(path).resolve().is_relative_to(folder.resolve())


def _in_force(files: list[str], shipped: Path) -> int:
    return sum(_within(file, shipped) for file in files)


def _files(folder: Path) -> int:
    return sum(1 for _ in folder.glob("*.yaml"))
