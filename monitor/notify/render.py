"""A delivery as the message for one channel: worded, quoted, fitted into what the service takes, never empty."""

from dataclasses import replace
from datetime import datetime

from monitor.models import Delivery, Message
from monitor.notify.limits import Format, Limits, measure
from monitor.notify.mail import incident_html, lines_html
from monitor.notify.quote import cut_closed, quoter
from monitor.notify.summaries import summary_wording
from monitor.notify.wording import Manner, Style, Wording, incident_wording, short_wording

# A message that was refused comes again without anything that a service might have stumbled over, length included.
_PLAIN = Limits(title=0, body=300)


def render(
    delivery: Delivery,
    written: Format,
    limits: Limits,
    style: Style,
    *,
    now: datetime | None = None,
    plain: bool = False,
) -> Message:
    """The message for one channel. It cannot fail on content: what a feed says is data, never instruction.

    `now` is when it will be read (None: as soon as it was written); times of other days then bear their date.
    `plain` is the last resort for a service that refused the message: one short line, feed text reduced to letters,
    digits and plain punctuation, no HTML.
    """
    if plain:
        written, limits = "short", replace(_PLAIN, body=min(_PLAIN.body, limits.body), unit=limits.unit)
    view = delivery.incident
    manner = Manner(quoter(written, plain=plain), written, style, now or delivery.created_at)
    if view is None:
        wording = summary_wording(delivery, manner)
    elif written == "short":
        wording = short_wording(delivery, view, manner)
    else:
        wording = incident_wording(delivery, view, manner)
    title, body = fit(wording, limits)
    html = None
    if written == "email":
        html = incident_html(delivery, view, style, manner.now) if view else lines_html(delivery, title, body)
    return Message(title, body, delivery.severity, delivery.ref, html)


def fit(wording: Wording, limits: Limits) -> tuple[str, str]:
    """Title and body within the limits. Parts give way in their order; then the title; the last line goes never."""
    title = ""
    if limits.title:
        fitting = (title for title in wording.titles if measure(title, limits.unit) <= limits.title)
        title = next(fitting, None) or cut_closed(wording.titles[-1], limits.title, limits.unit)
    steps = [0] * len(wording.parts)
    heads = () if limits.title else wording.titles
    body = _join(wording, steps, heads[:1])
    for number in wording.shorten:
        if measure(body, limits.unit) <= limits.body:
            return title, body
        steps[number] = min(steps[number] + 1, len(wording.parts[number].variants) - 1)
        body = _join(wording, steps, heads[:1])
    for head in heads:
        body = _join(wording, steps, (head,))
        if measure(body, limits.unit) <= limits.body:
            return title, body
    return title, _forced(_pieces(wording, steps, heads[-1:]), wording.separator, limits)


def _join(wording: Wording, steps: list[int], heads: tuple[str, ...]) -> str:
    return wording.separator.join(_pieces(wording, steps, heads))


def _pieces(wording: Wording, steps: list[int], heads: tuple[str, ...]) -> list[str]:
    chosen = (part.variants[step] for part, step in zip(wording.parts, steps, strict=True))
    return [text for text in (*heads, *chosen) if text]


def _forced(pieces: list[str], separator: str, limits: Limits) -> str:
    """What fits as it is; else, for absurd limits only, the beginning as far as it fits, then link and reference."""
    body = separator.join(pieces)
    if measure(body, limits.unit) <= limits.body:
        return body
    beginning, tail = separator.join(pieces[:-2]), separator.join(pieces[-2:])
    for room in range(limits.body, 0, -1):
        text = cut_closed(beginning, room, limits.unit)
        if text and measure(text + separator + tail, limits.unit) <= limits.body:
            return text + separator + tail
    return cut_closed(body, limits.body, limits.unit)
