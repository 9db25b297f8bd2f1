"""Bytes -> YamlDocument. Works on parser events: libyaml's own composer recurses in C and dies of deep nesting."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import yaml

from monitor.errors import ConfigError, Problem
from monitor.yamlfile.document import MAX_BYTES, MAX_DEPTH, Node, Place, YamlDocument
from monitor.yamlfile.scalars import BadNumberError, resolve
from monitor.yamlfile.words import plain_syntax_error

_MOST_PROBLEMS = 100
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_LINE_END = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def read(path: Path, *, shown: str | None = None) -> YamlDocument:
    """Read a YAML file. Problems name it as `shown` (default: the path as given). Raises ConfigError, nothing else."""
    name = shown if shown is not None else str(path)
    try:
        if not path.is_file():
            reason = "is not a file" if path.exists() else "does not exist"
            raise ConfigError((Problem(name, 0, 0, f"the file {reason}", "unreadable"),))
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        hint = "; let the user that runs the service read it" if isinstance(error, PermissionError) else ""
        raise ConfigError((Problem(name, 0, 0, f"the file cannot be read: {reason}{hint}", "unreadable"),)) from error
    return read_text(_decode(raw, name), name)


def read_text(text: str, shown: str) -> YamlDocument:
    """Read YAML from a string. Raises ConfigError: every duplicate key, alias and tag, or the first syntax error."""
    text = text.removeprefix("\ufeff")
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "replace")) > MAX_BYTES:
        raise ConfigError((_too_large(shown),))
    if bad := _UNREADABLE.search(text):
        line, col = _place_of(text, bad.start())
        message = f"the character U+{ord(bad.group()):04X} cannot stand in a YAML file; remove it"
        raise ConfigError((Problem(shown, line, col, message, "bad-character"),))
    builder = _Builder(shown)
    try:
        data, root = builder.document(text)
    except yaml.YAMLError as error:
        builder.problems.append(plain_syntax_error(error, shown, text))
    except _Stop:
        pass
    if builder.problems:
        raise ConfigError(tuple(builder.problems))
    return YamlDocument(data, shown, text, root)


def _decode(raw: bytes, name: str) -> str:
    if len(raw) > MAX_BYTES:
        raise ConfigError((_too_large(name),))
    if raw.startswith(_UTF16):
        raise ConfigError((Problem(name, 1, 1, "the file is UTF-16; save it as UTF-8", "encoding"),))
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line, col = _place_of(raw[: error.start].decode("utf-8"), None)
        message = f"the byte 0x{raw[error.start]:02X} is not UTF-8; save the file as UTF-8"
        raise ConfigError((Problem(name, line, col, message, "encoding"),)) from error


def _too_large(name: str) -> Problem:
    return Problem(name, 0, 0, f"the file is larger than {MAX_BYTES // 1_000_000} MB; split it", "too-large")


def _place_of(text: str, offset: int | None) -> Place:
    lines = _LINE_END.split(text[:offset])
    return len(lines), len(lines[-1]) + 1


class _Parser(Protocol):
    def get_event(self) -> yaml.Event: ...
    def dispose(self) -> None: ...


class _Stop(Exception):
    """Reading further makes no sense; the problem has been noted."""


@dataclass
class _Builder:
    """Turns events into data and a tree of places, noting problems as it goes."""

    shown: str
    problems: list[Problem] = field(default_factory=list)

    def document(self, text: str) -> tuple[object, Node | Place]:
        """Data and places of the only document in `text`."""
        parser: _Parser = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
        try:
            data: object = None
            root: Node | Place = (1, 1)
            parser.get_event()
            if isinstance(event := parser.get_event(), yaml.DocumentStartEvent):
                data, root = self._value(parser, parser.get_event(), 0)
                parser.get_event()
                event = parser.get_event()
            if isinstance(event, yaml.DocumentStartEvent):
                self._note(_at(event), "a second document starts here; put it in a file of its own", "two-documents")
            return data, root
        finally:
            parser.dispose()

    def _value(self, parser: _Parser, event: yaml.Event, depth: int) -> tuple[object, Node | Place]:
        at = _at(event)
        if isinstance(event, yaml.ScalarEvent) and event.anchor is None and event.tag is None:
            return self._scalar(event), at
        if depth >= MAX_DEPTH and isinstance(event, yaml.CollectionStartEvent):
            self._note(at, f"nested more than {MAX_DEPTH} levels deep", "too-deep")
            raise _Stop
        if isinstance(event, yaml.AliasEvent):
            self._note(at, f"the alias *{event.anchor} is not supported; write the value out", "alias")
            return None, at
        if not isinstance(event, yaml.NodeEvent):
            self._note(at, "a value is missing here", "yaml-syntax")
            raise _Stop
        if event.anchor is not None:
            self._note(
                at, f"the anchor &{event.anchor} is not supported; write the value out where it is used", "alias"
            )
        if (tag := getattr(event, "tag", None)) is not None:
            self._note(at, f"the tag {tag!r} is not supported; put text in quotes instead", "tag")
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(parser, at, depth)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(parser, at, depth)
        return self._scalar(event) if isinstance(event, yaml.ScalarEvent) else None, at

    def _scalar(self, event: yaml.ScalarEvent) -> object:
        text: str = event.value
        if event.style:
            return text
        try:
            return resolve(text)
        except BadNumberError as error:
            self._note(_at(event), str(error), "bad-number")
            return None

    def _sequence(self, parser: _Parser, at: Place, depth: int) -> tuple[object, Node]:
        items: list[object] = []
        node = Node(at)
        while not isinstance(event := parser.get_event(), yaml.SequenceEndEvent):
            item, part = self._value(parser, event, depth + 1)
            node.parts[len(items)] = part
            items.append(item)
        return items, node

    def _mapping(self, parser: _Parser, at: Place, depth: int) -> tuple[object, Node]:
        entries: dict[str, object] = {}
        node = Node(at)
        while not isinstance(event := parser.get_event(), yaml.MappingEndEvent):
            key_at = _at(event)
            key = self._key(parser, event, depth)
            value, part = self._value(parser, parser.get_event(), depth + 1)
            if key is None:
                continue
            if key in entries:
                first = node.keys[key][0]
                self._note(key_at, f"the key {key!r} stands here and in line {first}; keep one", "duplicate-key")
                continue
            entries[key] = value
            node.keys[key] = key_at
            node.parts[key] = part
        return entries, node

    def _key(self, parser: _Parser, event: yaml.Event, depth: int) -> str | None:
        """A key is text whatever it looks like: `no:` is Norwegian and `2026:` a name. None when it is not a scalar."""
        if isinstance(event, yaml.ScalarEvent) and event.anchor is None and event.tag is None:
            return str(event.value)
        self._value(parser, event, depth + 1)
        if isinstance(event, yaml.CollectionStartEvent):
            self._note(_at(event), "a key must be plain text, not a list or a mapping", "bad-key")
        return None

    def _note(self, at: Place, message: str, code: str) -> None:
        self.problems.append(Problem(self.shown, *at, message, code))
        if len(self.problems) >= _MOST_PROBLEMS:
            raise _Stop


def _at(event: yaml.Event) -> Place:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (0, 0)
