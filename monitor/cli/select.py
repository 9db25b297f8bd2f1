"""Which rules a person means: by name, by file, by a list that they include, or by folder."""

from collections.abc import Sequence
from pathlib import Path

import typer

from monitor.detect.excerpt import lists_of
from monitor.detect.load import LoadedPack, default_pack_folder
from monitor.yamlfile import suggest

_PARTS_OF_A_PACK = ("topics", "lists", "filters")
_SUFFIXES = (".yaml", ".yml")


def overlays(folders: Sequence[Path], names: Sequence[str]) -> list[Path]:
    """The folders, and those in which the files named stand, laid over them; the shipped one needs no laying."""
    found = list(folders)
    for name in names:
        path = Path(name)
        if path.is_dir():
            found.append(path.parent if path.name in _PARTS_OF_A_PACK else path)
        elif path.suffix in _SUFFIXES and path.is_file():
            found.append(path.absolute().parents[1])
    shipped = default_pack_folder().resolve()
    known = {folder.resolve(): folder for folder in reversed(found)}
    return [folder for key, folder in reversed(known.items()) if key != shipped]


def chosen_rules(loaded: LoadedPack, names: Sequence[str]) -> list[str]:
    """The ids that the names mean, in the order of the pack; all rules without names. A usage error where a name means
    nothing."""
    known = [each.rule.id for each in loaded.rules]
    if not names:
        return known
    chosen: set[str] = set()
    for name in names:
        path = Path(name)
        if name in known:
            chosen.add(name)
        elif path.is_dir() or (path.suffix in _SUFFIXES and path.is_file()):
            chosen |= touched_rules(loaded, {path.resolve()})
        else:
            raise typer.BadParameter(f"there is no rule and no file {name!r}{suggest(name, known)}")
    return [name for name in known if name in chosen]


def touched_rules(loaded: LoadedPack, paths: set[Path]) -> set[str]:
    """The rules that stand in these files or folders, include a list of them, or are subject to a filter of them."""

    def meant(file: str) -> bool:
        path = Path(file).resolve()
        return path in paths or not paths.isdisjoint(path.parents)

    lists = {each.words.id for each in loaded.lists if meant(each.file)}
    filters = [each.filter for each in loaded.filters if meant(each.file)]
    return {
        each.rule.id
        for each in loaded.rules
        if meant(each.file)
        or not lists.isdisjoint(lists_of(each))
        or any(one.applies_to(each.rule.id) for one in filters)
    }
