"""`monitor schema`: the JSON Schema that editors use to complete and check configuration and rules."""

import json
from enum import StrEnum
from typing import Annotated

import typer
from pydantic import BaseModel

from monitor.config import ConfigFile
from monitor.detect.schema import Filter, Rule, WordList


class SchemaName(StrEnum):
    """What can be described."""

    CONFIG = "config"
    RULE = "rule"
    LIST = "list"
    FILTER = "filter"


_MODELS: dict[SchemaName, type[BaseModel]] = {
    SchemaName.CONFIG: ConfigFile,
    SchemaName.RULE: Rule,
    SchemaName.LIST: WordList,
    SchemaName.FILTER: Filter,
}


def schema(of: Annotated[SchemaName, typer.Argument(help="What to describe.")]) -> None:
    """Print a JSON Schema; schema/config.v1.json is the output of `monitor schema config`."""
    typer.echo(schema_text(of), nl=False)


def schema_text(of: SchemaName) -> str:
    """The schema as the file in schema/ holds it."""
    described: dict[str, object] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **_MODELS[of].model_json_schema(by_alias=True),
        "title": f"Threat Monitor {of.value}, version 1",
    }
    _drop_converted_defaults(described)
    return json.dumps(described, ensure_ascii=False, indent=2) + "\n"


def _drop_converted_defaults(node: object) -> None:
    """Durations are text in the file and seconds in the models; as a default, seconds would mislead."""
    if isinstance(node, list):
        for part in node:
            _drop_converted_defaults(part)
    elif isinstance(node, dict):
        if isinstance(node.get("default"), int | float) and node.get("type") == "string":
            del node["default"]
        if isinstance(node.get("default"), dict):
            del node["default"]
        for part in node.values():
            _drop_converted_defaults(part)
