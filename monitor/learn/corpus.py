"""Labelled articles: JSON lines, plain or gzipped, that people wrote or collected."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from monitor.errors import ConfigError, Problem

LANGUAGE_OF = {"ar-IQ": "ar", "fa-AF": "fa"}


@dataclass(frozen=True, slots=True)
class Labelled:
    """An article with what it is labelled as; `hard_for` names topics that it only looks like."""

    id: str
    lang: str
    title: str
    text: str
    labels: frozenset[str]
    hard_for: frozenset[str] = frozenset()


def read_corpus(path: Path) -> Iterator[Labelled]:
    """The articles of one file. Raises ConfigError that names the line which cannot be read."""
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield _article(line, path, number)
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise ConfigError((Problem(str(path), 0, 0, f"cannot be read: {error}", "unreadable"),)) from error


def _article(line: str, path: Path, number: int) -> Labelled:
    try:
        data = json.loads(line)
        lang = str(data.get("lang") or "und")
        return Labelled(
            id=str(data.get("id") or f"{path.name}:{number}"),
            lang=LANGUAGE_OF.get(lang, lang.partition("-")[0]),
            title=str(data.get("title") or ""),
            text=str(data.get("text") or ""),
            labels=frozenset(map(str, data["labels"])),
            hard_for=frozenset(map(str, data.get("hard_for") or ())),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        said = f"not a labelled article with `labels` and `title` or `text`: {error}"
        raise ConfigError((Problem(str(path), number, 1, said, "bad-example"),)) from error
