"""A message about an incident for services that take little: one line, no ornaments."""

from datetime import UTC

from monitor.models import Delivery, IncidentView
from monitor.notify.wording import (
    HEADLINES,
    Manner,
    Part,
    Wording,
    gist_of,
    headlines,
    links,
    ref_line,
    said_at,
    source_names,
    titles,
)


def short_wording(delivery: Delivery, view: IncidentView, manner: Manner) -> Wording:
    """The same for a text message: one line, no ornaments."""
    headline, _ = headlines(view, manner.style.language)
    link, source = links(delivery, view, headline, manner.style)
    only = source if not link[0] else link
    first = said_at(view.reports[0]) if view.reports else view.opened_at
    number = len(source_names(view.reports))
    count = f"{number} sources, first" if number > 1 else "Single source,"
    gist = gist_of(view, manner.style.language, manner.quote)
    title = manner.gloss or (headline.title if headline else "")
    said = (*(f"{manner.quote(title, longest)}." if title else "" for longest in HEADLINES[1:]), "")
    if gist:
        # One line has room for one of the two, and the gist can be read.
        said = (f"{gist}.", *said[1:])
    parts = (
        Part((f"{count} {first.astimezone(UTC):%H:%M}Z.", "")),
        Part(said),
        Part(only),
        Part((ref_line(delivery),)),
    )
    return Wording(
        titles=tuple(f"{title}." for title in titles(delivery, view, manner, "")),
        parts=parts,
        shorten=(1, 1, 1, 0, 2, 1),
        separator=" ",
    )
