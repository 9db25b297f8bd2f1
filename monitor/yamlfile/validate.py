"""Data -> pydantic model, or problems in plain words at the place of the mistake."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Generic, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from monitor.errors import Problem
from monitor.yamlfile.document import Loc, Place, YamlDocument
from monitor.yamlfile.shape import known_keys
from monitor.yamlfile.words import one_of, shown_value, suggest

M = TypeVar("M", bound=BaseModel)

_EXPECTED = {
    "string": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    **dict.fromkeys(("list", "tuple", "set", "frozen_set"), "a list"),
    **dict.fromkeys(("dict", "mapping", "model", "model_attributes", "dataclass"), "a mapping of keys"),
}
_LIMITS = {
    "greater_than_equal": ("ge", "at least"),
    "greater_than": ("gt", "more than"),
    "less_than_equal": ("le", "at most"),
    "less_than": ("lt", "less than"),
}
_WORD = re.compile(r"'((?:[^'\\]|\\.)*)'|(-?\d+)")
_KEY_MARK = "[key]"
_MOST_ROUNDS = 10


@dataclass(frozen=True, slots=True)
class _Fault:
    """One pydantic error. `loc` is the place in the data, `branches` the union members it came through, each with
    the depth of the data at which the union stands, `also` the types that its other members would take."""

    kind: str
    loc: Loc
    branches: tuple[tuple[int, str], ...]
    said: str
    found: object
    limits: Mapping[str, object]
    also: str = ""

    @property
    def expected(self) -> str | None:
        """What type was wanted, when this is only a fault of type."""
        head = self.kind.removesuffix("_type").removesuffix("_parsing").removesuffix("_from_float")
        return _EXPECTED.get(head) if head != self.kind else None


def validate(
    model: type[M], document: YamlDocument, *, context: Mapping[str, object] | None = None
) -> tuple[M | None, tuple[Problem, ...]]:
    """The model made from the document and no problems, or None and all problems in the order of the file.

    A validator may raise ValueError (code `bad-value`) or PydanticCustomError, whose type becomes the code when
    it has a hyphen in it (`duplicate-feed`).
    """
    if document.data is None:
        return None, (Problem(document.path, 1, 1, "the file is empty", "empty"),)
    try:
        return model.model_validate(document.data, context=context), ()
    except ValidationError as error:
        faults = [_fault(details, document.data) for details in error.errors(include_url=False)]
    found = {_problem(fault, model, document): None for fault in _settle_unions(faults)}
    return None, tuple(sorted(found, key=lambda problem: (problem.line, problem.col)))


@dataclass(frozen=True, slots=True)
class Rest(Generic[M]):
    """What is right in a document: the model made from it, and that part of the document. `around` are the places of
    what was left out and of all that it stood in, `keys` the keys of the file under which something was."""

    model: M
    document: YamlDocument
    around: frozenset[Place]
    keys: frozenset[str]


def validate_rest(
    model: type[M], document: YamlDocument, stand_ins: Mapping[str, object] = MappingProxyType({})
) -> Rest[M] | None:
    """The model made from what is right in a document; None when too little is left.

    For looking on behind a mistake: what it gives is nothing to work with. `stand_ins` are values for keys of these
    names, wherever one is missing; all that the model has are taken where it misses more than keys.
    """
    around: set[Place] = set()
    keys: set[str] = set()
    for _ in range(_MOST_ROUNDS):
        try:
            made = model.model_validate(document.data)
        except ValidationError as error:
            faults = [_fault(details, document.data) for details in error.errors(include_url=False)]
        else:
            return Rest(made, document, frozenset(around), frozenset(keys))
        missing = {fault.loc for fault in faults if fault.kind == "missing"}
        filled = {loc: stand_ins[str(loc[-1])] for loc in missing if loc[-1] in stand_ins}
        wrong = {loc[:-1] for loc in missing - filled.keys()} | {fault.loc for fault in faults} - missing
        if () in wrong:
            written = document.data if isinstance(document.data, dict) else {}
            more: dict[Loc, object] = {
                (key,): stand_ins[key] for key in stand_ins if key in model.model_fields and key not in written
            }
            if not more or any(len(loc) == 1 for loc in missing - filled.keys()):
                return None
            filled |= more
        around |= {place for loc in wrong | filled.keys() for place in document.places(loc)}
        keys |= {str(loc[0]) for loc in wrong | filled.keys() if loc}
        document = document.with_values(filled).without(loc for loc in wrong if loc)
    return None


def _fault(details: ErrorDetails, data: object) -> _Fault:
    """Tell the steps into the data from the names of union members that pydantic mixes in between."""
    steps = list(details["loc"])
    kind = details["type"]
    missing = steps.pop() if kind == "missing" else None
    loc: Loc = ()
    branches: tuple[tuple[int, str], ...] = ()
    for step in steps:
        parts = dict(enumerate(data)) if isinstance(data, list) else data
        if isinstance(parts, dict) and step in parts:
            data, loc = parts[step], (*loc, step)
        elif step != _KEY_MARK:
            branches = (*branches, (len(loc), str(step)))
    if missing is not None:
        loc = (*loc, missing)
    return _Fault(kind, loc, branches, details["msg"], details["input"], details.get("ctx", {}))


def _settle_unions(faults: list[_Fault]) -> list[_Fault]:
    """Keep, of each union, the faults of the member that the writer most likely meant."""
    settled = [fault for fault in faults if not fault.branches]
    unions: dict[Loc, dict[str, list[_Fault]]] = {}
    for fault in faults:
        if fault.branches:
            depth, member = fault.branches[0]
            inner = replace(fault, branches=fault.branches[1:])
            unions.setdefault(fault.loc[:depth], {}).setdefault(member, []).append(inner)
    for loc, members in unions.items():
        meant = [
            found
            for found in members.values()
            if not all(f.expected and f.loc == loc and not f.branches for f in found)
        ]
        types = dict.fromkeys(f.expected for found in members.values() if found not in meant for f in found)
        wanted = " or ".join(filter(None, types))
        if meant:
            chosen = min(meant, key=len)
            settled += _settle_unions([replace(f, also=wanted) if f.loc == loc else f for f in chosen])
        else:
            first = next(iter(members.values()))[0]
            settled.append(replace(first, kind="union", also=wanted, branches=()))
    return settled


def _problem(fault: _Fault, model: type[BaseModel], document: YamlDocument) -> Problem:
    message, code = _explain(fault, model)
    if fault.kind == "extra_forbidden":
        line, col = document.position(fault.loc)
    elif fault.kind == "missing":
        line, col = document.position(fault.loc[:-1])
    else:
        line, col = document.value_position(fault.loc)
    return Problem(document.path, line, col, message, code)


def _explain(fault: _Fault, model: type[BaseModel]) -> tuple[str, str]:
    kind, value = fault.kind, shown_value(fault.found)
    if kind == "extra_forbidden":
        return _unknown_key(fault, model)
    if kind == "missing" and isinstance(fault.loc[-1], int):
        return f"item {fault.loc[-1] + 1} of the list is missing", "bad-value"
    if kind == "missing":
        return f"the key {str(fault.loc[-1])!r} is missing", "missing-key"
    if kind in {"literal_error", "enum"}:
        names = [a or b for a, b in _WORD.findall(str(fault.limits.get("expected", "")))]
        or_else = f" or {fault.also}" if fault.also else ""
        return f"{value} is not one of {one_of(names)}{or_else}{suggest(str(fault.found), names)}", "bad-value"
    if kind in {"value_error", "assertion_error"}:
        return str(fault.limits.get("error", fault.said)), "bad-value"
    if kind == "union" or fault.expected:
        wanted = fault.expected or fault.also
        number = isinstance(fault.found, int | float) and "text" in wanted
        return f"expected {wanted}, found {value}" + ("; put it in quotes" if number else ""), "bad-value"
    if kind in _LIMITS:
        name, words = _LIMITS[kind]
        return f"{value} is out of range: {words} {fault.limits.get(name)}", "bad-value"
    if kind in {"string_too_short", "too_short"}:
        least = fault.limits.get("min_length", 1)
        return "must not be empty" if least == 1 else f"too short: at least {least}", "bad-value"
    if kind in {"string_too_long", "too_long"}:
        return f"too long: at most {fault.limits.get('max_length')}", "bad-value"
    if kind == "string_pattern_mismatch":
        return f"{value} does not have the form {fault.limits.get('pattern')}", "bad-value"
    # Built-in kinds are one family, "bad-value"; a PydanticCustomError brings a code of its own.
    return fault.said[:1].lower() + fault.said[
        1:
    ] if "-" not in kind else fault.said, kind if "-" in kind else "bad-value"


def _unknown_key(fault: _Fault, model: type[BaseModel]) -> tuple[str, str]:
    key = str(fault.loc[-1])
    known = known_keys(model, fault.loc[:-1])
    hint = suggest(key, known) or (f" (known: {one_of(known)})" if known else "")
    return f"unknown key {key!r}{hint}", "unknown-key"
