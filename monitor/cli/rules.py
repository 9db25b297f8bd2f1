"""`monitor rules`: the rules in force, and their own tests."""

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from monitor.cli.explain import explain
from monitor.cli.options import RulesFolders
from monitor.detect.compile import compile_pack
from monitor.detect.load import default_pack_folder, load_pack
from monitor.detect.selftest import run_tests

app = typer.Typer(help="Rules and their own tests.", no_args_is_help=True, add_completion=False, rich_markup_mode=None)
app.command("explain")(explain)


@app.command("list")
def show(rules: RulesFolders = None) -> int:
    """List the rules: what they are for, in which languages, and how many tests they carry."""
    pack = load_pack([default_pack_folder(), *(rules or [])])
    table = Table("rule", "severity", "stage", "languages", "tests", "title", box=None)
    for rule in (one.rule for one in pack.rules):
        languages = " ".join(rule.languages) if rule.languages else "all"
        table.add_row(rule.id, rule.severity.value, rule.status, languages, str(len(rule.tests)), rule.title)
    Console().print(table)
    return 0


@app.command()
def test(
    rules: RulesFolders = None,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings fail, too (exit code 3).")] = False,
) -> int:
    """Run the tests that stand in the rules, and say which fail and how."""
    pack = load_pack([default_pack_folder(), *(rules or [])])
    results = run_tests(compile_pack(pack))
    problems = [*pack.warnings, *(result.problem for result in results if result.problem)]
    for problem in problems:
        typer.echo(str(problem))
    failed = sum(problem.level == "error" for problem in problems)
    typer.echo(f"{len(pack.rules)} rules, {len(results)} tests, {failed} failed", err=True)
    if failed:
        return 1
    return 3 if strict and problems else 0
