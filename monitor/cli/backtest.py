"""`monitor rules backtest`: what a rule would have told of the stored articles, beside another version of it."""

import json
import math
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track

from monitor.cli.archive import Since, Until, period, stored
from monitor.cli.explain import ExplainFormat
from monitor.cli.options import ConfigFile, RulesFolders, find_config
from monitor.cli.pack import read_pack, rule_folders
from monitor.cli.select import chosen_rules
from monitor.cli.shown import isolated
from monitor.cli.versions import other_version
from monitor.detect.compile import compile_pack
from monitor.detect.excerpt import only
from monitor.detect.load import LoadedPack
from monitor.learn.backtest import Backtest, Compared, compare
from monitor.learn.backtest import backtest as run_backtest
from monitor.learn.replay import Day
from monitor.learn.stats import Period
from monitor.store.archive import Kept

_WIDTH = 40
_SAMPLES = 5


def backtest(
    rule: Annotated[str, typer.Argument(metavar="RULE", help="The rule, by its id.")],
    config: ConfigFile = None,
    rules: RulesFolders = None,
    since: Since = "30d",
    until: Until = None,
    against: Annotated[
        str | None, typer.Option(metavar="FILE|COMMIT", help="Another version: a rule file, or a commit of its folder.")
    ] = None,
    max_per_day: Annotated[
        float | None, typer.Option(min=0, help="Fail (exit code 1) when it costs more notices a day than this.")
    ] = None,
    samples: Annotated[int, typer.Option(min=0, help="How many articles to show of each kind.")] = _SAMPLES,
    form: Annotated[ExplainFormat, typer.Option("--format", help="text or json.")] = ExplainFormat.TEXT,
) -> int:
    """Run a rule over the stored articles as they came, and count: alerts, incidents, notices. Nothing is ever sent.

    With --against: which alerts it gained and lost beside the other version, with samples. A notice is what a person
    would be told: the cost of a rule is its notices a day, the mean of all days of the time.
    """
    folders, models = rule_folders(rules, find_config(config))
    loaded = read_pack(folders, models)
    (name,) = chosen_rules(loaded, [rule])
    asked = period(since, until)
    articles = stored(config, asked)
    now = _tried(loaded, name, articles, asked)
    compared: Compared | None = None
    before: Backtest | None = None
    if against is not None:
        file = next(Path(each.file) for each in loaded.rules if each.rule.id == name)
        with other_version(against, file, folders, name) as other:
            before = _tried(other, name, articles, asked)
        compared = compare(articles, now, before)
    if form is ExplainFormat.JSON:
        typer.echo(json.dumps(_as_json(name, now, before, compared), ensure_ascii=False))
    else:
        typer.echo("\n".join(_text(name, now, articles, samples)))
        if before is not None and compared is not None:
            typer.echo("\n".join(_beside(before, compared, samples)))
    if max_per_day is not None and now.notices_a_day > max_per_day:
        typer.echo(f"{name} costs {now.notices_a_day:.1f} notices a day, more than {max_per_day:g}", err=True)
        return 1
    return 0


def _tried(loaded: LoadedPack, name: str, articles: Sequence[Kept], asked: Period) -> Backtest:
    return run_backtest(articles, compile_pack(only(loaded, name)), asked.since, asked.until, _watched)


def _watched(articles: Sequence[Kept]) -> Iterable[Kept]:
    return track(articles, "looking back", console=Console(stderr=True), disable=not sys.stderr.isatty())


def _text(name: str, now: Backtest, articles: Sequence[Kept], samples: int) -> Iterator[str]:
    yield f"{name}: {len(articles)} articles in {len(now.days)} days (UTC)"
    most = max((day.alerts for day in now.days.values()), default=0)
    for date, day in now.days.items():
        yield f"  {date:%m-%d}  {_bar(day.alerts, most)} {_counts(day)}"
    yield f"  all    {_counts(now.total)}"
    yield f"  cost: {now.notices_a_day:.1f} notices a day, {now.busiest} on the worst day"
    alerting = [one for one in articles if one.article_id in now.alerts]
    if alerting and samples:
        yield "the latest alerts:"
        yield from _titles(alerting[-samples:])


def _bar(count: int, most: int) -> str:
    """A bar in eighths of a cell; something is never shown as nothing."""
    eighths = math.ceil(8 * _WIDTH * count / most) if most else 0
    whole, rest = divmod(eighths, 8)
    return ("█" * whole + " ▏▎▍▌▋▊▉"[rest]).strip().ljust(_WIDTH) if eighths else "·".ljust(_WIDTH)


def _counts(day: Day) -> str:
    return (
        f"{_number(day.alerts, 'alert')}, {_number(day.reviews, 'review')},"
        f" {_number(day.incidents, 'incident')}, {_number(day.notices.total(), 'notice')}"
    )


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _beside(before: Backtest, compared: Compared, samples: int) -> Iterator[str]:
    yield f"the other version: {_counts(before.total)}; {before.notices_a_day:.1f} notices a day"
    for told, articles in (("gained", compared.gained), ("lost", compared.lost)):
        right = sum(one.verdict == "true" for one in articles)
        wrong = sum(one.verdict not in (None, "true") for one in articles)
        judged = f" ({right} confirmed, {wrong} rejected by people)" if articles else ""
        yield f"{told}: {_number(len(articles), 'alert')}{judged}"
        # What people confirmed comes first: losing it is what must not happen.
        yield from _titles(sorted(articles, key=lambda one: one.verdict != "true")[:samples])


def _titles(articles: Sequence[Kept]) -> Iterator[str]:
    for one in articles:
        said = f"  [{one.verdict}]" if one.verdict else ""
        at = one.first_seen.astimezone(UTC)
        where = f"({one.lang}, {isolated(one.source)})"
        yield f"  {one.article_id:>6}  {at:%m-%d %H:%M}  {isolated(one.title)} {where}{said}"


def _as_json(name: str, now: Backtest, before: Backtest | None, compared: Compared | None) -> dict[str, object]:
    told = {"rule": name, **_version(now)}
    if before is not None and compared is not None:
        told["against"] = _version(before)
        told["gained"] = [_sample(one) for one in compared.gained]
        told["lost"] = [_sample(one) for one in compared.lost]
    return told


def _version(tried: Backtest) -> dict[str, object]:
    days = {
        date.isoformat(): {
            "articles": day.articles,
            "alerts": day.alerts,
            "reviews": day.reviews,
            "incidents": day.incidents,
            "notices": day.notices.total(),
        }
        for date, day in tried.days.items()
    }
    return {"notices_a_day": round(tried.notices_a_day, 3), "busiest": tried.busiest, "days": days}


def _sample(one: Kept) -> dict[str, object]:
    return {"id": one.article_id, "title": one.title, "lang": one.lang, "source": one.source, "verdict": one.verdict}
