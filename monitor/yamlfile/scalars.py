"""Plain scalars by the core schema of YAML 1.2: `no`, `on`, `12:30` and dates are text."""

import math
import re

_MEANS = frozenset("~nNtTfF-+.0123456789")
"""With what a scalar begins that may be anything but text."""
_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_TRUE = frozenset({"true", "True", "TRUE"})
_FALSE = frozenset({"false", "False", "FALSE"})
_INT = re.compile(r"[-+]?[0-9]+", re.ASCII)
_OCTAL = re.compile(r"0o[0-7]+")
_HEX = re.compile(r"0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", re.ASCII)
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_LONGEST_NUMBER = 64


class BadNumberError(ValueError):
    """The scalar reads as a number that nothing here can hold."""


def resolve(text: str) -> str | int | float | bool | None:
    """The value of a plain (unquoted) scalar. Raises BadNumberError for numbers of absurd length and for infinity."""
    if text and text[0] not in _MEANS:
        return text
    if text in _NULL:
        return None
    if text in _TRUE:
        return True
    if text in _FALSE:
        return False
    if text[0] not in "-+.0123456789":
        return text
    return _number(text)


def _number(text: str) -> str | int | float:
    if _NOT_FINITE.fullmatch(text):
        raise BadNumberError(f"{text} is not a number that can be used here; put it in quotes if it is meant as text")
    whole = _INT.fullmatch(text) or _OCTAL.fullmatch(text) or _HEX.fullmatch(text)
    if not whole and not _FLOAT.fullmatch(text):
        return text
    if len(text) > _LONGEST_NUMBER:
        raise BadNumberError(f"a number of {len(text):,} characters; put it in quotes if it is meant as text")
    if whole:
        return int(text) if _INT.fullmatch(text) else int(text, 0)
    number = float(text)
    if math.isinf(number):
        raise BadNumberError(f"{text} is too large a number; put it in quotes if it is meant as text")
    return number
