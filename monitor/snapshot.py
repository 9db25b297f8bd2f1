"""The snapshot: the immutable set of configuration, rules and lists that one evaluation uses. Swapped whole, or kept.

Building one reads and validates everything, compiles the rules and runs every rule's own tests. Only then is it
written, under its own fingerprint, where children find it: the rules, and copies of the places, names and models that
do not come with the program, so that no later edit reaches an evaluation that names this snapshot.
"""

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from monitor.config import Config, load_config
from monitor.config.watched import look_up
from monitor.detect.changed import changed_rules
from monitor.detect.compile import compile_pack
from monitor.detect.copies import with_copies
from monitor.detect.gazetteer import load_gazetteer
from monitor.detect.load import LoadedPack, ModelFile, default_pack_folder, load_pack
from monitor.detect.modelled import load_models
from monitor.detect.selftest import run_tests
from monitor.errors import Problem, RuleError
from monitor.models import Decision, SnapshotRef
from monitor.stamps import Stamps, config_stamps, read_settled, rules_stamps

KEPT_FILES = 16
EXAMPLES = 3
MODELS = "model"
"""The folder in the data folder that holds models fitted again on people's verdicts."""


@dataclass(frozen=True, slots=True)
class Example:
    """An article that its rule must alert on, by the rule's own tests."""

    rule: str
    lang: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What is in force. `warnings` did not stop it from loading; a person should still see them. `encoders` are those
    that its models ask for, by name; `stamps` tell of the files it was read from."""

    ref: SnapshotRef
    config: Config
    rules: tuple[str, ...]
    warnings: tuple[Problem, ...]
    examples: tuple[Example, ...] = field(default=(), kw_only=True)
    encoders: frozenset[str] = frozenset()
    stamps: Stamps = field(default_factory=dict, repr=False, compare=False)


def build(
    config_path: Path, data: Path | None = None, *, shipped: Path | None = None, only_changed: bool = False
) -> Snapshot:
    """Read, validate, compile and self-test everything; raises ConfigError with all problems found.

    What is read stood in all the files at one moment, however they are edited meanwhile; UnsettledError when that
    moment does not come. `data` overrides the configured data folder, in which the children's files are kept, and
    `shipped` the rules that the others are laid over. `only_changed`: see `load_rules`.
    """
    shipped = shipped or default_pack_folder()
    config = read_settled(lambda: load_config(config_path), lambda: config_stamps(config_path))

    def look() -> Stamps:
        return {**look_at(config), **rules_stamps([shipped])}

    def read() -> tuple[Stamps, LoadedPack]:
        nonlocal config
        stamps = look_at(config)
        config = load_config(config_path)
        loaded = load_pack([shipped, *config.rules], config.data / MODELS)
        load_models(loaded.models)
        return stamps, loaded

    stamps, loaded = read_settled(read, look)
    loaded = _tested(loaded, config.data / MODELS, shipped, only_changed=only_changed)
    topics = tuple(sorted(one.rule.id for one in loaded.rules))
    config = look_up(config, lambda: load_gazetteer(loaded.place_folders, loaded.places), topics)
    return Snapshot(
        write_pack(loaded, (data or config.data) / "snapshots"),
        config,
        topics,
        (*config.warnings, *loaded.warnings),
        frozenset(each.embeddings for each in loaded.models if each.embeddings),
        stamps,
        examples=examples_of(loaded),
    )


def look_at(config: Config) -> Stamps:
    """The stamps of all that people edit: the configuration, what lies beside it, rules, lists, places and models."""
    return {**config_stamps(config.path), **rules_stamps(config.rules, config.data / MODELS)}


def examples_of(loaded: LoadedPack) -> tuple[Example, ...]:
    """A few of the rules' own tests that must alert, one a rule, all in the language that has most of them."""
    found: dict[str, dict[str, Example]] = {}
    for one in loaded.rules:
        for test in one.rule.tests:
            if test.expect.decision is Decision.ALERT and test.title and not (test.todo or test.url):
                mine = found.setdefault(test.lang, {})
                mine.setdefault(one.rule.id, Example(one.rule.id, test.lang, test.title, test.text))
    most = max(found.values(), key=len, default={})
    return tuple(most[rule] for rule in sorted(most)[:EXAMPLES])


def load_rules(
    folders: Sequence[Path], models: Path | None = None, *, lint_shipped: bool = False, only_changed: bool = False
) -> LoadedPack:
    """The shipped pack with these folders laid over it, every rule's own tests passed.

    `models` is a folder of the user's own. One that is refused, or with which its rule fails a test, is named among the
    warnings and not used. What the shipped files are warned of is for their authors, who ask for it with
    `lint_shipped`; with `only_changed` the tests of rules that the folders do not touch are not run again.
    """
    shipped = default_pack_folder()
    loaded = load_pack([shipped, *folders], models, lint_shipped=lint_shipped)
    return _tested(loaded, models, shipped, only_changed=only_changed)


def _tested(loaded: LoadedPack, models: Path | None, shipped: Path, *, only_changed: bool) -> LoadedPack:
    failed = failed_tests(replace(loaded, rules=changed_rules(loaded, shipped)) if only_changed else loaded)
    if models is not None:
        own = {each.path for each in loaded.models if Path(each.path).parent == models.resolve()}
        blamed = [each for each in loaded.models if each.path in own and each.topic in failed]
        if blamed:
            kept = tuple(each for each in loaded.models if each not in blamed)
            told = tuple(_not_used(each, failed[each.topic][0]) for each in blamed)
            loaded = replace(loaded, models=kept, warnings=(*loaded.warnings, *told))
            failed = failed_tests(loaded)
    if failed:
        raise RuleError(tuple(problem for problems in failed.values() for problem in problems))
    return replace(loaded, warnings=(*loaded.warnings, *load_models(loaded.models).problems))


def failed_tests(loaded: LoadedPack) -> dict[str, list[Problem]]:
    """What is wrong, by rule, where a rule fails its own tests."""
    failed: dict[str, list[Problem]] = {}
    if not loaded.rules:
        return failed
    for result in run_tests(compile_pack(loaded)):
        if result.problem and result.problem.level == "error":
            failed.setdefault(result.rule, []).append(result.problem)
    return failed


def _not_used(model: ModelFile, why: Problem) -> Problem:
    said = (
        f"this model is not used: with it {why.message} ({why.path}:{why.line}); run `monitor train --verdicts` again"
    )
    return Problem(model.path, 0, 0, said, "bad-model", "warning")


def write_pack(loaded: LoadedPack, folder: Path) -> SnapshotRef:
    """Put the rules where children find them, under their own fingerprint; the newest few such files are kept.

    Raises UnsettledError when places, names or models are no longer those that were loaded.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{loaded.fingerprint}.json"
    partial = path.with_suffix(".partial")
    partial.write_text(with_copies(loaded, folder).to_json(), "utf-8")
    partial.replace(path)
    os.utime(path)
    newest_first = sorted(folder.glob("*.json"), key=lambda file: file.stat().st_mtime, reverse=True)
    for old in newest_first[KEPT_FILES:]:
        old.unlink(missing_ok=True)
    if copies := [each for each in folder.iterdir() if each.is_dir()]:
        named = [file.read_text("utf-8") for file in newest_first[:KEPT_FILES]]
        for copy in copies:
            if not any(copy.name in text for text in named):
                shutil.rmtree(copy, ignore_errors=True)
    return SnapshotRef(loaded.fingerprint, str(path.resolve()))
