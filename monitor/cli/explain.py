"""`monitor rules explain`: what every rule saw in an article, and what was missing where none alerted."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from enum import StrEnum
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from monitor.cli.articles import plain_article, read_articles
from monitor.cli.options import RulesFolders
from monitor.cli.pack import OwnConfig, own_pack
from monitor.cli.shown import FIRST_STRONG, POP, isolated, printable
from monitor.detect.explain import Explanation, RuleExplained
from monitor.detect.explain import explain as explain_reading
from monitor.detect.reading import Reading
from monitor.models import Decision, Document, Hit
from monitor.yamlfile import suggest

_SHOWN = 5
_MOST_LINES = 12
_AROUND = 160
_HIT = "bold reverse"
_COLOURS = {Decision.ALERT: "bold red", Decision.REVIEW: "yellow", Decision.IGNORED: "dim"}


class ExplainFormat(StrEnum):
    """How an explanation is printed."""

    TEXT = "text"
    JSON = "json"


def explain(
    file: Annotated[str | None, typer.Argument(metavar="[FILE|-]", help="JSON lines or plain text.")] = None,
    text: Annotated[str | None, typer.Option("--text", help="The article itself, instead of a file.")] = None,
    rule: Annotated[list[str] | None, typer.Option("--rule", help="Only this rule; may be given again.")] = None,
    rules: RulesFolders = None,
    config: OwnConfig = None,
    form: Annotated[ExplainFormat, typer.Option("--format", help="text or json.")] = ExplainFormat.TEXT,
) -> int:
    """Explain an article: every group hit, context, veto and point, and what the nearest rule lacked."""
    pack = own_pack(rules, config)
    known = [each.rule.id for each in pack.rules]
    for name in rule or []:
        if name not in known:
            raise typer.BadParameter(f"there is no rule {name!r}{suggest(name, known)}", param_hint="--rule")
    console = Console(soft_wrap=True, highlight=False)
    faults = 0
    for given in [plain_article("text", text)] if text else read_articles([file or "-"]):
        if given.document is None:
            faults += 1
            typer.echo(f"{given.id}: error: {given.fault}", err=True)
            continue
        found = explain_reading(Reading(given.document, pack), only=rule or [])
        if form is ExplainFormat.JSON:
            typer.echo(json.dumps({"id": given.id, **asdict(found)}, ensure_ascii=False))
        else:
            for line in _text(given.document, given.id, found):
                console.print(line)
    return 1 if faults else 0


def _text(article: Document, name: str, found: Explanation) -> Iterator[Text]:
    language = found.lang if found.known_language else f"{found.lang}: matched with the terms of all languages"
    yield Text(f"{name} ({language}), {found.sentences - 1} sentences")
    yield from quoted(article, [hit for each in found.rules for hits in each.groups.values() for hit in hits])
    yield Text(f"  concepts: {', '.join(found.concepts) or 'none'}")
    if found.places:
        yield Text(f"  places: {', '.join(isolated(place) for place in found.places)}")
    for each in found.rules:
        yield from rule_lines(each)


def quoted(article: Document, hits: Sequence[Hit]) -> Iterator[Text]:
    """The title, and the lines of the text that hold hits, each isolated and with its hits highlighted."""
    shift = article.title_at
    if article.title:
        yield _line(article.title, [(hit.start - shift, hit.end - shift) for hit in hits if hit.zone == "title"])
    spans = [(hit.start - article.text_at, hit.end - article.text_at) for hit in hits if hit.zone == "text"]
    start = shown = 0
    for line in article.text.split("\n"):
        inside = [(first - start, last - start) for first, last in spans if start <= first < start + len(line)]
        if inside and shown < _MOST_LINES and line.strip() != article.title.strip():
            shown += 1
            yield _line(line, inside)
        start += len(line) + 1


def _line(text: str, spans: Sequence[tuple[int, int]]) -> Text:
    """A line of an article. What could move the cursor or turn the line becomes a blank, so that offsets hold."""
    before = max(0, min((first for first, _ in spans), default=0) - _AROUND)
    after = min(len(text), max((last for _, last in spans), default=0) + 2 * _AROUND)
    shown = Text(FIRST_STRONG + printable(text[before:after]) + POP)
    for first, last in spans:
        shown.stylize(_HIT, first - before + 1, last - before + 1)
    return Text("  | " + "… " * (before > 0)) + shown + Text(" …" * (after < len(text)))


def rule_lines(each: RuleExplained) -> Iterator[Text]:
    """What one rule saw, line by line: its decision and points, or the nearest miss."""
    said = each.assessment
    if said is None:
        yield Text(f"  {'-':<8} {each.rule}: {_why_silent(each)}")
        if each.miss:
            yield Text(f"      nearest: {each.miss.alternative} (") + _words(each.miss.hits) + Text(")")
            yield from (Text(f"      missing: {sentence}", "yellow") for sentence in each.miss.missing)
        return
    yield Text(f"  {said.decision:<8} ", _COLOURS[said.decision]) + Text(
        f"{each.rule} {said.score}/100 ({said.severity})"
    )
    for reason in said.reasons:
        words = _words(reason.hits)
        yield Text(f"    {reason.points:+4d}  {reason.kind} {reason.name}{': ' if words else ''}") + words
    if each.distance is not None:
        yield Text(f"      words between the hits of the evidence: {each.distance}")
    for context in each.contexts:
        yield Text(f"      context {context.name}: ") + _words(context.hits)
    for group, hits in each.groups.items():
        yield Text(f"      group {group}: ") + _words(hits)


def _why_silent(each: RuleExplained) -> str:
    if each.silent:
        return "is not written for this language"
    if each.lacking:
        return f"has no model in force: {each.lacking}"
    return "found no evidence" if each.miss else "none of its words are mentioned"


def _words(hits: Sequence[Hit]) -> Text:
    """The words of hits, isolated so that right-to-left ones do not turn the line around."""
    shown = Text(", ").join(
        Text(isolated(hit.text), _HIT) + Text(f" [{hit.group} {hit.zone} {hit.start}]") for hit in hits[:_SHOWN]
    )
    return shown + Text(f" and {len(hits) - _SHOWN} more" if len(hits) > _SHOWN else "")
