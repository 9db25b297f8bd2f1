"""`monitor rules suggest`: what to change in a rule, by what people answered; and the change in its file."""

import difflib
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, cast

import typer
from rich.console import Console
from rich.text import Text

from monitor.cli.archive import Since, Until, period, stored
from monitor.cli.explain import ExplainFormat
from monitor.cli.options import ConfigFile, RulesFolders, find_config
from monitor.cli.pack import read_pack, rule_folders
from monitor.cli.select import chosen_rules
from monitor.detect.load import default_pack_folder
from monitor.errors import MonitorError
from monitor.learn.edits import Data
from monitor.learn.suggest import Proposal, Suggested, examples_for, unclaimed
from monitor.learn.suggest import suggest as suggest_edits
from monitor.yamlfile import read
from monitor.yamlfile.edit import edit

_REFUSED = 3
_ORPHANS = 10


def suggest(
    rule: Annotated[str, typer.Argument(metavar="RULE", help="The rule, by its id.")],
    config: ConfigFile = None,
    rules: RulesFolders = None,
    since: Since = "30d",
    until: Until = None,
    missed: Annotated[
        list[int] | None,
        typer.Option(metavar="ARTICLE", help="An article that this rule should have found; may be given again."),
    ] = None,
    most: Annotated[int, typer.Option(min=1, max=20, help="At most so many changes.")] = 5,
    write: Annotated[bool, typer.Option("--write", help="Write them into the rule's file; its comments stay.")] = False,
    form: Annotated[ExplainFormat, typer.Option("--format", help="text or json.")] = ExplainFormat.TEXT,
) -> int:
    """Propose changes to a rule: terms to add, words and contexts to refuse, hits to ask for closer together.

    Each was tried on the stored articles, after those before it, and is told with what it gains and loses. What would
    lose an alert that people confirmed is refused. Verdicts come from `monitor verdict ID true|false|not-relevant`.
    """
    folders, _ = rule_folders(rules, find_config(config))
    loaded = read_pack(folders)
    (name,) = chosen_rules(loaded, [rule])
    own = next(each for each in loaded.rules if each.rule.id == name)
    file = Path(own.file)
    if own.rule.learned:
        raise MonitorError(f"{name} is known from examples alone: add examples to its file and run `monitor train`")
    if write and file.resolve().is_relative_to(default_pack_folder().resolve()):
        raise MonitorError(
            f"{name} is a shipped rule, which is read-only: copy {file} into your own folder of rules, and try again"
        )
    articles = stored(config, period(since, until))
    absent = sorted(set(missed or ()) - {one.article_id for one in articles})
    if absent:
        raise typer.BadParameter(f"no article {absent[0]} is stored of this time", param_hint="--missed")
    examples = examples_for(name, articles, missed or ())
    judged = [one.truth for one in examples if one.truth is not None]
    if not judged:
        raise MonitorError(
            f"nobody has judged anything that {name} said; answer with `monitor verdict ID true|false` first,"
            " or name an article that it should have found with --missed"
        )
    found = suggest_edits(loaded, name, cast("Data", read(file).data), examples, most)
    if form is ExplainFormat.JSON:
        typer.echo(json.dumps(_as_json(name, found), ensure_ascii=False))
    else:
        typer.echo("\n".join(_text(name, found, judged)))
    orphans = [str(number) for number in unclaimed(articles) if number not in (missed or ())]
    if orphans:
        shown = ", ".join(orphans[:_ORPHANS])
        typer.echo(f"People confirmed what no rule had found: {shown}. Name with --missed what is {name}'s.", err=True)
    if write and found.proposals:
        _write(file, found)
        typer.echo(f"{file} is changed. Next: monitor rules test {file}", err=True)
    elif found.proposals:
        typer.echo("Nothing is changed yet; --write changes the file.", err=True)
    return 0


def _text(name: str, found: Suggested, judged: list[bool]) -> Iterator[str]:
    yield f"{name}: {judged.count(True)} confirmed and {judged.count(False)} rejected articles"
    for number, each in enumerate(found.proposals, 1):
        yield f"  {number}. {each.edit.told}"
        yield f"     {each.effect.told}"
    if not found.proposals:
        yield "  No change was found that removes false alarms or finds missed articles, and loses nothing."
    for each in found.refused[:_REFUSED]:
        yield f"  refused: {each.edit.told}: {each.effect.told}"
    for told, numbers in (("before", found.before), ("after", found.after)):
        missed = found.missed[told == "after"]
        yield (
            f"  {told}: {numbers[0]} confirmed alerts, {numbers[1]} false alarms, {numbers[2]} unjudged, "
            f"{missed} missed"
        )


def _write(file: Path, found: Suggested) -> None:
    """Change the file and show how, line by line."""
    before = file.read_text("utf-8")

    def change(data: dict[str, object]) -> None:
        for each in found.proposals:
            each.edit.apply(data)

    after = edit(before, change, str(file))
    try:
        partial = file.with_name(f".{file.name}.partial")
        partial.write_text(after, "utf-8")
        partial.replace(file)
    except OSError as error:
        raise MonitorError(f"{file} cannot be written: {error.strerror}") from error
    console = Console(soft_wrap=True, highlight=False)
    for line in difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm=""):
        if line.startswith(("+", "-")) and not line.startswith(("+++", "---")):
            console.print(Text(f"  {line}", "green" if line.startswith("+") else "red"))


def _as_json(name: str, found: Suggested) -> dict[str, object]:
    names = ("confirmed", "false", "unjudged")
    return {
        "rule": name,
        "proposals": [_proposal(each) for each in found.proposals],
        "refused": [_proposal(each) for each in found.refused],
        "before": {**dict(zip(names, found.before, strict=True)), "missed": found.missed[0]},
        "after": {**dict(zip(names, found.after, strict=True)), "missed": found.missed[1]},
    }


def _proposal(each: Proposal) -> dict[str, object]:
    kind = type(each.edit).__name__
    return {"kind": kind, "edit": asdict(each.edit), "told": each.edit.told, "effect": asdict(each.effect)}
