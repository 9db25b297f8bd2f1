"""`monitor train`: models of topics, fitted on labelled articles."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from monitor.cli.options import ConfigFile, RulesFolders, find_config
from monitor.config import load_config
from monitor.control import ask, is_running
from monitor.detect.compile import compile_pack
from monitor.detect.load import default_pack_folder, load_pack
from monitor.learn.corpus import Labelled, read_corpus
from monitor.learn.topics import Trained, train_learned, train_shared
from monitor.learn.verdicts import Left, Refitted, refit, require_enough
from monitor.snapshot import MODELS, load_rules
from monitor.store import verdicts as answers
from monitor.store.database import open_reader

RELOAD_SECONDS = 120.0


def train(
    rules: RulesFolders = None,
    config: ConfigFile = None,
    pack: Annotated[bool, typer.Option("--pack", help="Rebuild the shipped models from rules/examples.")] = False,
    verdicts: Annotated[
        bool, typer.Option("--verdicts", help="Fit the shipped models again, with the articles that people judged.")
    ] = False,
    out: Annotated[Path | None, typer.Option(help="Write models here, instead of beside the rules.")] = None,
) -> int:
    """Fit the models of rules that have examples: `classifier: {examples: FILE}`.

    A model is written to `model/` in its rules folder, where it is found again. The same examples give the same file.

    With --verdicts, rules with `classifier:` and no examples of their own learn from the shipped examples and from
    `monitor verdict`; their models are written to `model/` in the data folder and take the place of the shipped ones.
    """
    if verdicts and pack:
        raise typer.BadParameter(
            "the shipped models are not made from verdicts; leave one out", param_hint="--verdicts"
        )
    if verdicts:
        return _from_verdicts(find_config(config), list(rules or ()), out)
    shipped = default_pack_folder()
    folders = list(rules or _configured(config))
    loaded = load_pack([shipped, *folders])
    compiled = compile_pack(loaded)
    done: list[Trained] = []
    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        if pack:
            task = bar.add_task("shipped topics", total=len(loaded.rules))
            done += train_shared(compiled, _shipped_examples(), out or shipped / "model", lambda: bar.advance(task))
        for rule in loaded.rules:
            if rule.rule.classifier and rule.rule.classifier.examples:
                task = bar.add_task(rule.rule.id, total=None)
                done.append(train_learned(rule, compiled, out or Path(rule.file).resolve().parent.parent / "model"))
                bar.remove_task(task)
    for one in done:
        counted = f"{one.positives} positives, {one.negatives} negatives"
        typer.echo(f"{one.topic}: {counted}, F1 out of fold {one.f1:.2f} from p={one.threshold:.2f}: {one.path}")
    if not done:
        typer.echo("no rule has `classifier: {examples: FILE}`; name its folder with --rules", err=True)
    return 0 if done else 1


def _from_verdicts(config: Path, more: Sequence[Path], out: Path | None) -> int:
    settings = load_config(config)
    with open_reader(settings.data) as db:
        judged = list(answers.judged(db))
    require_enough(judged)
    folders, folder = [*settings.rules, *more], out or settings.data / MODELS
    pack = compile_pack(load_pack([default_pack_folder(), *folders]))
    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("rules", total=len(pack.rules))
        done = refit(pack, _shipped_examples(), judged, folder, lambda: bar.advance(task))
    _drop_refused(folders, folder)
    kept = 0
    for one in done:
        if isinstance(one, Left):
            typer.echo(f"{one.topic}: {one.why}; its model stays as it is")
        elif one.path.exists():
            kept += 1
            typer.echo(_told(one))
    if not done:
        typer.echo("no rule has `classifier:` without examples of its own: there is no model to fit again", err=True)
    if kept and out is None and is_running(settings.data):
        refused = ask(settings.data, "reload", wait_seconds=RELOAD_SECONDS)
        typer.echo(str(refused) if refused else "the running service uses the new models from now on", err=True)
    return 0 if kept else 1


def _drop_refused(folders: Sequence[Path], models: Path) -> None:
    """Take away what the service would not use: models with which a rule fails its own tests."""
    for problem in load_rules(folders, models).warnings:
        path = Path(problem.path)
        if problem.code == "bad-model" and path.parent == models.resolve():
            path.unlink()
            typer.echo(f"{path.stem}: not kept: {problem.message}", err=True)


def _told(one: Refitted) -> str:
    was = "none" if one.f1_before is None else f"{one.f1_before:.2f}"
    right = "" if one.right_before is None else f"{one.right_before} -> "
    return (
        f"{one.topic}: {one.positives} positives and {one.negatives} negatives shipped,"
        f" {one.confirmed} and {one.rejected} judged; F1 out of fold {was} -> {one.f1_after:.2f},"
        f" judged articles told rightly {right}{one.right_after} of {one.confirmed + one.rejected}: {one.path}"
    )


def _shipped_examples() -> list[Labelled]:
    return [one for file in sorted((default_pack_folder() / "examples").glob("*.jsonl")) for one in read_corpus(file)]


def _configured(config: Path | None) -> tuple[Path, ...]:
    path = find_config(config)
    return load_config(path).rules if path.is_file() else ()
