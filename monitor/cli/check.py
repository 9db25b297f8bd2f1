"""`monitor check`: every mistake in configuration and rules, in one run, without network."""

import json
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.options import find_config
from monitor.config import channel_problems, load_config
from monitor.errors import ConfigError, Problem
from monitor.yamlfile import MAX_BYTES, render_line

EXIT_PROBLEMS = 1
EXIT_WARNINGS = 3


class CheckFormat(StrEnum):
    """How problems are printed."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


def check(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PATH...]", help="Configuration files; without one, the one that `run` would use."),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 3 when there are warnings.")] = False,
    form: Annotated[CheckFormat, typer.Option("--format", help="text, json or github.")] = CheckFormat.TEXT,
) -> int:
    """Check configuration, feed lists, channels and secrets. Nothing is sent or fetched."""
    problems: list[Problem] = []
    said: list[str] = []
    for path in paths or [find_config(None)]:
        found, summary = check_config(path)
        problems += found
        said.append(summary)
    _show(problems, form)
    errors = sum(problem.level == "error" for problem in problems)
    warnings = len(problems) - errors
    typer.echo("\n".join([*said, f"{errors} errors, {warnings} warnings"]), err=True)
    if errors:
        return EXIT_PROBLEMS
    return EXIT_WARNINGS if warnings and strict else 0


def check_config(path: Path) -> tuple[tuple[Problem, ...], str]:
    """All problems of one configuration, and one line on what it holds."""
    try:
        config = load_config(path)
    except ConfigError as error:
        return error.problems, f"{path}: FAILED"
    problems = (*config.warnings, *channel_problems(config))
    failed = any(problem.level == "error" for problem in problems)
    held = f"{len(config.feeds)} feeds, {len(config.channels)} channels"
    return problems, f"{path}: {'FAILED' if failed else 'SUCCESS'}, {held}"


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
