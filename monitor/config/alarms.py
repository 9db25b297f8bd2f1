"""`alarms:`, when silence or trouble of feeds is told, and `canary:`, the synthetic item that proves that all works."""

from typing import Annotated, ClassVar, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from monitor.config.quantities import Duration, parse_duration
from monitor.poll.alarms import Limits

_DAY = 86_400.0
_SHORTEST = 60.0


def _duration_or_off(value: object) -> float | None:
    if value is False or value == "off":
        return None
    if not isinstance(value, str):
        raise ValueError("a duration is written as a number and a unit, such as 12h or 2d; off switches this off")  # noqa: TRY004 - pydantic turns only ValueError into a problem with a line
    seconds = parse_duration(value)
    if seconds < _SHORTEST:
        raise ValueError("less than a minute is too short; off switches this off")
    return seconds


def _on_or_off(value: object) -> bool:
    if isinstance(value, bool):
        return value
    if value in {"on", "off"}:
        return value == "on"
    raise ValueError("write true, or false to switch this off")


DurationOrOff = Annotated[
    float | None,
    BeforeValidator(_duration_or_off),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "pattern": r"^(\d{1,6}(\.\d{1,3})? ?[smhdw]|off)$", "examples": ["12h", "off"]},
                {"const": False},
            ]
        }
    ),
]
Switch = Annotated[
    bool, BeforeValidator(_on_or_off), WithJsonSchema({"anyOf": [{"type": "boolean"}, {"enum": ["on", "off"]}]})
]


class Alarms(BaseModel):
    """When people hear that feeds are in trouble or strangely quiet. Each can be switched off."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid", frozen=True)

    failing: DurationOrOff = Field(default=_DAY, description="A feed cannot be read for so long.")
    silent: DurationOrOff = Field(
        default=2 * _DAY, description="A feed answers but brings nothing for so long, and `times` its usual gap."
    )
    slow: Switch = Field(default=True, description="A feed brings `times` less than it used to.")
    late: DurationOrOff = Field(
        default=3 * 3600.0, description="A feed's freshest article is so old, and `times` older than usual."
    )
    undated: Switch = Field(default=True, description="No article of a feed bears a date.")
    page: Switch = Field(default=True, description="A robot test, a login or a parked domain stands where a feed was.")
    language: DurationOrOff = Field(
        default=12 * 3600.0, description="Nothing new in a language for so long, and `times` its usual gap."
    )
    behind: DurationOrOff = Field(default=900.0, description="Feeds are asked so much later than they are due.")
    network: DurationOrOff = Field(default=600.0, description="No feed at all has answered for so long.")
    times: Annotated[float, Field(ge=2, le=100)] = 6.0

    @property
    def limits(self) -> Limits:
        """The same for those who judge."""
        return Limits(
            failing=self.failing,
            silent=self.silent,
            slow=self.slow,
            late=self.late,
            undated=self.undated,
            page=self.page,
            language=self.language,
            behind=self.behind,
            network=self.network,
            times=self.times,
        )


class Canary(BaseModel):
    """A synthetic item that goes the way of all news, from feed to channel, and is told to nobody. While it does not
    arrive, the heartbeat is not sent."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid", frozen=True)

    every: Annotated[Duration, Field(ge=1, le=3600)] = 120.0
    within: Annotated[Duration, Field(ge=2, le=7200)] = Field(
        default=300.0, description="How old its last arrival may be for the heartbeat to be sent."
    )

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.every >= self.within:
            raise PydanticCustomError("canary-order", "every must be shorter than within, or the heartbeat pauses")
        return self
