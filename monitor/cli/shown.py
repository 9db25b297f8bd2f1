"""Foreign text in a terminal: readable in its own direction, unable to move the cursor or to turn the line around."""

from pathlib import Path

FIRST_STRONG = "\u2068"
POP = "\u2069"
_JOINERS = "\u200c\u200d"  # part of how words are written, though they do not print


def printable(text: str) -> str:
    """The text with a blank in place of each character that a terminal would act on; its length stays."""
    return "".join(c if c.isprintable() or c in _JOINERS else " " for c in text)


def isolated(text: str) -> str:
    """A piece of foreign text between isolates, so that its direction stays its own."""
    return f"{FIRST_STRONG}{printable(text)}{POP}"


def from_here(path: str) -> str:
    """A path as a person here would write it: without the folder in which they are."""
    return path.removeprefix(f"{Path.cwd()}/")
