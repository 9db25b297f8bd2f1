"""What is known of one channel."""

from dataclasses import dataclass, field

from monitor.models import NoticeKind, Severity, Target
from monitor.notify.limits import Format, Limits, format_of, limits_of, room_of, schema_of
from monitor.notify.template import Template
from monitor.notify.webhook import Hook

# What programs read, and what ends in a log: nothing that lets its reader in belongs there.
_FOR_PROGRAMS = frozenset({"webhook", "feed"})
_OWN = _FOR_PROGRAMS | {"terminal", "file"}


@dataclass(frozen=True, slots=True)
class ChannelSettings:
    """One channel. `url` has its secrets already filled in and is never shown: an Apprise URL, `terminal:`,
    `file:PATH`, `feed:PATH`, or `webhook:URL`, to which `hook` may belong. `format` None suits the service; `template`
    words incidents instead of the built-in wording; `entries` is how many notices a feed keeps."""

    name: str
    url: str = field(repr=False)
    format: Format | None = None
    min_severity: Severity = Severity.INFORMATIONAL
    kinds: tuple[NoticeKind, ...] = ()
    hook: Hook | None = None
    template: Template | None = None
    entries: int = 100

    @property
    def target(self) -> Target:
        """The channel as routing sees it."""
        return Target(self.name, self.min_severity, self.kinds, room_of(self.limits))

    @property
    def schema(self) -> str:
        """The service, by the schema of the URL."""
        return schema_of(self.url)

    @property
    def written(self) -> Format:
        """How messages for it are written."""
        return self.format or format_of(self.url)

    @property
    def limits(self) -> Limits:
        """How much it takes."""
        return limits_of(self.url)

    @property
    def takes_data(self) -> bool:
        """Whether it is for programs, which get the notice as JSON beside its wording."""
        return self.schema in _FOR_PROGRAMS

    @property
    def takes_tokens(self) -> bool:
        """Whether links may carry a token: people get it in private, and there is room for it."""
        return self.schema not in _OWN and self.limits.unit != "sms"
