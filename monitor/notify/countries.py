"""What countries are called in the readers' language, as the shipped gazetteer has it."""

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

_PACKAGE = Path(__file__).resolve().parent.parent


def country_name(code: str, language: str) -> str:
    """The name of a country by its code (`IQ`); the code itself where none is known."""
    names = _names().get(code, {})
    return names.get(language) or names.get("en") or code


@lru_cache(maxsize=1)
def _names() -> Mapping[str, Mapping[str, str]]:
    """Code -> language -> the first of its names. Without the file there are no names, and messages still go."""
    shipped = _PACKAGE / "rules"
    path = (shipped if shipped.is_dir() else _PACKAGE.parent / "rules") / "places" / "countries.jsonl"
    try:
        lines = path.read_text("utf-8").splitlines()
    except OSError:
        return MappingProxyType({})
    rows = (json.loads(line) for line in lines if line.strip())
    return MappingProxyType(
        {
            row["id"]: {lang: row["names"][lang][0] for lang in ("ar", "fa") if row["names"].get(lang)}
            | {"en": row["name"]}
            for row in rows
        }
    )
