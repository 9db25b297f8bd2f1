"""What waits for one channel, as the messages it gets. A fault of ours in wording never keeps an alert from a human."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from monitor.errors import ChannelError
from monitor.models import Delivery, Message
from monitor.notify.backlog import Parcel, parcels, ref_of, render_parcel
from monitor.notify.means import Means
from monitor.notify.render import Extras, render
from monitor.notify.settings import ChannelSettings
from monitor.notify.wording import Style
from monitor.notify.words import say, severity_word

log = logging.getLogger(__name__)


def sort(rows: Sequence[Delivery], settings: ChannelSettings, style: Style, now: datetime) -> list[Parcel]:
    """One message for each delivery, or, after a long silence, several deliveries in one. Programs get each alone."""
    if settings.takes_data or settings.schema == "file":
        return [(row,) for row in rows]
    try:
        return parcels(rows, settings.written, settings.limits, style, now)
    except Exception:
        log.exception("cannot sum up what waited for %s: it is sent one by one", settings.name)
        return [(row,) for row in rows]


async def word(
    parcel: Parcel, settings: ChannelSettings, style: Style, now: datetime, means: Means, *, plain: bool = False
) -> Message:
    """The message for a parcel; with `plain`, without anything that a service could have refused it for."""
    row = parcel[0]
    if not settings.takes_tokens:
        style = replace(style, key=b"")
    try:
        if len(parcel) > 1:
            return render_parcel(parcel, settings.written, settings.limits, style, now=now, plain=plain)
        gloss = "" if plain or settings.takes_data else await means.glossary.of(row, style.language)
        extras = Extras(settings.template, gloss, data=settings.takes_data, piece=settings.takes_data)
        draw = partial(render, row, settings.written, settings.limits, style, now=now, plain=plain)
        try:
            return draw(extras=extras)
        except ChannelError as error:
            means.complain(settings, str(error))
            return draw(extras=replace(extras, template=None))
    except Exception:
        # Say that there is one, and its id.
        log.exception("cannot word %s", row.ref)
        refs = ", ".join(row.ref for row in parcel)
        language = style.language
        text = f"{severity_word(row.severity, language)}: {say('not worded', language, refs=refs)}"
        return Message("", text, row.severity, row.ref if len(parcel) == 1 else ref_of(parcel))
