"""`monitor assess`: what the rules say of given articles, JSON lines or plain text. Nothing is stored or sent."""

import json
from collections.abc import Sequence
from typing import Annotated

import typer

from monitor.cli.articles import read_articles
from monitor.cli.options import OutputFormat, RulesFolders, parse_time
from monitor.cli.pack import AlsoConfig, pack_of
from monitor.detect.assess import assess_reading, named_places
from monitor.detect.reading import Reading
from monitor.detect.schema import LANGUAGES
from monitor.models import Assessment, NamedPlace


def assess(
    files: Annotated[list[str] | None, typer.Argument(help="JSON lines or plain text; '-' is standard input.")] = None,
    rules: RulesFolders = None,
    config: AlsoConfig = None,
    output: Annotated[
        OutputFormat, typer.Option("--format", help="jsonl for scripts, text for people.")
    ] = OutputFormat.JSONL,
    everything: Annotated[bool, typer.Option("--all", help="Also list rules that ignored the article.")] = False,
    now: Annotated[str | None, typer.Option(help="Judge the articles' age as of this time (ISO 8601).")] = None,
) -> int:
    """Assess articles with the rules and print what they say, one object a line, in the order of the input.

    A JSON article has any of id, title, text, url, published, lang, source; title or text is enough. Offsets in the
    answer count code points of the field they name; for a plain-text file, of the file.
    """
    at = parse_time(now) if now else None
    pack = pack_of(rules, config)
    faults = 0
    for given in read_articles(files or ["-"]):
        if given.document is None:
            faults += 1
            typer.echo(f"{given.id}: error: {given.fault}", err=True)
            continue
        reading = Reading(given.document, pack)
        said = assess_reading(reading, now=at, ignored=everything)
        write = _as_text if output is OutputFormat.TEXT else _as_json
        typer.echo(write(given.id, given.document.lang, named_places(reading), said))
    return 1 if faults else 0


def _as_json(name: str, lang: str, places: Sequence[NamedPlace], assessments: Sequence[Assessment]) -> str:
    result = {
        "id": name,
        "lang": lang,
        "gist": next((said.gist["en"] for said in assessments if said.gist), None),
        "places": [{"name": each.name, "country": each.country, "lat": each.lat, "lon": each.lon} for each in places],
        "assessments": [_assessment(assessment) for assessment in assessments],
    }
    return json.dumps(result, ensure_ascii=False)


def _assessment(assessment: Assessment) -> dict[str, object]:
    return {
        "rule": assessment.rule,
        "score": assessment.score,
        "decision": assessment.decision.value,
        "severity": assessment.severity.value,
        "status": assessment.status,
        "model": assessment.model,
        "slots": {name: assessment.slots.get(name) for name in ("actor", "target", "date", "toll")},
        "reasons": [
            {
                "kind": reason.kind,
                "name": reason.name,
                "points": reason.points,
                "hits": [
                    {"zone": hit.zone, "start": hit.start, "end": hit.end, "text": hit.text, "group": hit.group}
                    for hit in reason.hits
                ],
            }
            for reason in assessment.reasons
        ],
    }


def _as_text(name: str, lang: str, places: Sequence[NamedPlace], assessments: Sequence[Assessment]) -> str:
    lines = [f"{name} ({_language(lang)})"]
    if places:
        lines.append("  places: " + ", ".join(f"{each.name} ({each.country})" for each in places))
    if not assessments:
        lines.append("  nothing: no rule has anything to say")
    for said in assessments:
        lines.append(f"  {said.decision:<8} {said.rule} {said.score}/100 ({said.severity})")
        for reason in said.reasons:
            words = ", ".join(f"\u2068{hit.text}\u2069 [{hit.group}]" for hit in reason.hits)
            lines.append(f"    {reason.points:+4d}  {reason.kind} {reason.name}{': ' if words else ''}{words}")
    return "\n".join(lines)


def _language(lang: str) -> str:
    """The language as a person is told it; one that no rule has words of is said to be so."""
    return lang if lang in LANGUAGES else f"{lang}: not a language of the rules, matched with the terms of all"
