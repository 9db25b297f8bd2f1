"""`monitor notify preview`: a message as a channel would get it. Nothing is sent."""

import asyncio
import json
from dataclasses import replace
from enum import StrEnum
from typing import Annotated

import typer

from monitor.cli.desk import now, reading
from monitor.cli.options import ConfigFile, find_config
from monitor.config import Config, load_config
from monitor.daemon.sending import glossary_of, style_of
from monitor.errors import ConfigError, Problem, StoreError
from monitor.models import Delivery, Message
from monitor.notify import letter
from monitor.notify.limits import Format, measure
from monitor.notify.means import Means
from monitor.notify.sample import sample
from monitor.notify.settings import ChannelSettings
from monitor.store import deliveries


class PreviewFormat(StrEnum):
    """How the message is shown; html is the page of a mail."""

    CHAT = "chat"
    EMAIL = "email"
    SHORT = "short"
    HTML = "html"


class SampleKind(StrEnum):
    """What the sample tells."""

    OPENED = "opened"
    UPDATED = "updated"
    ESCALATED = "escalated"
    CORRECTED = "corrected"
    REMINDER = "reminder"
    DIGEST = "digest"
    HELD = "held"
    SURGE = "surge"
    STORM = "storm"
    TROUBLE = "trouble"
    ALARM = "alarm"
    RECOVERED = "recovered"
    ALIVE = "alive"
    TEST = "test"


_WRITTEN: dict[PreviewFormat, Format] = {
    PreviewFormat.CHAT: "chat",
    PreviewFormat.EMAIL: "email",
    PreviewFormat.HTML: "email",
    PreviewFormat.SHORT: "short",
}
# A service of each manner, whose limits then hold.
_SERVICES = {
    PreviewFormat.CHAT: "tgram:",
    PreviewFormat.EMAIL: "mailto:",
    PreviewFormat.HTML: "mailto:",
    PreviewFormat.SHORT: "twilio:",
}


def preview(
    ref: Annotated[str | None, typer.Argument(help="Of an incident or a notice; without it, the sample.")] = None,
    config: ConfigFile = None,
    use_sample: Annotated[bool, typer.Option("--sample", help="An invented incident.")] = False,
    channel: Annotated[str | None, typer.Option(help="As this channel gets it, with its template.")] = None,
    form: Annotated[
        PreviewFormat | None, typer.Option("--format", help="Without it, as the channel has it, else chat.")
    ] = None,
    kind: Annotated[SampleKind, typer.Option(help="What the sample tells.")] = SampleKind.OPENED,
) -> int:
    """Show a message as a channel would get it, and how much of its room it takes. Nothing is sent."""
    if ref and use_sample:
        raise typer.BadParameter("name an incident or a notice, or ask for --sample, not both")
    loaded = load_config(find_config(config))
    settings = _settings(loaded, channel, form)
    delivery = _stored(config, ref, settings.name) if ref else sample(now(), settings.name, kind.value)
    complaints: list[str] = []
    means = Means(None, glossary_of(loaded), lambda _, sentence: complaints.append(sentence))
    message = asyncio.run(letter.word((delivery,), settings, style_of(loaded), now(), means))
    _show(message, settings, html=form is PreviewFormat.HTML)
    for complaint in complaints:
        typer.echo(f"{complaint}; the built-in wording is used instead", err=True)
    return 1 if complaints else 0


def _settings(config: Config, channel: str | None, form: PreviewFormat | None) -> ChannelSettings:
    written = _WRITTEN[form] if form else None
    if channel is None:
        return ChannelSettings("preview", _SERVICES[form or PreviewFormat.CHAT], written)
    found = next((each for each in config.channels if each.name == channel), None)
    if found is None:
        known = ", ".join(each.name for each in config.channels)
        said = f"no channel {channel!r}; there are {known}"
        raise ConfigError((Problem(str(config.path), 0, 0, said, "no-channel"),))
    return replace(found, format=written) if written else found


def _stored(config: ConfigFile, ref: str, target: str) -> Delivery:
    with reading(config) as db:
        delivery = deliveries.as_told(db, ref, target, now())
    if delivery is None:
        raise StoreError(f"there is no incident or notice {ref}; `monitor incidents list` shows them.")
    return delivery


def _show(message: Message, settings: ChannelSettings, *, html: bool) -> None:
    if html:
        typer.echo(message.html or "")
        return
    if settings.schema == "webhook":
        typer.echo(json.dumps(message.data, ensure_ascii=False, indent=2))
        return
    typer.echo("\n\n".join(part for part in (message.title, message.body) if part))
    limits = settings.limits
    counted = {"utf16": "UTF-16 units", "sms": "letters of text messages"}.get(limits.unit, limits.unit)
    title = f"title {measure(message.title, limits.unit)} of {limits.title}, " if limits.title else ""
    body = f"body {measure(message.body, limits.unit)} of {limits.body} {counted}"
    typer.echo(f"{settings.name}: {title}{body}", err=True)
