"""`monitor assess`: what the rules say of given articles, JSON lines or plain text. Nothing is stored or sent."""

import io
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, TextIO

import typer

from monitor.cli.options import OutputFormat, RulesFolders, parse_time
from monitor.detect.assess import assess_reading, named_places
from monitor.detect.compile import compile_pack
from monitor.detect.load import default_pack_folder, load_pack
from monitor.detect.reading import Reading
from monitor.detect.schema import LANGUAGES
from monitor.models import Assessment, Document, NamedPlace
from monitor.normalise.dates import parse_date
from monitor.normalise.furniture import mask
from monitor.normalise.plain import read_plain
from monitor.text.language import detect

MAX_TEXT = 200_000
FIELDS = ("id", "title", "text", "url", "published", "lang", "source")


@dataclass(frozen=True, slots=True)
class Given:
    """One article as given, or the sentence that says why it could not be read."""

    id: str
    document: Document | None
    fault: str = ""


def assess(
    files: Annotated[list[str] | None, typer.Argument(help="JSON lines or plain text; '-' is standard input.")] = None,
    rules: RulesFolders = None,
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
    pack = compile_pack(load_pack([default_pack_folder(), *(rules or [])]))
    faults = 0
    for given in _articles(files or ["-"]):
        if given.document is None:
            faults += 1
            typer.echo(f"{given.id}: error: {given.fault}", err=True)
            continue
        reading = Reading(given.document, pack)
        said = assess_reading(reading, now=at, ignored=everything)
        write = _as_text if output is OutputFormat.TEXT else _as_json
        typer.echo(write(given.id, given.document.lang, named_places(reading), said))
    return 1 if faults else 0


def _articles(files: list[str]) -> Iterator[Given]:
    for name in files:
        if name == "-":
            yield from _from_stream(io.TextIOWrapper(sys.stdin.buffer, "utf-8", errors="replace"), "-")
            continue
        try:
            with Path(name).open(encoding="utf-8-sig", errors="replace", newline="") as stream:
                yield from _from_stream(stream, name)
        except OSError as error:
            yield Given(name, None, f"cannot be read: {error.strerror}")


def _from_stream(stream: TextIO, name: str) -> Iterator[Given]:
    """JSON lines are read one by one; anything else is one plain-text article."""
    first = stream.readline()
    while first and not first.strip():
        following = stream.readline()
        if following.lstrip().startswith("{"):
            first = following
            break
        first += following
        if not following:
            break
    if not first.lstrip().startswith("{"):
        text = first + stream.read()
        yield _plain(name, text) if text.strip() else Given(name, None, "is empty")
        return
    line, number = first, 1
    while line:
        if line.strip():
            yield _json(line, f"{name}:{number}")
        line, number = stream.readline(), number + 1


def _plain(name: str, text: str) -> Given:
    page = read_plain(text[:MAX_TEXT])
    lang = detect(f"{page.title}\n{page.text}")
    return Given(name, Document(page.title, page.text, lang, title_at=page.title_at, text_at=page.text_at))


def _json(line: str, where: str) -> Given:
    try:
        article = json.loads(line)
        if not isinstance(article, dict):
            return Given(where, None, "a JSON object is expected on each line")
    except (ValueError, RecursionError) as error:
        return Given(where, None, f"not valid JSON: {error}")
    values = {name: str(article.get(name) or "") for name in FIELDS}
    if not (values["title"] or values["text"]):
        return Given(where, None, "the article has neither title nor text")
    title, text = mask(values["title"][:MAX_TEXT]), mask(values["text"][:MAX_TEXT])
    if not (title + text).strip():
        title, text = values["title"][:MAX_TEXT], values["text"][:MAX_TEXT]
    lang = values["lang"] or detect(f"{title}\n{text}")
    published = _published(values["published"])
    return Given(values["id"] or where, Document(title, text, lang, values["url"], published, first_seen=published))


def _published(raw: str) -> datetime | None:
    return parse_date(raw, feedparser_epoch=None, now=datetime.now(UTC)) if raw else None


def _as_json(name: str, lang: str, places: Sequence[NamedPlace], assessments: Sequence[Assessment]) -> str:
    result = {
        "id": name,
        "lang": lang,
        "gist": None,
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
