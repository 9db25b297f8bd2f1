"""Changing a YAML file of a person's: comments, order, quotes and layout stay, only what is changed changes.

The file goes through two round trips, one with the change and one without; only the lines in which they differ are
carried over into the file. So what a round trip lays out anew stays as the person wrote it.
"""

import io
from collections.abc import Callable, Mapping, Sequence
from difflib import SequenceMatcher

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError

from monitor.errors import ConfigError, Problem

_NO_WRAP = 100_000
Change = Callable[[dict[str, object]], None]


def edit(text: str, change: Change, path: str) -> str:
    """The text after `change` did to its data what it wants: a mapping of plain values, changed in place. New
    mappings and lists of words are written in one line. Raises ConfigError when the text is no YAML mapping."""
    try:
        data = _yaml(text).load(text)
    except YAMLError as error:
        raise ConfigError((Problem(path, 0, 0, f"cannot be edited: {error}", "bad-yaml"),)) from error
    if not isinstance(data, CommentedMap):
        raise ConfigError((Problem(path, 0, 0, "cannot be edited: it is not a mapping of keys", "bad-yaml"),))
    before = _dump(data, text)
    change(data)
    _flow(data)
    after = _dump(data, text)
    result = _carry_over(text, before, after)
    return result if _means(result, after) else after


def _means(text: str, like: str) -> bool:
    """Whether a text holds the same data as another."""
    yaml = YAML(typ="safe", pure=True)
    try:
        return bool(yaml.load(text) == yaml.load(like))
    except YAMLError:
        return False


def _yaml(text: str) -> YAML:
    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = _NO_WRAP
    indented = not any(line.startswith("- ") for line in text.splitlines())
    yaml.indent(mapping=2, sequence=4 if indented else 2, offset=2 if indented else 0)
    return yaml


def _dump(data: CommentedMap, text: str) -> str:
    stream = io.StringIO()
    _yaml(text).dump(data, stream)
    return stream.getvalue()


def _flow(value: object) -> object:
    """The value with its new parts in one line each."""
    if isinstance(value, CommentedMap):
        for key in value:
            value[key] = _flow(value[key])
    elif isinstance(value, CommentedSeq):
        for number, part in enumerate(value):
            value[number] = _flow(part)
    elif isinstance(value, dict):
        value = CommentedMap({key: _flow(part) for key, part in value.items()})
        value.fa.set_flow_style()
    elif isinstance(value, list):
        blocks = any(isinstance(part, dict) for part in value)
        value = CommentedSeq([_flow(part) for part in value])
        if not blocks:
            value.fa.set_flow_style()
    return value


def _carry_over(text: str, before: str, after: str) -> str:
    """The text with those lines replaced in which `after` differs from `before`; `after` where it lacks them."""
    written, old, new = (each.splitlines(keepends=True) for each in (text, before, after))
    place: dict[int, int] = {len(old): len(written)}
    for tag, first, last, start, end in SequenceMatcher(None, old, written, autojunk=False).get_opcodes():
        if tag == "equal" or last - first == end - start:
            place |= {first + number: start + number for number in range(last - first)}
    result, done = [], 0
    for tag, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        if any(number not in place for number in range(first, last + 1)):
            return after
        result += written[done : place[first]]
        result += [_shifted(line, old, first if last > first else first - 1, place, written) for line in new[start:end]]
        done = place[last] if last == first else place[last - 1] + 1
    return "".join([*result, *written[done:]])


def _shifted(line: str, old: Sequence[str], near: int, place: Mapping[int, int], written: Sequence[str]) -> str:
    """A new line, indented as the person indents: by as much as the nearest line before it of the same depth."""
    depth = _depth(line)
    for number in range(min(near, len(old) - 1), -1, -1):
        if number in place and old[number].strip() and _depth(old[number]) == depth:
            return " " * _depth(written[place[number]]) + line[depth:]
    return line


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
