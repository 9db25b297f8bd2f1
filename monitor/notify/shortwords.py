"""A message about an incident for services that take little: one line, no ornaments."""

from collections.abc import Sequence
from datetime import UTC

from monitor.models import Delivery, IncidentView
from monitor.notify.changewords import Quote, difference_lines, is_corrected
from monitor.notify.outlets import said_at, source_names, sure_words
from monitor.notify.quote import clean
from monitor.notify.wording import (
    HEADLINES,
    Manner,
    Part,
    Wording,
    gist_of,
    headlines,
    kind_word,
    label,
    links,
    titles,
)
from monitor.notify.words import RIGHT_TO_LEFT, count, say

_GISTS = (160, 100, 70, 50)


def short_wording(delivery: Delivery, view: IncidentView, manner: Manner) -> Wording:
    """The same for a text message: one line, no ornaments."""
    language, quote = manner.style.language, manner.quote
    headline, _ = headlines(view, language)
    link, source = links(delivery, view, headline, manner.style)
    only = source if not link[0] else link
    gist = gist_of(view, language, quote)
    title = manner.gloss or (headline.title if headline else "")
    # One line has room for one of the two, and the gist can be read.
    text, steps = (gist, _GISTS) if gist else (title, HEADLINES[1:])
    said = (*(f"{quote(text, longest)}." if text else "" for longest in steps), "")
    parts = (
        Part((*_counts(view, language), "")),
        Part((*_changes(delivery, language, quote), "")),
        Part(said),
        Part(only),
        Part((say("ref", language, ref=clean(delivery.ref, 40)),)),
    )
    return Wording(
        titles=_heads(delivery, view, manner, gist=bool(gist)),
        parts=parts,
        shorten=(0, 1, 0, 2, 2, 2, 1, 3, 2),
        separator=" ",
    )


def _heads(delivery: Delivery, view: IncidentView, manner: Manner, *, gist: bool) -> tuple[str, ...]:
    """The first words. Other letters than Latin ones leave room for half as many, and a gist names topic and place."""
    if gist and manner.style.language in RIGHT_TO_LEFT:
        # What was corrected is told as such.
        kind = "" if is_corrected(delivery) else kind_word(delivery, manner.style.language)
        return (f"{say('comma', manner.style.language).join(filter(None, (label(view.severity, manner), kind)))}:",)
    return tuple(f"{title}." for title in titles(delivery, view, manner))


def _counts(view: IncidentView, language: str) -> Sequence[str]:
    """How many say it since when, and without the time."""
    first = said_at(view.reports[0]) if view.reports else view.opened_at
    number, time = len(source_names(view.reports)), f"{first.astimezone(UTC):%H:%M}"
    if number > 1:
        sources = count("source", number, language)
        full = say("several at", language, sources=sources, time=time)
    else:
        full = say("single at", language, time=time)
    return f"{full}.", f"{sure_words(view, language)}." if view.reports else ""


def _changes(delivery: Delivery, language: str, quote: Quote) -> Sequence[str]:
    """What is new, from what to what: all of it, and the first; an arrow would make a text message of Latin letters
    twice as long."""
    lines = difference_lines(delivery, language, quote) if delivery.kind != "opened" else []
    told = [line if language in RIGHT_TO_LEFT else line.replace("→", "->") for line in lines]
    return [f"{'; '.join(told)}.", f"{told[0]}."] if told else []
