"""Rule format v1, the parts beside matching: incidents, messages, and a rule's own examples."""

from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from monitor.detect.fields import STRICT, Distance, Duration, Slug
from monitor.models import Decision, Severity


class _Strict(BaseModel):
    model_config = STRICT


class EscalateWhen(_Strict):
    """What raises an incident's severity."""

    independent_sources: Annotated[int, Field(ge=2, le=100)]


class Escalate(_Strict):
    """To what severity an incident rises, and when."""

    to: Annotated[Severity, Field(strict=False)]
    when: EscalateWhen


class IncidentRule(_Strict):
    """How reports of one event are held together: for how long after the last one, and how far apart."""

    window: Duration = "36h"
    radius: Distance | None = None
    escalate: Escalate | None = None


class NotifyRule(_Strict):
    """What the message tells people to do."""

    actions: Annotated[str, StringConstraints(max_length=2000)] = ""


class ScoreBounds(_Strict):
    """The least and the most that a test accepts."""

    min: Annotated[int, Field(ge=0, le=100)] = 0
    max: Annotated[int, Field(ge=0, le=100)] = 100


class Expect(_Strict):
    """What a test demands; only the keys that are given are compared."""

    decision: Annotated[Decision, Field(strict=False)] | None = None
    via: Slug | None = None
    score: ScoreBounds | None = None


class RuleTest(_Strict):
    """An example that the rule must get right. `todo` marks one that it does not yet get right."""

    name: Slug
    lang: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")] = "und"
    title: str = ""
    text: str = ""
    url: str = ""
    expect: Expect
    todo: bool = False
