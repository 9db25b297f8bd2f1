"""`monitor check`: every mistake in configuration and rules, in one run, without network."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.options import find_config
from monitor.config import channel_problems, load_config
from monitor.detect.load import default_pack_folder
from monitor.errors import ConfigError, Problem
from monitor.snapshot import MODELS, load_rules
from monitor.yamlfile import MAX_BYTES, render_line

EXIT_PROBLEMS = 1
EXIT_WARNINGS = 3
_PARTS_OF_A_PACK = frozenset({"topics", "lists", "filters"})


class CheckFormat(StrEnum):
    """How problems are printed."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


def check(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[PATH...]",
            help="Configuration files, folders of rules, or files in them; without one, what `run` would use.",
        ),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 3 when there are warnings.")] = False,
    form: Annotated[CheckFormat, typer.Option("--format", help="text, json or github.")] = CheckFormat.TEXT,
) -> int:
    """Check configuration, feed lists, channels, secrets, and rules with their tests. Nothing is sent or fetched."""
    problems: list[Problem] = []
    said: list[str] = []
    for path in paths or [find_config(None)]:
        found, summary = check_path(path)
        problems += found
        said.append(f"{path}: {summary}")
    problems = list(dict.fromkeys(problems))
    _show(problems, form)
    errors = sum(problem.level == "error" for problem in problems)
    warnings = len(problems) - errors
    typer.echo("\n".join([*said, f"{errors} errors, {warnings} warnings"]), err=True)
    if errors:
        return EXIT_PROBLEMS
    return EXIT_WARNINGS if warnings and strict else 0


def check_path(path: Path) -> tuple[tuple[Problem, ...], str]:
    """All problems of a configuration, or of a folder or file of rules, and a few words on what it holds."""
    if path.is_dir() and (path / "config.yaml").is_file() and not (path / "topics").is_dir():
        return check_config(path / "config.yaml")
    if path.is_dir():
        return check_rules([path])
    if path.absolute().parent.name in _PARTS_OF_A_PACK:
        return check_rules([path.absolute().parent.parent])
    return check_config(path)


def check_config(path: Path) -> tuple[tuple[Problem, ...], str]:
    """All problems of one configuration and of the rules it names."""
    try:
        config = load_config(path)
    except ConfigError as error:
        return error.problems, "FAILED"
    of_rules, rules = check_rules(config.rules, config.data / MODELS)
    problems = (*config.warnings, *channel_problems(config), *of_rules)
    failed = any(problem.level == "error" for problem in problems)
    return problems, "FAILED" if failed else f"{rules}, {len(config.feeds)} feeds, {len(config.channels)} channels"


def check_rules(folders: Sequence[Path], models: Path | None = None) -> tuple[tuple[Problem, ...], str]:
    """All problems of the shipped pack with these folders laid over it, and of the tests in the rules.
    `models` is the folder of the user's own models.

    What the shipped rules are warned of is for their authors: it is left out unless their own folder is asked for.
    """
    shipped = default_pack_folder().resolve()
    own = [folder for folder in folders if folder.resolve() != shipped]
    try:
        pack = load_rules(own, models)
    except ConfigError as error:
        return error.problems, "FAILED"
    tests = sum(len(one.rule.tests) for one in pack.rules)
    told = pack.warnings if len(own) < len(folders) else _elsewhere(pack.warnings, shipped)
    return told, f"SUCCESS, {len(pack.rules)} rules with {tests} tests"


def _elsewhere(warnings: Sequence[Problem], folder: Path) -> tuple[Problem, ...]:
    return tuple(problem for problem in warnings if not Path(problem.path).resolve().is_relative_to(folder))


def _show(problems: list[Problem], form: CheckFormat) -> None:
    for problem in problems:
        if form is CheckFormat.JSON:
            typer.echo(json.dumps(asdict(problem), ensure_ascii=False))
        elif form is CheckFormat.GITHUB:
            place = f"file={_property(problem.path)},line={problem.line or 1},col={problem.col or 1}"
            typer.echo(f"::{problem.level} {place}::{_message(f'{problem.message} [{problem.code}]')}")
        else:
            typer.echo(_with_line(problem))


def _with_line(problem: Problem) -> str:
    """The problem with its line and a caret; without them where the line may hold a password."""
    path = Path(problem.path)
    if not problem.line or path.name == "secrets.yaml" or path.suffix not in {".yaml", ".yml"}:
        return str(problem)
    try:
        with path.open("rb") as file:
            lines = file.read(MAX_BYTES).decode("utf-8", "replace").splitlines()
    except OSError:
        return str(problem)
    return render_line(problem, lines[problem.line - 1] if problem.line <= len(lines) else "")


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
