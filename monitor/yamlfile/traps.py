"""What YAML reads otherwise than its writer meant, and without a complaint."""

import re
from collections.abc import Iterator

from monitor.errors import Problem
from monitor.yamlfile.document import Loc, YamlDocument

_QUOTED = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"\\]|\\.)*\"")
_CUT = re.compile(r"(?<=\S)[ \t]+(#\w[^\r\n]*)")
_SWITCHES = frozenset({"no", "off", "on", "yes", "n", "y"})


def traps(document: YamlDocument) -> list[Problem]:
    """Warnings about `#` that began a comment where a word with a # was meant: `[Route #7]`, `name: Unit #4`."""
    if not _CUT.search(document.text):
        return []
    return list(_cut_off(document))


def looks_like_a_switch(document: YamlDocument, loc: Loc, text: str) -> Problem | None:
    """A warning when a text is `no`, `on` or the like without quotes: here it is text, elsewhere it is false."""
    if text.lower() not in _SWITCHES:
        return None
    line, col = document.value_position(loc)
    if document.line(line)[col - 1 : col] in {"'", '"'}:
        return None
    said = f"{text!r} without quotes is a word here and true or false to other programs; put it in quotes"
    return Problem(document.path, line, col, said, "yaml-switch", "warning")


def _cut_off(document: YamlDocument) -> Iterator[Problem]:
    texts: list[str] | None = None
    for number, line in enumerate(document.text.splitlines(), 1):
        if line.lstrip().startswith("#"):
            continue
        bare = _QUOTED.sub(lambda quoted: "x" * len(quoted.group()), line)
        found = _CUT.search(bare)
        if not found:
            continue
        if texts is None:
            texts = list(_texts(document.data))
        cut = line[found.start(1) :].strip()
        if not any(cut in text for text in texts):
            said = (
                f"{cut[:40]!r} is a comment, as # follows a blank; put the text in quotes, or write '# ' if it is one"
            )
            yield Problem(document.path, number, found.start(1) + 1, said, "yaml-comment", "warning")


def _texts(data: object) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list):
        for part in data.values() if isinstance(data, dict) else data:
            yield from _texts(part)
