"""The rules that a command looks at articles with."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.options import find_config
from monitor.config import load_config, look
from monitor.detect.compile import Pack, compile_pack
from monitor.detect.load import LoadedPack, default_pack_folder, load_pack
from monitor.detect.modelled import load_models
from monitor.errors import Problem
from monitor.snapshot import MODELS, load_rules

AlsoConfig = Annotated[
    Path | None,
    typer.Option("--config", "-c", help="Look as this configuration does: with its rules and its own models."),
]
OwnConfig = Annotated[
    Path | None,
    typer.Option(
        "--config",
        "-c",
        help="Look as this configuration does: with its rules and its own models. Without it and --rules, that which "
        "`monitor run` would use, if there is one.",
    ),
]


def pack_of(rules: Sequence[Path] | None, config: Path | None) -> Pack:
    """The shipped pack with these folders laid over it; with a configuration, over those that it names, and with the
    models that were fitted on its verdicts. What is said of a model that is not used goes to standard error."""
    if config is None:
        loaded = load_pack([default_pack_folder(), *(rules or ())])
        problems = load_models(loaded.models).problems
    else:
        settings = load_config(config)
        loaded = load_rules([*settings.rules, *(rules or ())], settings.data / MODELS, only_changed=True)
        problems = tuple(problem for problem in loaded.warnings if problem.code == "bad-model")
    return _told(loaded, problems)


def own_pack(rules: Sequence[Path] | None, config: Path | None) -> Pack:
    """The same; where neither is given, with what `own_folders` gives, though rules may fail their tests."""
    if config:
        return pack_of(rules, config)
    loaded = read_pack(*own_folders(rules, None))
    return _told(loaded, load_models(loaded.models).problems)


def _told(loaded: LoadedPack, problems: Iterable[Problem]) -> Pack:
    for problem in problems:
        typer.echo(str(problem), err=True)
    return compile_pack(loaded)


def rule_folders(rules: Sequence[Path] | None, config: Path | None) -> tuple[list[Path], Path | None]:
    """The folders laid over the shipped pack, those of a configuration first, and the folder of its own models."""
    if config is None:
        return list(rules or ()), None
    settings = load_config(config)
    return [*settings.rules, *(rules or ())], settings.data / MODELS


def own_folders(rules: Sequence[Path] | None, config: Path | None) -> tuple[list[Path], Path | None]:
    """The same; where neither is given, those of the configuration that `run` would use, whatever else is wrong with
    it."""
    found = find_config(None)
    if config or rules or not found.is_file():
        return rule_folders(rules, config)
    looked = look(found)
    return list(looked.rules), looked.data / MODELS if looked.data else None


def read_pack(folders: Sequence[Path], models: Path | None = None) -> LoadedPack:
    """The shipped pack with these folders laid over it, as it stands: its tests may fail."""
    return load_pack([default_pack_folder(), *folders], models)
