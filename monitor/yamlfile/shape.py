"""Which keys a model knows at a place in the data."""

import types
import typing
from collections.abc import Sequence

from pydantic import BaseModel

from monitor.yamlfile.document import Loc


def known_keys(model: type[BaseModel], loc: Loc) -> Sequence[str]:
    """The keys that may stand at `loc`, in the order of the model. Where several models fit, the keys of all."""
    found: list[object] = [model]
    for step in loc:
        found = [inner for outer in found for inner in _inside(outer, step)]
    names = [name for each in found for member in _members(each) if _is_model(member) for name in _fields(member)]
    return list(dict.fromkeys(names))


def _members(annotation: object) -> list[object]:
    """The alternatives of a union, without wrappers."""
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        return _members(typing.get_args(annotation)[0])
    if origin in {typing.Union, types.UnionType}:
        return [member for part in typing.get_args(annotation) for member in _members(part)]
    return [annotation]


def _inside(annotation: object, step: str | int) -> list[object]:
    found: list[object] = []
    for member in _members(annotation):
        args = typing.get_args(member)
        if _is_model(member):
            found += [field for name, field in _fields(member).items() if name == step]
        elif args:
            found.append(args[-1] if args[-1] is not ... else args[0])
    return found


def _is_model(annotation: object) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _fields(model: object) -> dict[str, object]:
    if not (isinstance(model, type) and issubclass(model, BaseModel)):
        return {}
    return {field.alias or name: field.annotation for name, field in model.model_fields.items()}
