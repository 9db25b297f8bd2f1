"""`storm:`, when notices of one country are put together; `surge:`, when it is told that more happens than usual."""

from datetime import timedelta
from typing import Annotated, ClassVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from monitor.config.quantities import Duration
from monitor.incidents.surge import Limits
from monitor.models import Severity
from monitor.notify import routes as plain

_DAY = 86_400.0
_EXEMPT = (Severity.CRITICAL,)


class Storm(BaseModel):
    """When one channel would be told of too many incidents of one country, further ones come in one message each time;
    nothing is dropped."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid", frozen=True)

    after: int = Field(default=20, ge=1, le=1000, description="So many of one country are told one by one.")
    within: Annotated[Duration, Field(ge=300, le=_DAY)] = Field(
        default=3600.0, description="The time in which they are counted."
    )
    gather: Annotated[Duration, Field(ge=60, le=7200)] = Field(
        default=900.0, description="Further ones come in one message per country, every so often."
    )
    except_: tuple[Severity, ...] = Field(
        default=_EXEMPT, alias="except", description="Severities that are still told one by one."
    )

    @property
    def as_decided(self) -> plain.Storm:
        """The same for those who decide."""
        return plain.Storm(
            self.after, timedelta(seconds=self.within), timedelta(seconds=self.gather), tuple(self.except_)
        )


def _switched(value: object) -> object:
    """`storm: off` tells each by itself, however many they are; `storm: true` is the default."""
    return None if value is False or value == "off" else {} if value is True else value


StormOrOff = Annotated[Storm | None, BeforeValidator(_switched, json_schema_input_type=Storm | bool | None)]


class Surge(BaseModel):
    """When it is told that a country has far more reports of one family of topics than is usual at this hour of the
    week."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid", frozen=True)

    enabled: bool = True
    factor: float = Field(default=Limits().factor, ge=1.5, le=100, description="So many times what is usual.")
    at_least: int = Field(default=Limits().at_least, ge=2, le=10_000, description="So many reports in 3 hours.")

    @property
    def limits(self) -> Limits:
        """The same for those who judge."""
        return Limits(self.factor, self.at_least)
