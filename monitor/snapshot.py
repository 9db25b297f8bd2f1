"""The snapshot: the immutable set of configuration, rules and lists that one evaluation uses. Swapped whole, or kept.

Building one reads and validates everything, compiles the rules and runs every rule's own tests. Only then is it
written, under its own fingerprint, where children find it.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from monitor.config import Config, load_config
from monitor.detect.compile import compile_pack
from monitor.detect.load import LoadedPack, default_pack_folder, load_pack
from monitor.detect.modelled import load_models
from monitor.detect.selftest import run_tests
from monitor.errors import Problem, RuleError
from monitor.models import SnapshotRef

KEPT_FILES = 4
MODELS = "models"
"""The folder of the user's own models, in the data folder."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What is in force. `warnings` did not stop it from loading; a person should still see them."""

    ref: SnapshotRef
    config: Config
    rules: tuple[str, ...]
    warnings: tuple[Problem, ...]


def build(config_path: Path, data: Path | None = None) -> Snapshot:
    """Read, validate, compile and self-test everything; raises ConfigError with all problems found.

    `data` overrides the configured data folder, in which the children's file is kept.
    """
    config = load_config(config_path)
    home = data or config.data
    loaded = load_rules(config.rules, home / MODELS)
    refused = load_models(loaded.models).problems
    folder = home / "snapshots"
    return Snapshot(
        write_pack(loaded, folder),
        config,
        tuple(sorted(one.rule.id for one in loaded.rules)),
        (*config.warnings, *loaded.warnings, *refused),
    )


def load_rules(folders: Sequence[Path], models: Path | None = None) -> LoadedPack:
    """The shipped pack with these folders laid over it, every rule's own tests passed. `models` are the user's own."""
    loaded = load_pack([default_pack_folder(), *folders], models)
    problems = tuple(result.problem for result in run_tests(compile_pack(loaded)) if result.problem)
    if any(problem.level == "error" for problem in problems):
        raise RuleError(problems)
    return loaded


def write_pack(loaded: LoadedPack, folder: Path) -> SnapshotRef:
    """Put the rules where children find them, under their own fingerprint; the newest few such files are kept."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{loaded.fingerprint}.json"
    partial = path.with_suffix(".partial")
    partial.write_text(loaded.to_json(), "utf-8")
    partial.replace(path)
    os.utime(path)
    newest_first = sorted(folder.glob("*.json"), key=lambda file: file.stat().st_mtime, reverse=True)
    for old in newest_first[KEPT_FILES:]:
        old.unlink(missing_ok=True)
    return SnapshotRef(loaded.fingerprint, str(path.resolve()))
