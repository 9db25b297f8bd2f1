"""What several models of rule files are made of: how strictly, and the forms of plain values."""

from typing import Annotated

from pydantic import ConfigDict, StringConstraints

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
Sentence = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
Duration = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{0,4}(m|h|d)$")]
Distance = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{0,4}km$")]

STRICT = ConfigDict(extra="forbid", strict=True, frozen=True, populate_by_name=True)
"""Unknown keys are mistakes, and values are taken as they stand."""

_UNITS = {"m": 60.0, "h": 3600.0, "d": 86400.0}


def seconds(duration: str) -> float:
    """`36h` -> 129600.0. Units: m, h, d."""
    return int(duration[:-1]) * _UNITS[duration[-1]]
