"""What a YAML file says and where it says it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

MAX_BYTES = 1_000_000
MAX_DEPTH = 32

Loc = tuple[str | int, ...]
Place = tuple[int, int]

# The breaks that libyaml counts as line ends.
_LINE_END = re.compile("\r\n|[\r\n\x85\u2028\u2029]")


@dataclass(slots=True)
class Node:
    """A mapping or a list: where it starts, where each of its keys stands (mappings), and its parts by key or index. A
    part that is neither, as nearly all are, is no more than the place where it starts."""

    at: Place
    keys: dict[str | int, Place] = field(default_factory=dict)
    parts: "dict[str | int, Node | Place]" = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class YamlDocument:
    """A file as read. `data` is made of dict (with text keys), list, str, int, float, bool and None."""

    data: object
    path: str
    text: str = field(repr=False)
    root: Node | Place = field(repr=False)

    def position(self, loc: Loc) -> Place:
        """Line and column (from 1) of the key or list item that `loc` names, or of the nearest thing around it."""
        node, place = self.root, _start(self.root)
        for step in loc:
            if isinstance(node, tuple) or step not in node.parts:
                break
            place = node.keys.get(step, _start(node.parts[step]))
            node = node.parts[step]
        return place

    def value_position(self, loc: Loc) -> Place:
        """Line and column of the value that `loc` names; that of its key when the value is a block or is missing."""
        node = self.root
        for step in loc:
            if isinstance(node, tuple) or step not in node.parts:
                return self.position(loc)
            node = node.parts[step]
        return self.position(loc) if isinstance(node, Node) and node.parts else _start(node)

    def places(self, loc: Loc) -> set[Place]:
        """Where the key and the value stand that `loc` names, and all that they stand in but the file."""
        found: set[Place] = set()
        node = self.root
        for step in loc:
            if isinstance(node, tuple) or step not in node.parts:
                break
            found |= {node.keys.get(step, _start(node.parts[step])), _start(node.parts[step])}
            node = node.parts[step]
        return found

    def without(self, locs: Iterable[Loc]) -> "YamlDocument":
        """The document without these parts; what is left keeps its places."""
        data, root = _pruned(self.data, self.root, set(locs))
        return YamlDocument(data, self.path, self.text, root)

    def with_values(self, values: Mapping[Loc, object]) -> "YamlDocument":
        """The document with these values for keys that its mappings lack; they stand nowhere."""
        data = self.data
        for loc, value in values.items():
            data = _with_value(data, loc, value)
        return replace(self, data=data)

    def line(self, number: int) -> str:
        """The text of line `number` (from 1); empty when there is none."""
        lines = _LINE_END.split(self.text)
        return lines[number - 1] if 0 < number <= len(lines) else ""


def _start(node: Node | Place) -> Place:
    return node if isinstance(node, tuple) else node.at


def _with_value(data: object, loc: Loc, value: object) -> object:
    if not loc:
        return value
    step, deeper = loc[0], loc[1:]
    if isinstance(data, dict):
        return {**data, step: _with_value(data.get(step), deeper, value)}
    if isinstance(data, list) and isinstance(step, int) and step < len(data):
        return [_with_value(each, deeper, value) if n == step else each for n, each in enumerate(data)]
    return data


def _pruned(data: object, node: Node | Place, locs: set[Loc]) -> tuple[object, Node | Place]:
    """A copy without the parts that `locs` name, the items of lists numbered anew."""
    inner: dict[str | int, set[Loc]] = {}
    for loc in locs:
        if loc:
            inner.setdefault(loc[0], set()).add(loc[1:])
    if not inner or not isinstance(data, dict | list) or isinstance(node, tuple):
        return data, node
    kept: list[tuple[str | int, object, Node | Place]] = []
    for key, part in data.items() if isinstance(data, dict) else enumerate(data):
        if () not in inner.get(key, set()):
            kept.append((key, *_pruned(part, node.parts.get(key, node.at), inner.get(key, set()))))
    if isinstance(data, dict):
        left: object = {key: part for key, part, _ in kept}
        return left, Node(node.at, node.keys, {key: place for key, _, place in kept})
    return [part for _, part, _ in kept], Node(node.at, {}, {n: place for n, (_, _, place) in enumerate(kept)})
