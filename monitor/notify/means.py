"""What messages need besides their words: a way out for webhooks, a translator, and an ear for templates that fail."""

from collections.abc import Callable
from dataclasses import dataclass, field

from monitor.notify.gloss import Glossary
from monitor.notify.settings import ChannelSettings
from monitor.notify.webhook import Send


@dataclass(frozen=True, slots=True)
class Means:
    """`post` is the way out for webhooks (None: there is none). `complain` hears the sentence of a template that could
    not be filled in; the message then goes with the built-in wording."""

    post: Send | None = None
    glossary: Glossary = field(default_factory=Glossary)
    complain: Callable[[ChannelSettings, str], None] = lambda _settings, _sentence: None
