"""The HTML of a mail: the same parts as tables. What is not ours is escaped, and nothing is loaded from afar."""

from datetime import datetime
from html import escape

from monitor.models import Delivery, IncidentView, Report
from monitor.notify.limits import cut
from monitor.notify.quote import clean, defang, source_link
from monitor.notify.times import times
from monitor.notify.wording import (
    Manner,
    Style,
    changed,
    details,
    do,
    headline_line,
    headlines,
    label,
    late,
    links,
    matched_words,
    place_of,
    quoted_title,
    sources,
)

_COLOURS = {"critical": "#7a0019", "high": "#b3261e", "medium": "#b25e00", "low": "#6b6b00", "informational": "#444"}
_CELL = 'style="padding:2px 8px;border-bottom:1px solid #ddd;text-align:start;vertical-align:top"'


def incident_html(delivery: Delivery, view: IncidentView, style: Style, now: datetime, gloss: str = "") -> str:
    """The page of an incident: what, where, why with bars, who says so, what to do, and why you get this."""
    manner = Manner(_quote, "email", style, now, gloss)
    headline, original = headlines(view, style.language)
    if gloss:
        original = headline
    topic = clean(view.assessments[0].title if view.assessments else "Incident", 120)
    line = " · ".join(part for part in (label(view.severity, "email"), topic, place_of(view, _quote)) if part)
    footer = f"Ref {clean(delivery.ref, 40)}. You get this because: {clean(delivery.reason, 300)}."
    rows = [
        f'<p style="color:{_COLOURS[view.severity.value]};font-weight:bold">{escape(line)}</p>',
        f'<h2 dir="auto">{escape(headline_line(headline, manner, 300))}</h2>',
        _lines(quoted_title(original, style.language, _quote, 300) if original else ""),
        _lines(late(delivery, manner)),
        _lines(changed(delivery, view, _quote)),
        _lines(details(view, _quote)),
        _score_table(view),
        _lines(sources(view, manner)[0]),
        _report_table(view, manner),
        _lines(do(view, 600)),
        _link(links(delivery, view, headline, style)[0][0]),
        f'<p style="color:#666;font-size:small">{escape(footer)}</p>',
    ]
    return _page("".join(row for row in rows if row))


def lines_html(delivery: Delivery, title: str, body: str) -> str:
    """Any other notice: its lines as paragraphs."""
    colour = _COLOURS[delivery.severity.value]
    heading = f'<p style="color:{colour};font-weight:bold">{escape(title)}</p>' if title else ""
    return _page(heading + "".join(_lines(line) for line in body.splitlines()))


def _quote(text: str, longest: int) -> str:
    """HTML needs no isolates: `dir=auto` does their work; escaping happens where the text meets the markup."""
    return cut(defang(clean(text, 2 * longest + 100)), longest, "characters")


def _page(inside: str) -> str:
    return f'<html><body style="font-family:sans-serif">{inside}</body></html>'


def _lines(text: str) -> str:
    return "".join(f'<p dir="auto">{escape(line)}</p>' for line in text.splitlines())


def _link(url: str) -> str:
    return f'<p><a href="{escape(url)}">{escape(url)}</a></p>' if url else ""


def _score_table(view: IncidentView) -> str:
    if not view.assessments:
        return ""
    lead = view.assessments[0]
    rows = "".join(
        _row(
            escape(clean(reason.name, 40)),
            f"{reason.points:+d}",
            f'<span style="background:#888">{"&nbsp;" * (abs(reason.points) // 4)}</span>',
            escape(", ".join(matched_words(reason, _quote))),
        )
        for reason in lead.reasons
        if reason.points
    )
    return f"<p>Why {lead.score}/100</p><table>{rows}</table>"


def _report_table(view: IncidentView, manner: Manner) -> str:
    rows = "".join(_report_row(report, manner) for report in view.reports[:20])
    more = len(view.reports) - 20
    return f"<table>{rows}</table>" + (f"<p>and {more} more</p>" if more > 0 else "")


def _report_row(report: Report, manner: Manner) -> str:
    domain, url = source_link(report.url)
    title = f'<span lang="{escape(clean(report.lang, 8))}" dir="auto">{escape(_quote(report.title, 200))}</span>'
    link = f'<a href="{escape(url)}">{escape(domain)}</a>' if url else escape(domain)
    when = times([report.published or report.first_seen], manner.style.zone, manner.now)
    source = f"{_quote(report.source, 60)} ({clean(report.reliability, 4) or '?'})"
    return _row(escape(source), escape(clean(report.lang, 8)), escape(when), title, link)


def _row(*cells: str) -> str:
    return "<tr>" + "".join(f'<td dir="auto" {_CELL}>{cell}</td>' for cell in cells) + "</tr>"
