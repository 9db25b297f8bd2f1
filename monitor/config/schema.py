"""The configuration file, key by key. What is not here is an unknown key; what is checked across keys is in load.py."""

import re
from pathlib import Path
from typing import Annotated, ClassVar, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from monitor.config.addresses import AddressOrSecret, SecretReference, WebAddress
from monitor.config.alarms import Alarms, Canary
from monitor.config.alive import AliveOrOff
from monitor.config.channels import Channel, Translate
from monitor.config.floods import Storm, StormOrOff, Surge
from monitor.config.quantities import Duration, PollTime, TimeOfDay, TimeZone
from monitor.config.routes import Routes, Windows
from monitor.models import FullText
from monitor.poll.schedule import Pace

_HEADER = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}")
_DAY = 86_400.0


def _headers(headers: dict[str, str]) -> dict[str, str]:
    for name in headers:
        if not _HEADER.fullmatch(name):
            raise PydanticCustomError("bad-header", "{name} is not the name of a header", {"name": repr(name[:60])})
    return headers


Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", examples=["en", "ar", "ckb"])]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$", examples=["IQ"])]
Reliability = Literal["A", "B", "C", "D", "E", "F"]
ChannelName = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,40}$")]


class _Part(BaseModel):
    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid", frozen=True)


class Instance(_Part):
    """What this installation is called and how it talks to people."""

    name: str = Field(default="threat-monitor", min_length=1, max_length=60)
    timezone: TimeZone = Field(default="UTC", examples=["Asia/Baghdad"])
    language: Literal["en", "ar", "fa"] = "en"
    base_url: WebAddress | None = Field(
        default=None, description="Where people reach the console; used for links in messages."
    )


class Paths(_Part):
    """Where things are. Relative paths start at the folder of the configuration file."""

    rules: tuple[str, ...] = Field(
        default=(), description="Folders of your own rules, laid over the shipped pack in order."
    )
    data: str = Field(default="data", min_length=1, description="The folder of the database and its backups.")


class Interval(_Part):
    """How often feeds are asked: it adapts to how often a feed really changes, between min and max."""

    default: PollTime = Pace().default
    min: PollTime = Pace().minimum
    max: PollTime = Pace().maximum

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not self.min <= self.default <= self.max:
            raise PydanticCustomError("interval-order", "min, default and max must not decrease in this order")
        return self


class Fetch(_Part):
    """How the outside world is asked."""

    interval: Interval = Interval()
    concurrency: int = Field(default=256, ge=1, le=2000, description="Requests under way at one time.")
    per_host: int = Field(default=2, ge=1, le=16, description="Requests to one host at one time.")
    timeout: Annotated[Duration, Field(ge=1, le=300)] = Field(
        default=30.0, description="For one request, everything included."
    )
    contact: str | None = Field(
        default=None, max_length=200, description="Address or page that servers' owners can turn to."
    )
    user_agent: str | None = Field(default=None, max_length=200, description="Replaces the whole identification.")

    @field_validator("contact", "user_agent")
    @classmethod
    def _fits_a_header(cls, text: str | None) -> str | None:
        if text is not None and not (text.isascii() and text.isprintable()):
            raise PydanticCustomError("bad-header", "only plain ASCII text can be sent in a header")
        return text


class FeedDefaults(_Part):
    """What holds for every feed that does not say otherwise."""

    language: Language | None = None
    country: Country | None = None
    reliability: Reliability = Field(default="C", description="A (completely reliable) to E; F cannot be judged.")
    group: str = Field(default="", max_length=200)
    tags: tuple[str, ...] = ()
    interval: PollTime | None = Field(default=None, description="Fixed; without it the interval adapts.")
    full_text: FullText = Field(default="feed", description="page: also fetch the page of each new article.")
    allow_private: bool = Field(default=False, description="The feed may be on a private address, such as 192.168.0.5.")
    baseline: bool = Field(default=True, description="Do not alert on what the feed holds at the first poll.")
    headers: Annotated[dict[str, str], AfterValidator(_headers)] = Field(
        default={}, description="Values may be secret:NAME."
    )
    proxy: AddressOrSecret | None = None


class FeedEntry(FeedDefaults):
    """One feed."""

    url: WebAddress
    name: str = Field(default="", max_length=200)
    auth: SecretReference | None = Field(default=None, description="secret:NAME, whose value is user:password.")


class Feeds(_Part):
    """What is read."""

    import_: tuple[str, ...] = Field(default=(), alias="import", description="OPML files.")
    defaults: FeedDefaults = FeedDefaults()
    list_: tuple[WebAddress | FeedEntry, ...] = Field(default=(), alias="list", description="An address, or a mapping.")


class Digest(_Part):
    """The daily summary, with what waits for review."""

    at: tuple[TimeOfDay, ...] = Field(default=("07:00",), validate_default=True, description="Times of day, in quotes.")
    channels: tuple[str, ...] | None = Field(default=None, description="Names of channels; without it, all of them.")
    alive: AliveOrOff = Field(default=None, description="true, or a time: also say what was read when all was quiet.")


class Backup(_Part):
    """Copies of the database beside it."""

    every: Annotated[Duration, Field(ge=3600)] = _DAY
    keep: int = Field(default=7, ge=1, le=1000)


class Storage(_Part):
    """What is kept, and for how long. Incidents and what was sent about them are kept for ever."""

    texts_keep: Annotated[Duration, Field(ge=_DAY)] = 90 * _DAY
    articles_keep: Annotated[Duration, Field(ge=_DAY)] = 400 * _DAY
    backup: Backup = Backup()

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.texts_keep > self.articles_keep:
            raise PydanticCustomError("storage-order", "texts_keep must not be longer than articles_keep")
        return self


class Heartbeat(_Part):
    """An address asked for at regular times, so that somebody else notices when this service is dead."""

    url: AddressOrSecret
    every: Annotated[Duration, Field(ge=1, le=_DAY)] = 60.0


class Log(_Part):
    """What is written to standard error."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["auto", "text", "json"] = Field(default="auto", description="auto: text on a terminal, else JSON.")


class ConfigFile(_Part):
    """Configuration of Threat Monitor, version 1."""

    version: Literal[1]
    instance: Instance = Instance()
    paths: Paths = Paths()
    fetch: Fetch = Fetch()
    feeds: Feeds
    channels: dict[ChannelName, Channel] = Field(min_length=1)
    translate: Translate | None = None
    routes: Routes = Field(default=(), description="Who hears what; without routes, every channel hears all.")
    maintenance: Windows = ()
    storm: StormOrOff = Storm()
    surge: Surge = Surge()
    digest: Digest = Digest()
    storage: Storage = Storage()
    heartbeat: Heartbeat | None = None
    canary: Canary = Canary()
    alarms: Alarms = Alarms()
    workers: int = Field(default=2, ge=1, le=64, description="Child processes that read feeds and apply rules.")
    log: Log = Log()

    @field_validator("version", mode="before")
    @classmethod
    def _known_version(cls, version: object) -> object:
        if isinstance(version, int) and version > 1:
            raise PydanticCustomError("newer-version", "this release reads version 1; update Threat Monitor")
        return version


def folder_of(path: str, base: Path) -> Path:
    """A path of the file as an absolute one: `~` is the user's home, relative paths start at `base`."""
    return (base / Path(path).expanduser()).absolute()
