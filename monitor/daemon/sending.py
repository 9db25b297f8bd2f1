"""What the courier is given beside the channels: how messages look, the way out for webhooks, translations, and an ear
for templates that fail."""

import asyncio
from collections.abc import Awaitable, Callable

from monitor.config import Config
from monitor.egress import Answer
from monitor.egress.client import Egress
from monitor.notify.gloss import Glossary, no_counts
from monitor.notify.means import Means
from monitor.notify.routes import Routing
from monitor.notify.settings import ChannelSettings
from monitor.notify.webhook import Send
from monitor.notify.wording import Style

Tell = Callable[[str, str], Awaitable[None]]
"""Tell people of trouble: its subject and a sentence."""


def style_of(config: Config, key: bytes = b"") -> Style:
    """How messages are written for the people of this installation; `key` signs links to the console."""
    instance = config.instance
    return Style(instance.timezone, instance.language, instance.base_url or "", key)


def way_out(egress: Callable[[], Egress]) -> Send:
    """What posts for webhooks."""

    async def post(url: str, body: bytes, headers: tuple[tuple[str, str], ...], allow_private: bool) -> Answer:
        return await egress().post(url, body, headers=headers, allow_private=allow_private)

    return post


class Complaints:
    """Tells once of each version of a template that fails; the messages themselves go in the built-in wording."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._told: set[tuple[str, str]] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    def __call__(self, settings: ChannelSettings, sentence: str) -> None:
        """Hear that a template could not be filled in."""
        source = settings.template.source if settings.template else ""
        if (settings.name, source) in self._told:
            return
        self._told.add((settings.name, source))
        said = f"{sentence}. Messages to {settings.name} go in the built-in wording until it is mended"
        task = asyncio.ensure_future(self._tell(f"template of channel {settings.name}", said))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


class Outfit:
    """Makes style and means of one configuration after the other, with what outlives them all."""

    def __init__(self, key: bytes, post: Send, tell: Tell) -> None:
        self._key, self._post = key, post
        self._complaints = Complaints(tell)
        self.translated = no_counts()
        """How translations went since the start."""

    def of(self, config: Config) -> tuple[Style, Means, Routing]:
        """Style, means and routing of a configuration."""
        means = Means(self._post, glossary_of(config, self.translated), self._complaints)
        return style_of(config, self._key), means, config.routing


def glossary_of(config: Config, counts: dict[str, int] | None = None) -> Glossary:
    """The translator of a configuration; it counts in `counts`."""
    hook = config.translate
    return Glossary(hook.command, hook.timeout, counts) if hook else Glossary(counts=counts)
