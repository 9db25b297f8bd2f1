"""`monitor check`: every mistake in configuration and rules, in one run; without network unless asked."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.findings import frequent_terms, unheard_languages
from monitor.cli.options import find_config
from monitor.cli.shown import from_here
from monitor.config import Config, look, read_opml
from monitor.config.watched import look_up
from monitor.detect.changed import changed_rules, sound_part
from monitor.detect.gazetteer import load_gazetteer
from monitor.detect.lint import FOLDERS
from monitor.detect.load import BrokenPackError, LoadedPack, default_pack_folder
from monitor.errors import ConfigError, Problem
from monitor.snapshot import MODELS, failed_tests, load_rules
from monitor.yamlfile import MAX_BYTES, render_line

EXIT_PROBLEMS = 1
EXIT_WARNINGS = 3
CODES = "docs/reference/codes.md"
_PARTS_OF_A_PACK = frozenset({*FOLDERS, "places"})
_FOLLOWS = frozenset({"silent-language", "no-positive-test", "no-negative-test"})

Checked = tuple[tuple[Problem, ...], str]


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
            help="Configuration files, folders of rules, files in them, or OPML; without one, what `run` would use.",
        ),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 3 when there are warnings.")] = False,
    form: Annotated[CheckFormat, typer.Option("--format", help="text, json or github.")] = CheckFormat.TEXT,
    online: Annotated[
        bool, typer.Option("--online", help="Also fetch every feed once, and log in or connect to channels.")
    ] = False,
) -> int:
    """Check configuration, feed lists, channels, secrets, templates, and rules with their tests. Nothing is sent."""
    problems: list[Problem] = []
    said: list[str] = []
    for target in dict.fromkeys(_target(path) for path in paths or [find_config(None)]):
        found, summary = check_path(target, online=online)
        problems += found
        said.append(f"{target}: {summary}")
    problems = list(dict.fromkeys(replace(problem, path=from_here(problem.path)) for problem in problems))
    _show(problems, form)
    errors = sum(problem.level == "error" for problem in problems)
    warnings = len(problems) - errors
    said.append(f"{_count(errors, 'error')}, {_count(warnings, 'warning')}")
    if problems and form is CheckFormat.TEXT:
        said.append(f"What the words in [ ] mean, and what to do: {CODES}")
    typer.echo("\n".join(said), err=True)
    if errors:
        return EXIT_PROBLEMS
    return EXIT_WARNINGS if warnings and strict else 0


def _target(path: Path) -> Path:
    """The configuration, folder of rules or OPML file that a path belongs to, so that each is checked once."""
    if path.is_dir():
        is_config = (path / "config.yaml").is_file() and not (path / "topics").is_dir()
        return path / "config.yaml" if is_config else path
    parent = path.absolute().parent
    if parent.name in _PARTS_OF_A_PACK:
        return parent.parent
    if path.name != "config.yaml" and path.suffix in {".yaml", ".yml"} and (parent / "topics").is_dir():
        return parent
    return path


def check_path(path: Path, *, online: bool = False) -> Checked:
    """All problems of a configuration, a folder of rules or an OPML file, and a few words on what it holds."""
    if path.is_dir():
        return check_rules([path])
    if path.suffix in {".opml", ".xml"}:
        opml = read_opml(path)
        failed = any(problem.level == "error" for problem in opml.problems)
        return opml.problems, "FAILED" if failed else f"SUCCESS, {_count(len(opml.feeds), 'feed')}"
    return check_config(path, online=online)


def check_config(path: Path, *, online: bool = False) -> Checked:
    """All problems of one configuration and of the rules it names, also of those behind a mistake."""
    looked = look(path)
    problems = looked.problems
    models = looked.data / MODELS if looked.data else None
    of_rules, rules, pack = _check_rules(looked.rules, models) if looked.data else ((), "", None)
    problems += of_rules
    config = looked.config
    if config and pack:
        together = _together(config, pack)
        problems += tuple(replace(each, path=str(path)) if each.path == str(config.path) else each for each in together)
        if online and not any(problem.level == "error" for problem in problems):
            from monitor.cli.online import online as ask  # noqa: PLC0415 - most checks stay here, and start at once

            problems += tuple(replace(each, path=str(path)) for each in ask(config))
    if not (config and pack) or any(problem.level == "error" for problem in problems):
        return problems, "FAILED" + ("; nothing was asked for, as it would not start" if online and not config else "")
    feeds, channels = _count(len(config.feeds), "feed"), _count(len(config.channels), "channel")
    return problems, f"{rules}, {feeds}, {channels}"


def _together(config: Config, pack: LoadedPack) -> tuple[Problem, ...]:
    topics = tuple(one.rule.id for one in pack.rules)
    looked_up = look_up(config, lambda: load_gazetteer(pack.place_folders, pack.places), topics)
    unknown = looked_up.warnings[len(config.warnings) :]
    return (*unknown, *unheard_languages(config, pack), *frequent_terms(config.data, pack, config.rules))


def check_rules(folders: Sequence[Path], models: Path | None = None) -> Checked:
    """All problems of the shipped pack with these folders laid over it, and of the tests of what they change.
    `models` is the folder of the user's own models.

    What the shipped rules are warned of is for their authors: it is left out unless their own folder is asked for.
    """
    problems, said, _ = _check_rules(folders, models)
    return problems, said


def _check_rules(folders: Sequence[Path], models: Path | None) -> tuple[tuple[Problem, ...], str, LoadedPack | None]:
    shipped = default_pack_folder().resolve()
    own = [folder for folder in folders if folder.resolve() != shipped]
    for_authors = len(own) < len(folders)
    try:
        pack = load_rules(own, models, lint_shipped=for_authors, only_changed=not for_authors)
    except ConfigError as error:
        beside = tuple(problem for problem in error.warnings if problem.code not in _FOLLOWS)
        return (*error.problems, *_failing(error, None if for_authors else shipped), *beside), "FAILED", None
    ran = pack.rules if for_authors else changed_rules(pack, shipped)
    tests, passed = (sum(len(one.rule.tests) for one in some) for some in (pack.rules, ran))
    kept = "" if tests == passed else f" ({passed} run, those of shipped rules that are unchanged are not)"
    return pack.warnings, f"SUCCESS, {_count(len(pack.rules), 'rule')} with {_count(tests, 'test')}{kept}", pack


def _failing(error: ConfigError, shipped: Path | None) -> Iterator[Problem]:
    """The tests that fail in sound rules beside those that do not load; with `shipped` only of rules that differ from
    those of that folder."""
    sound = sound_part(error) if isinstance(error, BrokenPackError) else None
    if sound is not None:
        rules = changed_rules(sound, shipped) if shipped else sound.rules
        for problems in failed_tests(replace(sound, rules=rules)).values():
            yield from problems


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _show(problems: list[Problem], form: CheckFormat) -> None:
    for problem in problems:
        if form is CheckFormat.JSON:
            described = {**asdict(problem), "help": f"{CODES}#{problem.code}"}
            typer.echo(json.dumps(described, ensure_ascii=False))
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
