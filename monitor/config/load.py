"""config.yaml -> Config, or every mistake in it."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic_core import PydanticCustomError

from monitor.config.addresses import is_private, sameness, web_address
from monitor.config.alarms import Alarms, Canary
from monitor.config.channels import Channel, Translate
from monitor.config.floods import Surge
from monitor.config.opml import read_opml
from monitor.config.routes import problems as route_problems
from monitor.config.routes import to_routing
from monitor.config.schema import (
    ConfigFile,
    Digest,
    FeedDefaults,
    FeedEntry,
    Fetch,
    Heartbeat,
    Instance,
    Log,
    Storage,
    folder_of,
)
from monitor.config.secrets import PREFIX, Secrets
from monitor.config.templates import load_template
from monitor.errors import ConfigError, Problem
from monitor.models import FeedSettings
from monitor.notify.channels import check
from monitor.notify.routes import Routing
from monitor.notify.settings import ChannelSettings
from monitor.notify.template import Template
from monitor.notify.webhook import Hook
from monitor.notify.wording import Style
from monitor.poll.schedule import Pace
from monitor.yamlfile import Loc, YamlDocument, read, suggest, validate


@dataclass(frozen=True, slots=True)
class Config:
    """All settings, checked. Paths are absolute. `warnings` are worth telling and keep nothing from starting.

    Feeds keep `secret:NAME` as it is (see `secrets.get`); channels and heartbeat are resolved and never shown.
    """

    path: Path
    instance: Instance
    rules: tuple[Path, ...]
    data: Path
    fetch: Fetch
    feeds: tuple[FeedSettings, ...]
    channels: tuple[ChannelSettings, ...]
    translate: Translate | None
    routing: Routing
    digest: Digest
    storage: Storage
    heartbeat: Heartbeat | None = field(repr=False)
    canary: Canary
    alarms: Alarms
    surge: Surge
    workers: int
    log: Log
    secrets: Secrets
    warnings: tuple[Problem, ...]

    @property
    def pace(self) -> Pace:
        """How often feeds are asked, in seconds."""
        interval = self.fetch.interval
        return Pace(default=interval.default, minimum=interval.min, maximum=interval.max)

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which people here read times."""
        return ZoneInfo(self.instance.timezone)


def load_config(path: Path, environ: Mapping[str, str] = os.environ) -> Config:
    """Read and check the configuration. Raises ConfigError with every problem, each with file, line and column."""
    document = read(path)
    file, problems = validate(ConfigFile, document)
    if file is None:
        raise ConfigError(problems)
    return Loader(document, path.absolute(), file, Secrets(path.absolute().parent, environ)).config()


def channel_problems(config: Config) -> tuple[Problem, ...]:
    """What the channels' own services find wrong with their URLs. Nothing is sent; costs the import of Apprise when a
    channel needs it."""
    return url_problems(read(config.path), config.channels)


def url_problems(document: YamlDocument, channels: Iterable[ChannelSettings]) -> tuple[Problem, ...]:
    """The same, for channels that stand in this document."""
    return tuple(
        Problem(document.path, *document.position(("channels", channel.name, "url")), said, "bad-channel")
        for channel in channels
        if (said := check(channel))
    )


class Loader:
    """One loading: gathers problems while the settings are put together, so it is used once."""

    def __init__(self, document: YamlDocument, path: Path, file: ConfigFile, secrets: Secrets) -> None:
        self._document = document
        self._path = path
        self._file = file
        self._secrets = secrets
        self._problems: list[Problem] = []

    def config(self) -> Config:
        """The settings; raises ConfigError with every problem."""
        file = self._file
        rules, feeds, channels = self._rules(), self._feeds(), self.channels()
        self._digest_channels()
        self._routes()
        heartbeat = file.heartbeat
        if heartbeat:
            heartbeat = heartbeat.model_copy(update={"url": self._secret(heartbeat.url, ("heartbeat", "url"))})
        errors = tuple(problem for problem in self._problems if problem.level == "error")
        if errors:
            raise ConfigError(tuple(self._problems))
        return Config(
            path=self._path,
            instance=file.instance,
            rules=rules,
            data=folder_of(file.paths.data, self._path.parent),
            fetch=file.fetch,
            feeds=feeds,
            channels=channels,
            translate=file.translate,
            routing=self._routing(),
            digest=file.digest,
            storage=file.storage,
            heartbeat=heartbeat,
            canary=file.canary,
            alarms=file.alarms,
            surge=file.surge,
            workers=file.workers,
            log=file.log,
            secrets=self._secrets,
            warnings=tuple(self._problems),
        )

    def _rules(self) -> tuple[Path, ...]:
        folders = []
        for n, name in enumerate(self._file.paths.rules):
            folder = folder_of(name, self._path.parent)
            folders.append(folder)
            if not folder.is_dir():
                self._note(("paths", "rules", n), f"the folder {folder} does not exist", "no-folder")
        return tuple(folders)

    def _feeds(self) -> tuple[FeedSettings, ...]:
        listed: dict[str, FeedSettings] = {}
        lines: dict[str, int] = {}
        for n, entry in enumerate(self._file.feeds.list_):
            loc: Loc = ("feeds", "list", n) if isinstance(entry, str) else ("feeds", "list", n, "url")
            feed = _settings(FeedEntry(url=entry) if isinstance(entry, str) else entry, self._file.feeds.defaults)
            same = sameness(feed.url)
            if same in listed:
                self._note(loc, f"this feed stands in line {lines[same]} already; keep one", "duplicate-feed")
                continue
            listed[same] = feed
            lines[same] = self._document.position(loc)[0]
            self._look_at(feed, loc)
        imported = self._imported()
        feeds = {**imported, **listed}
        if not feeds and not self._problems:
            self._note(("feeds",), "no feed is named, so nothing will be read", "no-feeds", warn=True)
        return tuple(feeds.values())

    def _look_at(self, feed: FeedSettings, loc: Loc) -> None:
        if not feed.allow_private and is_private(urlsplit(feed.url).hostname or ""):
            said = "this is a private address and will be refused; if you mean it, add allow_private: true"
            self._note(loc, said, "private-address", warn=True)
        for text in (feed.auth, feed.proxy, *(value for _, value in feed.headers)):
            if text and text.startswith(PREFIX):
                self._secret(text, loc, warn=True)

    def _imported(self) -> dict[str, FeedSettings]:
        """Feeds of the OPML files. One that is listed in the configuration, too, takes its settings from there."""
        feeds: dict[str, FeedSettings] = {}
        defaults = self._file.feeds.defaults
        for n, name in enumerate(self._file.feeds.import_):
            opml = read_opml(folder_of(name, self._path.parent), str(folder_of(name, Path(self._document.path).parent)))
            for problem in opml.problems:
                whole = problem.line == 0 and problem.level == "error"
                if whole:
                    self._note(("feeds", "import", n), f"{problem.path}: {problem.message}", problem.code)
                else:
                    self._problems.append(problem)
            for feed, line in zip(opml.feeds, opml.lines, strict=True):
                same = sameness(feed.url)
                if same in feeds:
                    said = f"{feed.url} is in an earlier file already; left out"
                    self._problems.append(Problem(opml.name, line, 1, said, "duplicate-feed", "warning"))
                else:
                    feeds[same] = _with_defaults(feed, defaults)
        return feeds

    def channels(self) -> tuple[ChannelSettings, ...]:
        """The channels with their secrets and templates; what is wrong with these is noted."""
        return tuple(self._channel(name, channel) for name, channel in self._file.channels.items())

    def _channel(self, name: str, channel: Channel) -> ChannelSettings:
        hook = self._hook(name, channel)
        return ChannelSettings(
            name,
            f"webhook:{hook.url}" if hook else self._channel_url(name, channel.url or ""),
            channel.format,
            channel.min_severity,
            hook=hook,
            template=self._template(name, channel.template),
            entries=channel.entries,
        )

    def _hook(self, name: str, channel: Channel) -> Hook | None:
        if channel.webhook is None:
            return None
        loc: Loc = ("channels", name, "webhook")
        address = self._secret(channel.webhook, loc)
        key = self._secret(channel.sign, ("channels", name, "sign")) if channel.sign else ""
        try:
            host = urlsplit(address if address == channel.webhook else web_address(address)).hostname or ""
        except PydanticCustomError as error:
            self._note(loc, f"the address in this secret cannot be used: {error}", "bad-channel")
            host = ""
        if not channel.allow_private and is_private(host):
            said = "this is a private address and will be refused; if you mean it, add allow_private: true"
            self._note(loc, said, "private-address", warn=True)
        return Hook(name, address, key, channel.allow_private)

    def _template(self, name: str, file: str | None) -> Template | None:
        instance = self._file.instance
        style = Style(instance.timezone, instance.language, instance.base_url or "")
        try:
            return load_template(folder_of(file, self._path.parent), name, style) if file else None
        except ConfigError as error:
            first = error.problems[0]
            if first.line == 0:
                self._note(("channels", name, "template"), f"{first.path}: {first.message}", first.code)
            else:
                self._problems += error.problems
            return None

    def _channel_url(self, name: str, url: str) -> str:
        url = self._secret(url, ("channels", name, "url"))
        scheme, _, rest = url.partition(":")
        return f"{scheme}:{folder_of(rest, self._path.parent)}" if scheme in {"file", "feed"} else url

    def _digest_channels(self) -> None:
        for n, name in enumerate(self._file.digest.channels or ()):
            if name not in self._file.channels:
                hint = suggest(name, self._file.channels)
                self._note(("digest", "channels", n), f"there is no channel {name!r}{hint}", "unknown-channel")

    def _routes(self) -> None:
        file = self._file
        found = route_problems(
            file.routes,
            file.maintenance,
            channels=file.channels,
            zone=file.instance.timezone,
            digest=bool(file.digest.at),
        )
        for loc, message, code, warn in found:
            self._note(loc, message, code, warn=warn)

    def _routing(self) -> Routing:
        file, zone = self._file, self._file.instance.timezone
        return to_routing(file.routes, file.maintenance, file.storm, zone=zone, digest_at=file.digest.at)

    def _secret(self, text: str, loc: Loc, *, warn: bool = False) -> str:
        try:
            return self._secrets.resolve(text)
        except ConfigError as error:
            problem = error.problems[0]
            self._note(loc, problem.message, problem.code, warn=warn)
            return text

    def _note(self, loc: Loc, message: str, code: str, *, warn: bool = False) -> None:
        line, col = self._document.position(loc)
        problem = Problem(self._document.path, line, col, message, code, "warning" if warn else "error")
        self._problems.append(problem)


def _settings(entry: FeedEntry, defaults: FeedDefaults) -> FeedSettings:
    unsaid = {name: getattr(defaults, name) for name in FeedDefaults.model_fields if name not in entry.model_fields_set}
    feed = entry.model_copy(update=unsaid)
    return FeedSettings(
        url=feed.url,
        name=feed.name,
        language=feed.language,
        country=feed.country,
        reliability=feed.reliability,
        group=feed.group,
        tags=feed.tags,
        interval=feed.interval,
        full_text=feed.full_text,
        allow_private=feed.allow_private,
        baseline=feed.baseline,
        auth=feed.auth,
        headers=tuple(feed.headers.items()),
        proxy=feed.proxy,
    )


def _with_defaults(feed: FeedSettings, defaults: FeedDefaults) -> FeedSettings:
    """What OPML said of a feed, and the defaults for all else."""
    entry = FeedEntry.model_construct(_fields_set={"url", "name"}, url=feed.url, name=feed.name)
    settings = _settings(entry, defaults)
    return replace(settings, group=feed.group or settings.group, language=feed.language or settings.language)
