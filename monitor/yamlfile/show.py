"""A problem under the line that it is about."""

import re
import unicodedata

from monitor.errors import Problem
from monitor.yamlfile.document import YamlDocument

# Channel addresses carry passwords and tokens, and so does the part of a web address before the @.
_CHANNEL = re.compile(r"(?i)(\b(?!https?://)[a-z][a-z0-9+.-]*://)([^\s'\"]+)")
_USERINFO = re.compile(r"(?i)(\bhttps?://)([^\s/'\"@]+)(?=@)")
_JOINERS = "\u200c\u200d"
_WIDEST = 160


def render(problem: Problem, document: YamlDocument) -> str:
    """The problem, then its line with a caret below the column. What may be a password is starred."""
    return render_line(problem, document.line(problem.line))


def render_line(problem: Problem, text: str) -> str:
    """The same when only the line is at hand, as of a file that is not YAML."""
    if not problem.line or not text.strip():
        return str(problem)
    column = max(problem.col - 1, 0)
    start = max(0, column - _WIDEST // 2) if len(text) > _WIDEST else 0
    line = _CHANNEL.sub(_starred, _USERINFO.sub(_starred, text))[start : start + _WIDEST]
    line = "".join(c if c.isprintable() or c in _JOINERS else " " for c in line)
    gutter = f"{problem.line:>5} | "
    caret = " " * (len(gutter) - 2) + "| " + " " * _width(line[: column - start]) + "^"
    return f"{problem}\n{gutter}{line}\n{caret}"


def _starred(match: re.Match[str]) -> str:
    return match.group(1) + "*" * len(match.group(2))


def _width(text: str) -> int:
    return sum(
        0 if unicodedata.combining(c) or c in _JOINERS else 1 + (unicodedata.east_asian_width(c) in "WF") for c in text
    )
