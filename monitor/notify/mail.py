"""The HTML of a mail: the same parts as blocks that fit a telephone. What is not ours is escaped, and nothing is loaded
from afar.

Whole texts from feeds stand in elements of their own with `dir=auto`; names within our own lines, between isolates.
"""

from datetime import datetime
from html import escape

from monitor.models import Delivery, IncidentView, Reason, Report
from monitor.notify.changewords import numbers_line
from monitor.notify.limits import cut
from monitor.notify.quote import clean, defang, isolate, source_link
from monitor.notify.times import times
from monitor.notify.wording import (
    Manner,
    Style,
    changed,
    details,
    do,
    gist_of,
    headline_line,
    headlines,
    label,
    late,
    links,
    matched_words,
    place_of,
    quoted_title,
    ref_line,
    sources,
)

_COLOURS = {"critical": "#7a0019", "high": "#b3261e", "medium": "#8a4b00", "low": "#5c5c00", "informational": "#444"}
_BODY = "margin:0;padding:12px;font:16px/1.5 sans-serif;color:#1a1a1a;background:#fff;overflow-wrap:anywhere"
_SMALL = "margin:0;color:#595959;font-size:14px"
_BLOCK = "margin:0;padding:8px 0;border-top:1px solid #ddd"
_CELL = "padding:3px 8px 3px 0;vertical-align:top;text-align:start"
_LISTED = 20


def incident_html(delivery: Delivery, view: IncidentView, style: Style, now: datetime, gloss: str = "") -> str:
    """The parts of an incident: what, where, why with bars, who says so, what to do, and why you get this."""
    manner = Manner(_name, "email", style, now, gloss)
    headline, original = headlines(view, style.language)
    if gloss:
        original = headline
    topic = clean(view.assessments[0].title if view.assessments else "Incident", 120)
    line = " · ".join(part for part in (label(view.severity, "email"), topic, place_of(view, _name)) if part)
    rows = [
        _heading(line, _COLOURS[view.severity.value]),
        _lines(gist_of(view, style.language, quote)),
        f'<h2 dir="auto" style="margin:4px 0;font-size:20px">{escape(headline_line(headline, manner, 300))}</h2>',
        _lines(quoted_title(original, style.language, _name, 300) if original else ""),
        _lines(late(delivery, manner)),
        _lines(changed(delivery, view, _name, style.language)),
        _lines(details(view, _name)),
        _lines(do(view, 600)),
        _link(links(delivery, view, headline, style)[0][0]),
        _score_table(view),
        _lines(numbers_line(view, style.language)),
        _lines(sources(view, manner)[0]),
        _report_list(view, manner),
        _footer(delivery),
    ]
    return "".join(row for row in rows if row)


def lines_html(delivery: Delivery, title: str, body: str) -> str:
    """The parts of any other notice: its lines as paragraphs."""
    heading = _heading(title, _COLOURS[delivery.severity.value]) if title else ""
    return heading + "".join(_lines(line) for line in body.splitlines())


def quote(text: str, longest: int) -> str:
    """A whole text for an element with `dir=auto`; escaping happens where it meets the markup."""
    return cut(defang(clean(text, 2 * longest + 100)), longest, "characters")


def _name(text: str, longest: int) -> str:
    """A few words for the middle of a line of ours."""
    return isolate(quote(text, longest))


def whole(inside: str) -> str:
    """The page around the parts."""
    return (
        '<html lang="en" dir="ltr"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1"></head>'
        f'<body style="{_BODY}"><div style="max-width:640px;margin:0 auto">{inside}</div></body></html>'
    )


def _heading(line: str, colour: str) -> str:
    return f'<p dir="auto" style="margin:0 0 4px;color:{colour};font-weight:bold">{escape(line)}</p>'


def _lines(text: str) -> str:
    return "".join(f'<p dir="auto" style="margin:4px 0">{escape(line)}</p>' for line in text.splitlines())


def _link(url: str) -> str:
    return f'<p style="margin:12px 0"><a href="{escape(url)}">Open the incident</a></p>' if url else ""


def _footer(delivery: Delivery) -> str:
    text = f"{ref_line(delivery)}. You get this because: {_name(delivery.reason, 300)}."
    return f'<p dir="auto" style="{_SMALL};border-top:1px solid #ddd;padding-top:8px">{escape(text)}</p>'


def _score_table(view: IncidentView) -> str:
    if not view.assessments:
        return ""
    lead = view.assessments[0]
    rows = "".join(_score_row(reason) for reason in lead.reasons if reason.points)
    table = f'<table style="border-collapse:collapse;font-size:14px">{rows}</table>' if rows else ""
    return f'<p style="margin:12px 0 4px">Why {lead.score}/100</p>{table}'


def _score_row(reason: Reason) -> str:
    colour = "#b3261e" if reason.points > 0 else "#2b5c8a"
    bar = f'<span style="background:{colour}">{"&nbsp;" * max(1, abs(reason.points) // 4)}</span>'
    words = ", ".join(matched_words(reason, _name))
    said = f'{bar} <span style="color:#595959">{escape(words)}</span>'
    cells = (escape(clean(reason.name, 40)), f"{reason.points:+d}", said)
    return "<tr>" + "".join(f'<td style="{_CELL}">{cell}</td>' for cell in cells) + "</tr>"


def _report_list(view: IncidentView, manner: Manner) -> str:
    blocks = "".join(_report(report, manner) for report in view.reports[:_LISTED])
    more = len(view.reports) - _LISTED
    return blocks + (f'<p style="{_BLOCK}">and {more} more</p>' if more > 0 else "")


def _report(report: Report, manner: Manner) -> str:
    domain, url = source_link(report.url)
    lang = escape(clean(report.lang, 8))
    title = f'<div lang="{lang}" dir="auto">{escape(quote(report.title, 200))}</div>'
    when = times([report.published or report.first_seen], manner.style.zone, manner.now)
    link = f'<a href="{escape(url)}">{escape(domain)}</a>' if url else escape(domain)
    said = escape(
        f"{_name(report.source, 60)} ({clean(report.reliability, 4) or '?'}) · {clean(report.lang, 8)} · {when}"
    )
    return f'<div style="{_BLOCK}">{title}<div style="{_SMALL}">{said} · {link}</div></div>'
