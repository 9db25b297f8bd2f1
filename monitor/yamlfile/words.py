"""How mistakes are put into words."""

import difflib
import re
from collections.abc import Iterable, Sequence

import yaml

from monitor.errors import Problem

_PLAIN = (
    ("found character '\\t'", "a tab stands where spaces are needed; indent with spaces", "tab"),
    ("cannot start any token", "text cannot start with this character; put it in quotes", "yaml-syntax"),
    (
        "mapping values are not allowed",
        "this ':' cannot start a value here; put text that contains ': ' in quotes, or correct the indentation",
        "yaml-syntax",
    ),
    ("could not find expected ':'", "a ':' is missing after the key", "yaml-syntax"),
    ("did not find expected key", "the indentation is wrong, or a quote is not closed before this", "yaml-syntax"),
    ("did not find expected '-' indicator", "the items of a list must start in one column with '- '", "yaml-syntax"),
    ("did not find expected ',' or ']'", "this list in [ ] is not closed, or a ',' is missing", "yaml-syntax"),
    ("did not find expected ',' or '}'", "this mapping in { } is not closed, or a ',' is missing", "yaml-syntax"),
    ("did not find expected node content", "a value is missing here, or a bracket is not closed", "yaml-syntax"),
    ("found unexpected end of stream", "a quote is opened and never closed", "yaml-syntax"),
    ("found unknown escape character", "unknown escape in double quotes; use single quotes for '\\'", "yaml-syntax"),
    ("block sequence entries are not allowed", "a list cannot start here; put it on a line of its own", "yaml-syntax"),
)


def suggest(word: str, known: Iterable[str]) -> str:
    """` (did you mean 'x'?)` when a known word is close, else an empty string."""
    folded = {name.casefold(): name for name in known}
    close = difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    return f" (did you mean {folded[close[0]]!r}?)" if close else ""


def one_of(names: Sequence[str], most: int = 12) -> str:
    """`a, b, c`, cut after `most` names."""
    return ", ".join(names[:most]) + (", ..." if len(names) > most else "")


def shown_value(value: object, most: int = 60) -> str:
    """A value as a message names it: short, and safe to print on a terminal."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "true" if value else "false"
        case list():
            return "a list"
        case dict():
            return "a mapping"
        case str() if len(value) > most:
            return repr(value[:most]) + "..."
        case _:
            return repr(value)


def plain_syntax_error(error: yaml.YAMLError, path: str, text: str) -> Problem:
    """What libyaml complains of, in words that say what to do."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return Problem(path, 0, 0, f"this is not YAML: {error}", "yaml-syntax")
    lines = re.split("\r\n|[\r\n\x85\u2028\u2029]", text)
    mark, start = error.problem_mark or error.context_mark, error.context_mark
    if mark and start and not "".join(lines[mark.line :]).strip():
        # What is never closed is noticed at the end; the mistake is where it was opened.
        mark = start
    line, col = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    said = error.problem or error.context or "this is not YAML"
    message, code = said, "yaml-syntax"
    for pattern, plain, plain_code in _PLAIN:
        if pattern in said:
            message, code = plain, plain_code
            break
    if code == "yaml-syntax" and line and "\t" in _indent(lines, line):
        message, code = "a tab stands in the indentation; indent with spaces", "tab"
    if start and mark and start.line != mark.line:
        message += f" (it began in line {start.line + 1})"
    return Problem(path, line, col, message, code)


def _indent(lines: list[str], number: int) -> str:
    if not 0 < number <= len(lines):
        return ""
    line = lines[number - 1]
    return line[: len(line) - len(line.lstrip())]
