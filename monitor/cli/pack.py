"""The rules that a command looks at articles with."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from monitor.config import load_config
from monitor.detect.compile import Pack, compile_pack
from monitor.detect.load import LoadedPack, default_pack_folder, load_pack
from monitor.detect.modelled import load_models
from monitor.snapshot import MODELS, load_rules

AlsoConfig = Annotated[
    Path | None,
    typer.Option("--config", "-c", help="Look as this configuration does: with its rules and its own models."),
]


def pack_of(rules: Sequence[Path] | None, config: Path | None) -> Pack:
    """The shipped pack with these folders laid over it; with a configuration, over those that it names, and with the
    models that were fitted on its verdicts. What is said of a model that is not used goes to standard error."""
    if config is None:
        loaded = load_pack([default_pack_folder(), *(rules or ())])
        problems = load_models(loaded.models).problems
    else:
        settings = load_config(config)
        loaded = load_rules([*settings.rules, *(rules or ())], settings.data / MODELS)
        problems = tuple(problem for problem in loaded.warnings if problem.code == "bad-model")
    for problem in problems:
        typer.echo(str(problem), err=True)
    return compile_pack(loaded)


def rule_folders(rules: Sequence[Path] | None, config: Path | None) -> tuple[list[Path], Path | None]:
    """The folders laid over the shipped pack, those of a configuration first, and the folder of its own models."""
    if config is None:
        return list(rules or ()), None
    settings = load_config(config)
    return [*settings.rules, *(rules or ())], settings.data / MODELS


def read_pack(folders: Sequence[Path], models: Path | None = None) -> LoadedPack:
    """The shipped pack with these folders laid over it, as it stands: its tests may fail."""
    return load_pack([default_pack_folder(), *folders], models)
