"""A channel's template: read, and tried out on samples, so that a mistake shows before the first alert."""

from datetime import UTC, datetime
from pathlib import Path

from monitor.notify.mail import quote as quote_for_html
from monitor.notify.quote import quoter
from monitor.notify.sample import samples
from monitor.notify.template import Template, read_template, try_out
from monitor.notify.variables import VARIABLES, values
from monitor.notify.wording import Manner, Style

_WHEN = datetime(2026, 1, 1, 12, tzinfo=UTC)


def load_template(path: Path, channel: str, style: Style) -> Template:
    """The template of a channel; raises ConfigError with file, line and column of what cannot work."""
    template = read_template(path, frozenset(VARIABLES))
    quote = quote_for_html if template.html else quoter("chat", style.language)
    manner = Manner(quote, "email" if template.html else "chat", style, _WHEN)
    try_out(
        template,
        {
            name: values(delivery, delivery.incident, manner, "the built-in wording")
            for name, delivery in samples(_WHEN, channel).items()
            if delivery.incident is not None
        },
    )
    return template
