"""`monitor train`: models of topics, fitted on labelled articles."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from monitor.cli.options import ConfigFile, RulesFolders, find_config
from monitor.config import load_config
from monitor.detect.compile import compile_pack
from monitor.detect.load import default_pack_folder, load_pack
from monitor.learn.corpus import read_corpus
from monitor.learn.topics import Trained, train_learned, train_shared


def train(
    rules: RulesFolders = None,
    config: ConfigFile = None,
    pack: Annotated[bool, typer.Option("--pack", help="Rebuild the shipped models from rules/examples.")] = False,
    out: Annotated[Path | None, typer.Option(help="Write models here, instead of beside the rules.")] = None,
) -> int:
    """Fit the models of rules that have examples: `classifier: {examples: FILE}`.

    A model is written to `model/` in its rules folder, where it is found again. The same examples give the same file.
    """
    shipped = default_pack_folder()
    folders = list(rules or _configured(config))
    loaded = load_pack([shipped, *folders])
    compiled = compile_pack(loaded)
    done: list[Trained] = []
    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        if pack:
            articles = [one for file in sorted((shipped / "examples").glob("*.jsonl")) for one in read_corpus(file)]
            task = bar.add_task("shipped topics", total=len(loaded.rules))
            done += train_shared(compiled, articles, out or shipped / "model", lambda: bar.advance(task))
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


def _configured(config: Path | None) -> tuple[Path, ...]:
    path = find_config(config)
    return load_config(path).rules if path.is_file() else ()
