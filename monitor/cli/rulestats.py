"""`monitor rules stats`: how each rule does, with what people answered."""

import json
from dataclasses import asdict
from enum import StrEnum
from typing import Annotated

import typer
from rich.table import Table

from monitor.cli.archive import Since, Until, period
from monitor.cli.desk import reading
from monitor.cli.explain import ExplainFormat
from monitor.cli.options import ConfigFile, RulesFolders, find_config
from monitor.cli.pack import read_pack, rule_folders
from monitor.cli.shown import isolated
from monitor.cli.tables import show as show_table
from monitor.learn.stats import Period, Record, by_feed, by_language, by_rule
from monitor.store.archive import told

_SILENT = "deprecated"


class By(StrEnum):
    """What the table is split by."""

    RULE = "rule"
    LANGUAGE = "language"
    FEED = "feed"


def stats(
    config: ConfigFile = None,
    rules: RulesFolders = None,
    since: Since = "30d",
    until: Until = None,
    by: Annotated[By, typer.Option("--by", help="Split by rule, language or feed.")] = By.RULE,
    form: Annotated[ExplainFormat, typer.Option("--format", help="text, or json with all three.")] = ExplainFormat.TEXT,
) -> int:
    """Say of each rule how often it spoke, how often people found it right, and which are noisy, silent or decaying.

    Noisy: surely wrong more often than right (5 answers or more). Decaying: in the later half surely worse than in the
    earlier one. Silent: said nothing. The interval is that of Wilson, 95 %.
    """
    asked = period(since, until)
    with reading(config) as db:
        said = list(told(db, asked.since, asked.until))
    loaded = read_pack(*rule_folders(rules, find_config(config)))
    expected = [each.rule.id for each in loaded.rules if each.rule.status != _SILENT]
    tables = {
        By.RULE: by_rule(said, expected, asked),
        By.LANGUAGE: by_language(said, asked),
        By.FEED: by_feed(said, asked),
    }
    if form is ExplainFormat.JSON:
        typer.echo(json.dumps(_as_json(tables, asked), ensure_ascii=False))
        return 0
    show_table(_table(tables[by], by))
    bad = [each for each in tables[By.RULE] if each.marks and each.marks != ("silent",)]
    marked = [f"{each.rule} is {' and '.join(each.marks)}" for each in bad]
    if marked:
        typer.echo(f"{'; '.join(marked)}. `monitor rules suggest RULE` proposes what to change.", err=True)
    return 0


def _table(records: list[Record], by: By) -> Table:
    split = [] if by is By.RULE else [by.value]
    table = Table(
        "rule", *split, "alerts", "a day", "reviews", "true", "false", "not relevant", "precision", "95 %", "", box=None
    )
    for each in records:
        low, high = each.interval
        right = ("-", "-") if each.precision is None else (f"{each.precision:.0%}", f"{low:.0%} to {high:.0%}")
        counts = (each.true, each.false, each.not_relevant)
        table.add_row(
            each.rule,
            *([isolated(each.part)] if split else []),
            str(each.alerts),
            f"{each.per_day:.1f}",
            str(each.reviews),
            *map(str, counts),
            *right,
            ", ".join(each.marks),
        )
    return table


def _as_json(tables: dict[By, list[Record]], asked: Period) -> dict[str, object]:
    return {
        "since": asked.since.isoformat(),
        "until": asked.until.isoformat(),
        **{f"{by.value}s": [_record(each) for each in records] for by, records in tables.items()},
    }


def _record(each: Record) -> dict[str, object]:
    low, high = each.interval
    precision = None if each.precision is None else round(each.precision, 4)
    return {**asdict(each), "precision": precision, "interval": [round(low, 4), round(high, 4)]}
