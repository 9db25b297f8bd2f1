"""Copies of the places, names and models that people may edit, so that a pack stays what it was when it was loaded.

A copy lies under the digest of what stands in it. Packs that differ in their rules alone share it, and so does the
memory that it takes in the children.
"""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from monitor.detect.folder import digest_of, file_digest
from monitor.detect.load import LoadedPack, ModelFile, default_pack_folder
from monitor.errors import Problem, UnsettledError


def with_copies(loaded: LoadedPack, folder: Path) -> LoadedPack:
    """The pack, with copies in `folder` in the place of all that does not come with the program.

    Raises UnsettledError when files are no longer those that were loaded.
    """
    own = [each for each in loaded.place_folders if not _comes_with_the_program(each)]
    places = loaded.place_folders
    if own:
        target = (folder / f"places-{loaded.places}").resolve()
        copied = {source: str(target / str(number) / "places") for number, source in enumerate(own)}
        places = tuple(copied.get(each, each) for each in loaded.place_folders)
        _once(target, lambda partial: _copy_places(own, partial))
        _must_be_the_same(digest_of(places), loaded.places, target, own[0])
    return replace(loaded, place_folders=places, models=tuple(_copied(each, folder) for each in loaded.models))


def _copied(model: ModelFile, folder: Path) -> ModelFile:
    if _comes_with_the_program(model.path):
        return model
    target = (folder / f"model-{model.digest}").resolve()
    copy = target / Path(model.path).name
    _once(target, lambda partial: [shutil.copyfile(model.path, partial / copy.name)])
    digest = file_digest(copy) if copy.is_file() else ""
    _must_be_the_same(digest, model.digest, target, model.path)
    return replace(model, path=str(copy))


def _comes_with_the_program(path: str) -> bool:
    return Path(path).resolve().is_relative_to(default_pack_folder().resolve())


def _copy_places(folders: Sequence[str], target: Path) -> None:
    for number, places in enumerate(map(Path, folders)):
        (target / str(number) / "places").mkdir(parents=True)
        for path in places.iterdir():
            if path.is_file():
                shutil.copyfile(path, target / str(number) / "places" / path.name)
        names = places.parent / "names.yaml"
        if names.is_file():
            shutil.copyfile(names, target / str(number) / names.name)


def _once(target: Path, fill: Callable[[Path], object]) -> None:
    """Let `fill` make the folder, unless it is there; it appears whole."""
    if target.is_dir():
        return
    partial = target.with_suffix(".partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    fill(partial)
    partial.rename(target)


def _must_be_the_same(digest: str, wanted: str, target: Path, source: str) -> None:
    if digest != wanted:
        shutil.rmtree(target, ignore_errors=True)
        raise UnsettledError((Problem(source, 0, 0, "changed while it was read; try again", "unsettled"),))
