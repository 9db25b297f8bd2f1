"""`monitor rules`: the workbench. Each command but the list has a file of its own."""

import typer
from rich.table import Table

from monitor.cli.backtest import backtest
from monitor.cli.explain import explain
from monitor.cli.options import RulesFolders
from monitor.cli.pack import OwnConfig, own_folders, read_pack
from monitor.cli.rulenew import new
from monitor.cli.rulestats import stats
from monitor.cli.ruletest import test
from monitor.cli.suggest import suggest
from monitor.cli.tables import show as show_table

app = typer.Typer(help="Rules and their own tests.", no_args_is_help=True, add_completion=False, rich_markup_mode=None)
app.command("explain")(explain)
app.command("test")(test)
app.command("new")(new)
app.command("stats")(stats)
app.command("backtest")(backtest)
app.command("suggest")(suggest)


@app.command("list")
def show(rules: RulesFolders = None, config: OwnConfig = None) -> int:
    """List the rules: what they are for, in which languages, and how many tests they carry."""
    pack = read_pack(*own_folders(rules, config))
    table = Table("rule", "severity", "stage", "languages", "tests", "title", box=None)
    for rule in (one.rule for one in pack.rules):
        languages = " ".join(rule.languages) if rule.languages else "all"
        table.add_row(rule.id, rule.severity.value, rule.status, languages, str(len(rule.tests)), rule.title)
    show_table(table)
    return 0
