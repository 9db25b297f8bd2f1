"""A delivery as the message for one channel: worded, quoted, fitted into what the service takes, never empty."""

from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from monitor.models import Delivery, IncidentView, Message
from monitor.notify.limits import Format, Limits, measure
from monitor.notify.mail import incident_html, lines_html, piece, whole
from monitor.notify.mail import quote as quote_for_html
from monitor.notify.payload import notice_json
from monitor.notify.quote import cut_closed, quoter
from monitor.notify.shortwords import short_wording
from monitor.notify.summaries import summary_wording
from monitor.notify.template import Template
from monitor.notify.templated import fill_in, forced
from monitor.notify.variables import values
from monitor.notify.wire import key_of
from monitor.notify.wording import Manner, Style, Wording, incident_wording

# A message that was refused comes again without anything that a service might have stumbled over, length included.
_PLAIN = Limits(title=0, body=300)


@dataclass(frozen=True, slots=True)
class Extras:
    """What one channel wants besides: the owner's wording of incidents, a translation of the headline, the notice as
    JSON (`data`), its page as a piece of HTML for a feed instead of a whole one for a mail (`piece`)."""

    template: Template | None = None
    gloss: str = ""
    data: bool = False
    piece: bool = False


_NONE = Extras()


def render(
    delivery: Delivery,
    written: Format,
    limits: Limits,
    style: Style,
    *,
    now: datetime | None = None,
    plain: bool = False,
    extras: Extras = _NONE,
) -> Message:
    """The message for one channel. It cannot fail on content: what a feed says is data, never instruction. Only an
    owner's template can, with ChannelError `template`.

    `now` is when it will be read (None: as soon as it was written); times of other days then bear their date.
    `plain` is the last resort for a service that refused the message: one short line, feed text reduced to letters,
    digits and plain punctuation, no HTML.
    """
    if plain:
        written, limits = "short", replace(_PLAIN, body=min(_PLAIN.body, limits.body), unit=limits.unit)
    view = delivery.incident
    gloss = "" if plain else extras.gloss
    manner = Manner(quoter(written, style.language, plain=plain), written, style, now or delivery.created_at, gloss)
    if view is None:
        wording = summary_wording(delivery, manner)
    elif written == "short":
        wording = short_wording(delivery, view, manner)
    else:
        wording = incident_wording(delivery, view, manner)
    title, body = fit(wording, limits)
    data = notice_json(delivery, style, title=title, plain=plain) if extras.data else None
    html = None
    if written == "email":
        page = incident_html(delivery, view, style, manner.now, gloss) if view else lines_html(delivery, title, body)
        html = (piece if extras.piece else whole)(page, style.language)
    if extras.template and view and not plain:
        if not extras.template.html:
            title, body = fill_in(extras.template, delivery, view, manner, limits=limits, lines=body)
        elif html is not None:
            html = extras.template.render(values(delivery, view, replace(manner, quote=quote_for_html), body))
    return Message(
        title,
        body,
        delivery.severity,
        delivery.ref,
        html,
        data=data,
        thread=_thread(view),
        follows=delivery.first_ref,
        key=key_of(delivery.ref, delivery.created_at),
    )


def _thread(view: IncidentView | None) -> str:
    """What all messages about one incident share, and those of another installation do not."""
    if view is None:
        return ""
    return f"{view.ref}.{sha256(f'{view.ref} {view.opened_at.isoformat()}'.encode()).hexdigest()[:12]}"


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
    pieces = _pieces(wording, steps, heads[-1:])
    separator = wording.separator
    return title, forced(separator.join(pieces[:-2]), separator.join(pieces[-2:]), separator, limits)


def _join(wording: Wording, steps: list[int], heads: tuple[str, ...]) -> str:
    return wording.separator.join(_pieces(wording, steps, heads))


def _pieces(wording: Wording, steps: list[int], heads: tuple[str, ...]) -> list[str]:
    chosen = (part.variants[step] for part, step in zip(wording.parts, steps, strict=True))
    return [text for text in (*heads, *chosen) if text]
