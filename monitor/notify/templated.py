"""What a template gave, as title and body of a message: harmless, within the limits, and never without its id."""

from monitor.errors import ChannelError
from monitor.models import Delivery, IncidentView
from monitor.notify.limits import Limits, measure
from monitor.notify.quote import cut_closed, harmless_line, source_link
from monitor.notify.template import Template
from monitor.notify.variables import values
from monitor.notify.wording import Manner, headlines, links, ref_line


def fill_in(
    template: Template, delivery: Delivery, view: IncidentView, manner: Manner, *, limits: Limits, lines: str
) -> tuple[str, str]:
    """Title and body for one message; raises ChannelError `template` when there are none.

    The first line is the title, or the first of the body where a service has no titles. What is too long is cut at the
    end; the id stands last whatever happens.
    """
    text = template.render(values(delivery, view, manner, lines))
    addresses = _addresses(delivery, view, manner)
    told = [harmless_line(line, addresses, chat=manner.written == "chat") for line in text.strip().splitlines()]
    if not any(told):
        raise ChannelError("template", f"{template.path}: the template gives no text for {delivery.ref}")
    title = ""
    if limits.title:
        title = cut_closed(told[0], limits.title, limits.unit)
        told = told[1:]
    separator = " " if manner.written == "short" else "\n"
    body = separator.join(line for line, before in zip(told, ["", *told], strict=False) if line or before).strip()
    ref = ref_line(delivery, manner.style.language)
    whole = body if delivery.ref in body else separator.join(part for part in (body, ref) if part)
    if measure(whole, limits.unit) <= limits.body:
        return title, whole
    return title, forced(body, ref, separator, limits)


def forced(beginning: str, tail: str, separator: str, limits: Limits) -> str:
    """What fits as it is; else the beginning as far as it fits, then the tail."""
    body = separator.join(part for part in (beginning, tail) if part)
    if measure(body, limits.unit) <= limits.body:
        return body
    for room in range(limits.body, 0, -1):
        text = cut_closed(beginning, room, limits.unit)
        if text and measure(text + separator + tail, limits.unit) <= limits.body:
            return text + separator + tail
    return cut_closed(body, limits.body, limits.unit)


def _addresses(delivery: Delivery, view: IncidentView, manner: Manner) -> frozenset[str]:
    """The addresses that we made ourselves; every other one in a template's output is text."""
    headline, _ = headlines(view, manner.style.language)
    page = links(delivery, view, headline, manner.style)[0][0].rpartition(" ")[2]
    return frozenset({page, *(source_link(report.url)[1] for report in view.reports)} - {""})
