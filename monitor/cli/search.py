"""`monitor search`: everything that was read, found again by its words."""

import json
import re
from datetime import UTC, timedelta
from typing import Annotated

import typer

from monitor.cli.desk import now, reading
from monitor.cli.options import ConfigFile
from monitor.store.search import search as search_store
from monitor.text.fold import fold_plain

OPERATORS = frozenset({"AND", "OR", "NOT", "NEAR"})


def search(
    query: Annotated[list[str], typer.Argument(help='Words; "a phrase"; word* for a beginning; OR, NOT, NEAR(a b).')],
    config: ConfigFile = None,
    days: Annotated[float | None, typer.Option(help="First seen in so many days.")] = None,
    language: Annotated[str | None, typer.Option(help="Only in this language.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000)] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> int:
    """Find articles by their words, however these are spelled: letters are folded as in the rules."""
    since = now() - timedelta(days=days) if days is not None else None
    with reading(config) as db:
        found = search_store(db, folded_query(" ".join(query)), limit=limit, since=since, lang=language)
    for one in found:
        if as_json:
            fields = {"id": one.article_id, "title": one.title, "url": one.url, "lang": one.lang}
            fields |= {"seen": one.first_seen.isoformat(), "decision": one.decision.value, "snapshot": one.snapshot}
            typer.echo(json.dumps(fields, ensure_ascii=False))
        else:
            seen = one.first_seen.astimezone(UTC)
            typer.echo(f"{one.article_id:>8}  {seen:%Y-%m-%d}  {one.decision:<8} \u2068{one.title}\u2069  {one.url}")
    if not found:
        typer.echo("nothing found", err=True)
    return 0 if found else 1


def folded_query(query: str) -> str:
    """The query in the form in which texts are indexed. Words without any search syntax are taken as they are."""
    if not (re.search(r'["*():]', query) or OPERATORS & set(query.split())):
        return " ".join(f'"{fold_plain(word)}"' for word in query.split())
    return re.sub(r"\w+", lambda word: word[0] if word[0] in OPERATORS else fold_plain(word[0]), query)
