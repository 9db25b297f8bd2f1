"""Reading the files of a `places` folder, and folding their names."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypedDict

from monitor.errors import Problem, RuleError
from monitor.text.fold import fold_plain

_POSSESSIVE = re.compile(r"(?<=\w)['’][sS](?!\w)")
_ARABIC_SCRIPT = re.compile("[\u0620-\u064a]")
_NOT_ARABIC = re.compile("[پچژگڤکیەێۆڕڵےٹڈڑںہھ]")
_PERSIAN = re.compile("[پچژگکی]")
_NOT_PERSIAN = re.compile("[كيىةڤەێۆڕڵےٹڈڑںہھ]")
_TO_PERSIAN = str.maketrans("يىكة", "ییکه")
_BREAKS = re.compile(r"[^\w\n]+|_+")

Spelled = tuple[str, int]
"""A name as written, and the row of the place that it means."""


class Country(TypedDict, total=False):
    """A line of countries.jsonl. `only` holds names that count in one language, `demonyms` words for its people."""

    id: str
    name: str
    lat: float
    lon: float
    population: int
    neighbours: list[str]
    names: dict[str, list[str]]
    only: dict[str, list[str]]
    demonyms: list[str]


def lines(folder: Path, pattern: str) -> Iterator[tuple[Path, int, str]]:
    """The lines of all matching files that are no comment: path, line number, text. Raises RuleError, OSError."""
    # known-towns.tsv comes before towns.tsv, so that the hand-written name of a town is the one shown.
    for path in sorted(folder.glob(pattern)):
        try:
            content = path.read_text("utf-8")
        except UnicodeDecodeError as error:
            raise RuleError((problem(path, 1, "the file is not UTF-8; save it as UTF-8"),)) from error
        for number, text in enumerate(content.splitlines(), start=1):
            if text and text[0] != "#":
                yield path, number, text


def problem(path: Path, line: int, message: str) -> Problem:
    """A mistake in a places file."""
    return Problem(str(path), line, 1, message, "bad-place")


def folded(spelled: Sequence[Spelled]) -> Iterator[Spelled]:
    """The same with names folded as the words of a text are, joined by single blanks."""
    return zip(keys([name for name, _ in spelled]), [row for _, row in spelled], strict=True)


def keys(names: Sequence[str]) -> list[str]:
    """Names as the text's words will read: all of them folded at once, which is ten times faster than one by one."""
    if not names:
        return []
    folded = fold_plain(_POSSESSIVE.sub("  ", "\n".join(names)))
    return [key.strip() for key in _BREAKS.sub(" ", folded).split("\n")]


def local_names(names: Sequence[str]) -> tuple[str, str] | None:
    """The Arabic and the Persian name among the names of a place, told apart by their letters; one for both if there
    is no other, None without any."""
    scripted = [name.partition(":")[2] or name for name in names if _ARABIC_SCRIPT.search(name) and name[0] != "="]
    arabic = next((name for name in scripted if not _NOT_ARABIC.search(name)), "")
    persian = next((name for name in scripted if _PERSIAN.search(name) and not _NOT_PERSIAN.search(name)), "")
    if not arabic and not persian:
        return None
    return arabic or persian, persian or arabic.removeprefix("ال").translate(_TO_PERSIAN)
