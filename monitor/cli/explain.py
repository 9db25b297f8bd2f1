"""`monitor rules explain`: what every rule saw in an article, and what was missing where none alerted."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from enum import StrEnum
from typing import Annotated

import typer

from monitor.cli.articles import plain_article, read_articles
from monitor.cli.options import RulesFolders
from monitor.cli.pack import AlsoConfig, pack_of
from monitor.detect.explain import Explanation, RuleExplained
from monitor.detect.explain import explain as explain_reading
from monitor.detect.reading import Reading
from monitor.models import Hit
from monitor.yamlfile import suggest

_SHOWN = 5


class ExplainFormat(StrEnum):
    """How an explanation is printed."""

    TEXT = "text"
    JSON = "json"


def explain(
    file: Annotated[str | None, typer.Argument(metavar="[FILE|-]", help="JSON lines or plain text.")] = None,
    text: Annotated[str | None, typer.Option("--text", help="The article itself, instead of a file.")] = None,
    rule: Annotated[list[str] | None, typer.Option("--rule", help="Only this rule; may be given again.")] = None,
    rules: RulesFolders = None,
    config: AlsoConfig = None,
    form: Annotated[ExplainFormat, typer.Option("--format", help="text or json.")] = ExplainFormat.TEXT,
) -> int:
    """Explain an article: every group hit, context, veto and point, and what the nearest rule lacked."""
    pack = pack_of(rules, config)
    known = [each.rule.id for each in pack.rules]
    for name in rule or []:
        if name not in known:
            raise typer.BadParameter(f"there is no rule {name!r}{suggest(name, known)}", param_hint="--rule")
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
            typer.echo("\n".join(_text(given.id, found)))
    return 1 if faults else 0


def _text(name: str, found: Explanation) -> Iterator[str]:
    language = found.lang if found.known_language else f"{found.lang}: matched with the terms of all languages"
    yield f"{name} ({language}), {found.sentences - 1} sentences"
    yield f"  concepts: {', '.join(found.concepts) or 'none'}"
    if found.places:
        yield f"  places: {', '.join(found.places)}"
    for each in found.rules:
        yield from _rule(each)


def _rule(each: RuleExplained) -> Iterator[str]:
    said = each.assessment
    if said is None:
        yield f"  {'-':<8} {each.rule}: {_why_silent(each)}"
        if each.miss:
            yield f"      nearest: {each.miss.alternative} ({_words(each.miss.hits)})"
            yield from (f"      missing: {sentence}" for sentence in each.miss.missing)
        return
    yield f"  {said.decision:<8} {each.rule} {said.score}/100 ({said.severity})"
    for reason in said.reasons:
        words = _words(reason.hits)
        yield f"    {reason.points:+4d}  {reason.kind} {reason.name}{': ' if words else ''}{words}"
    if each.distance is not None:
        yield f"      words between the hits of the evidence: {each.distance}"
    for context in each.contexts:
        yield f"      context {context.name}: {_words(context.hits)}"
    for group, hits in each.groups.items():
        yield f"      group {group}: {_words(hits)}"


def _why_silent(each: RuleExplained) -> str:
    if each.silent:
        return "is not written for this language"
    if each.lacking:
        return f"has no model in force: {each.lacking}"
    return "found no evidence" if each.miss else "none of its words are mentioned"


def _words(hits: Sequence[Hit]) -> str:
    """The words of hits, isolated so that right-to-left ones do not turn the line around."""
    shown = ", ".join(f"\u2068{hit.text}\u2069 [{hit.group} {hit.zone} {hit.start}]" for hit in hits[:_SHOWN])
    return shown + (f" and {len(hits) - _SHOWN} more" if len(hits) > _SHOWN else "")
