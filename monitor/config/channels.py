"""`channels:`, the places to send to, and `translate:`, the hook that translates headlines."""

import re
from typing import Annotated, ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from monitor.config.addresses import AddressOrSecret, SecretReference
from monitor.config.quantities import Duration
from monitor.models import Severity
from monitor.notify.limits import Format

_ONLY_WEBHOOKS = ("sign", "allow_private")


class Channel(BaseModel):
    """One place to send to: `url`, or `webhook` for a program of yours."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid", frozen=True)

    url: str | None = Field(
        default=None,
        min_length=1,
        description="terminal:, file:PATH, feed:PATH (.atom, .rss or .json), an Apprise URL, or secret:NAME with one.",
    )
    webhook: AddressOrSecret | None = Field(
        default=None, description="Instead of url: where to POST each notice as JSON; see docs/how-to/webhook.md."
    )
    sign: SecretReference | None = Field(
        default=None, description="secret:NAME of the key that signs what a webhook posts."
    )
    allow_private: bool = Field(
        default=False, description="The webhook's receiver may be on a private address, such as 192.168.0.5."
    )
    format: Format | None = Field(default=None, description="Without it, what suits the service.")
    template: str | None = Field(
        default=None, min_length=1, description="A Jinja2 file that words incidents; see docs/reference/templates.md."
    )
    entries: int = Field(default=100, ge=1, le=5000, description="How many notices the file of a feed: channel keeps.")
    min_severity: Severity = Severity.INFORMATIONAL

    @field_validator("url")
    @classmethod
    def _has_a_scheme(cls, url: str | None) -> str | None:
        url = "terminal:" if url == "terminal" else url
        if url is not None and not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", url):
            raise PydanticCustomError("bad-channel", "write terminal:, file:PATH, an Apprise URL or secret:NAME")
        return url

    @model_validator(mode="after")
    def _is_one_place(self) -> Self:
        if (self.url is None) == (self.webhook is None):
            raise PydanticCustomError("bad-channel", "a channel has either url or webhook; write one of them")
        if self.webhook is None and any(name in self.model_fields_set for name in _ONLY_WEBHOOKS):
            raise PydanticCustomError("bad-channel", "sign and allow_private belong to a webhook; remove them here")
        return self


class Translate(BaseModel):
    """A program of yours that translates a headline: text on its standard input, the translation on its output."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid", frozen=True)

    command: Annotated[tuple[str, ...], Field(min_length=1, max_length=50)] = Field(
        description="The program and its arguments, without a shell; MONITOR_FROM and MONITOR_TO name the languages."
    )
    timeout: Annotated[Duration, Field(ge=0.1, le=60)] = Field(
        default=5.0, description="What takes longer is left out; a message never waits longer."
    )
