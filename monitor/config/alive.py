"""`digest: {alive: ...}`: a daily line that says "quiet, but alive"."""

from typing import Annotated, ClassVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from monitor.config.quantities import TimeOfDay


class Alive(BaseModel):
    """A line with what was read and found in the last day, so that silence is known to be peace."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid", frozen=True)

    at: TimeOfDay | None = Field(default=None, description="A time of day of its own; without it, with each digest.")


def _switched(value: object) -> object:
    """`alive: true` stands for an empty mapping, `alive: false` for none."""
    return {} if value is True else None if value is False else value


AliveOrOff = Annotated[Alive | None, BeforeValidator(_switched, json_schema_input_type=Alive | bool | None)]
