"""`monitor rules test`: the tests that stand in rules; what differs, what was missing, and what no test touches."""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text
from watchfiles import watch as watch_files

from monitor.cli.explain import ExplainFormat, rule_lines
from monitor.cli.junit import write_junit
from monitor.cli.options import RulesFolders
from monitor.cli.pack import OwnConfig, own_folders, read_pack
from monitor.cli.select import chosen_rules, overlays, touched_rules
from monitor.cli.shown import from_here
from monitor.cli.tables import show as show_table
from monitor.detect.compile import Pack, compile_pack
from monitor.detect.excerpt import excerpt
from monitor.detect.explain import explain
from monitor.detect.load import LoadedPack, default_pack_folder
from monitor.detect.reading import Reading
from monitor.detect.selftest import TestResult, run_tests
from monitor.errors import ConfigError, MonitorError, Problem
from monitor.learn.coverage import KINDS, Covered, coverage

_SUFFIXES = (".yaml", ".yml")
_DEBOUNCE_MS = 200


@dataclass(frozen=True, slots=True)
class _Asked:
    """What to run, and how to tell of it."""

    folders: list[Path]
    models: Path | None
    names: Sequence[str]
    model: bool
    strict: bool
    coverage: bool
    form: ExplainFormat
    junit: Path | None


def test(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PATH|RULE...]", help="Rules by name, their files or lists, or folders; else all."),
    ] = None,
    rules: RulesFolders = None,
    config: OwnConfig = None,
    model: Annotated[bool, typer.Option("--model", help="With the shipped model, as the service judges.")] = False,
    covered: Annotated[
        bool, typer.Option("--coverage", help="Which terms, alternatives and contexts no test touches.")
    ] = False,
    form: Annotated[ExplainFormat, typer.Option("--format", help="text or json.")] = ExplainFormat.TEXT,
    junit: Annotated[Path | None, typer.Option(help="Write the results as JUnit XML into this file.")] = None,
    watch: Annotated[bool, typer.Option("--watch", help="Test again whenever a rule or list is saved.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings fail, too (exit code 3).")] = False,
) -> int:
    """Run the tests that stand in the rules: only the keys that a test names are compared.

    A test that fails is told with what was expected and what came, and with what was missing. `todo: true` marks an
    example that the rule does not get right yet. The shipped model is left out unless --model asks for it.
    """
    given, models = own_folders(rules, config)
    asked = _Asked(overlays(given, names or []), models, names or [], model, strict, covered, form, junit)
    if watch:
        return _watch(asked)
    loaded = read_pack(asked.folders, models)
    return _run(loaded, chosen_rules(loaded, asked.names), asked)


def _run(loaded: LoadedPack, chosen: Sequence[str], asked: _Asked) -> int:
    pack = compile_pack(excerpt(loaded, chosen, model=asked.model))
    results = run_tests(pack, model=asked.model)
    own = {each.file for each in pack.loaded.rules} | {each.file for each in pack.loaded.lists}
    warnings = [problem for problem in loaded.warnings if not asked.names or problem.path in own]
    problems = [*warnings, *(each.problem for each in results if each.problem)]
    failed = [each for each in results if each.problem and each.problem.level == "error"]
    told = coverage(pack) if asked.coverage else ()
    if asked.junit:
        write_junit(asked.junit, results)
    if asked.form is ExplainFormat.JSON:
        typer.echo(json.dumps(_as_json(results, problems, told), ensure_ascii=False))
    else:
        _print(pack, results, warnings)
        if asked.coverage:
            _print_coverage(told, whole=not asked.names)
    todo = sum(each.todo and not each.passed for each in results)
    still = f", {todo} still to do" if todo else ""
    typer.echo(
        f"{_number(len(chosen), 'rule')}, {_number(len(results), 'test')}, {len(failed)} failed{still}", err=True
    )
    if failed:
        return 1
    return 3 if asked.strict and problems else 0


def _print(pack: Pack, results: Sequence[TestResult], warnings: Sequence[Problem]) -> None:
    console = Console(soft_wrap=True, highlight=False)
    if sys.stdout.isatty():
        console.print(Text().join(_mark(each) for each in results))
    for problem in warnings:
        console.print(Text(from_here(str(problem))))
    for each in results:
        if each.problem is None:
            continue
        console.print(Text(from_here(str(each.problem)), "red" if each.problem.level == "error" else "yellow"))
        if each.failure is None:
            continue
        for differs in each.differences:
            console.print(Text(f"    - {differs.key}: {differs.expected}  (expected)", "green"))
            console.print(Text(f"    + {differs.key}: {differs.got}  (got)", "red"))
        for found in explain(Reading(each.document, pack), only=[each.rule]).rules:
            console.print(Text("\n").join(Text("  ") + line for line in rule_lines(found)))


def _mark(result: TestResult) -> Text:
    if result.todo:
        return Text("t", "yellow")
    return Text(".", "green") if result.passed else Text("F", "red")


def _print_coverage(told: Sequence[Covered], *, whole: bool) -> None:
    table = Table("rule", "lang", "tests", *(f"{kind}s" for kind in KINDS), "touched", box=None)
    for each in told:
        cells = ["{} of {}".format(*each.count(kind)) for kind in KINDS]
        table.add_row(each.rule, each.lang, str(each.tests), *cells, f"{each.share:.0%}")
    show_table(table)
    if whole:
        typer.echo("Name a rule to see what of it no test touches.", err=True)
        return
    for each in told:
        for kind in KINDS:
            names = [part.name for part in each.untouched if part.kind == kind and not part.group.startswith("lists/")]
            if names:
                shown = ", ".join(f"\u2068{name}\u2069" for name in names)
                typer.echo(f"{each.rule} {each.lang}: no test touches the {kind}s {shown}")


def _as_json(results: Sequence[TestResult], problems: Sequence[Problem], told: Sequence[Covered]) -> dict[str, object]:
    tests = [
        {
            "rule": each.rule,
            "name": each.name,
            "lang": each.lang,
            "todo": each.todo,
            "passed": each.passed,
            "differences": [asdict(differs) for differs in each.differences],
            "file": each.file,
            "line": each.line,
        }
        for each in results
    ]
    covered = [
        {
            "rule": each.rule,
            "lang": each.lang,
            "tests": each.tests,
            "share": round(each.share, 4),
            **{f"{kind}s": dict(zip(("touched", "total"), each.count(kind), strict=True)) for kind in KINDS},
            "untouched": [asdict(part) for part in each.untouched],
        }
        for each in told
    ]
    return {"tests": tests, "problems": [asdict(each) for each in problems], "coverage": covered}


def _watch(asked: _Asked) -> int:
    """Run once, then again for what each save concerns, until interrupted; the exit code is that of the last run."""
    code = _again(asked, None)
    folders = asked.folders or [default_pack_folder()]
    typer.echo(f"Watching {', '.join(map(str, folders))}; Ctrl-C ends it.", err=True)
    changes = watch_files(
        *folders,
        watch_filter=lambda _, path: path.endswith(_SUFFIXES),
        debounce=_DEBOUNCE_MS,
        step=_DEBOUNCE_MS // 4,
        raise_interrupt=False,
    )
    for changed in changes:
        code = _again(asked, {Path(path).resolve() for _, path in changed})
    return code


def _again(asked: _Asked, changed: set[Path] | None) -> int:
    try:
        loaded = read_pack(asked.folders, asked.models)
        chosen = chosen_rules(loaded, asked.names)
        if changed is not None:
            concerned = touched_rules(loaded, changed)
            chosen = [name for name in chosen if name in concerned]
        return _run(loaded, chosen, asked) if chosen or changed is None else 0
    except ConfigError as error:
        typer.echo(str(error))
        return 1
    except MonitorError as error:
        typer.echo(f"monitor: {error}", err=True)
        return 1


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
