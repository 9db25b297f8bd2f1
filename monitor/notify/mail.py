"""The HTML of a mail: the same parts as blocks that fit a telephone. What is not ours is escaped, and nothing is loaded
from afar.

Whole texts from feeds stand in elements of their own with `dir=auto`; names within our own lines, between isolates. Our
own lines run as the readers' language does. A mail program that knows dark colours is told ours.
"""

import re
from collections.abc import Callable
from datetime import datetime
from html import escape

from monitor.models import Delivery, IncidentView, Report
from monitor.notify.changewords import numbers_line
from monitor.notify.limits import cut
from monitor.notify.outlets import grade_word
from monitor.notify.quote import clean, defang, isolate, source_link
from monitor.notify.times import times
from monitor.notify.whywords import Bar, bars, details
from monitor.notify.wording import (
    Manner,
    Style,
    changed,
    do,
    gist_of,
    headline_line,
    headlines,
    late,
    links,
    quoted_title,
    ref_line,
    sources,
    titles,
)
from monitor.notify.words import direction, say, tongue

_COLOURS = {"critical": "#7a0019", "high": "#b3261e", "medium": "#8a4b00", "low": "#5c5c00", "informational": "#444"}
_BODY = "margin:0;padding:12px;font:16px/1.5 sans-serif;color:#1a1a1a;background:#fff;overflow-wrap:anywhere"
_SMALL = "margin:0;color:#595959;font-size:14px"
_BLOCK = "margin:0;padding:8px 0;border-top:1px solid #ddd"
_CELL = "padding:3px 4px;vertical-align:top;text-align:start"
_LISTED = 20
_URL = re.compile(r"https?://\S+")
# Each class stands beside an inline style, which many mail programs heed alone.
_DARK = (
    "@media (prefers-color-scheme:dark){"
    "body{background:#121212!important;color:#e6e6e6!important}"
    ".dim{color:#b0b0b0!important}.block{border-color:#444!important}a{color:#8ab4f8!important}"
    ".critical,.high{color:#ff8a80!important}.medium{color:#ffb74d!important}.low{color:#dce775!important}"
    ".informational{color:#ccc!important}.up{background:#ff8a80!important}.down{background:#8ab4f8!important}}"
)


def incident_html(delivery: Delivery, view: IncidentView, style: Style, now: datetime, gloss: str = "") -> str:
    """The parts of an incident: what, where, how sure, what to do, who says so, why with bars, and why you get this."""
    language = style.language
    name = _namer(language)
    manner = Manner(name, "terminal", style, now, gloss)
    headline, original = headlines(view, language)
    if gloss:
        original = headline
    rows = [
        _heading(titles(delivery, view, manner)[0], view.severity.value),
        _lines(changed(delivery, view, manner)),
        _gist(gist_of(view, language, quote)),
        _headline(headline_line(headline, manner, 300), "" if gloss or headline is None else headline.lang),
        _lines(quoted_title(original, language, name, 300) if original else "", foreign=True),
        _lines(late(delivery, manner)),
        _lines(details(view, name, language)),
        _lines(do(view, language, 600)),
        _lines(sources(view, manner)[0]),
        _lines(numbers_line(view, language)),
        _score_table(view, language),
        _report_list(view, manner),
        _link(links(delivery, view, headline, style)[0][0], language),
        _footer(delivery, language),
    ]
    return "".join(row for row in rows if row)


def lines_html(delivery: Delivery, title: str, body: str) -> str:
    """The parts of any other notice: its lines as paragraphs."""
    heading = _heading(title, delivery.severity.value) if title else ""
    return heading + "".join(_address(line) or _lines(line) for line in body.splitlines())


def quote(text: str, longest: int) -> str:
    """A whole text for an element with `dir=auto`; escaping happens where it meets the markup."""
    return cut(defang(clean(text, 2 * longest + 100)), longest, "characters")


def _namer(language: str) -> Callable[[str, int], str]:
    """What quotes a few words for the middle of a line of ours."""
    return lambda text, longest: isolate(quote(text, longest), language)


def piece(inside: str, language: str = "en") -> str:
    """The parts within the page of somebody else, such as a reader of feeds."""
    return f'<div lang="{escape(language)}" dir="{direction(language)}">{inside}</div>'


def whole(inside: str, language: str = "en") -> str:
    """The page around the parts."""
    return (
        f'<html lang="{escape(language)}" dir="{direction(language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f'<meta name="color-scheme" content="light dark"><style>:root{{color-scheme:light dark}}{_DARK}</style></head>'
        f'<body style="{_BODY}"><div style="max-width:640px;margin:0 auto">{inside}</div></body></html>'
    )


def _heading(line: str, severity: str) -> str:
    style = f"margin:0 0 4px;color:{_COLOURS[severity]};font-weight:bold"
    return f'<p class="{severity}" style="{style}">{escape(line)}</p>'


def _gist(text: str) -> str:
    return f'<p style="margin:4px 0;font-weight:bold">{escape(text)}</p>' if text else ""


def _headline(text: str, lang: str) -> str:
    spoken = f' lang="{escape(clean(lang, 8))}"' if lang and lang != "und" else ""
    return f'<h2{spoken} dir="auto" style="margin:4px 0;font-size:20px;line-height:1.3">{escape(text)}</h2>'


def _lines(text: str, *, foreign: bool = False) -> str:
    auto = ' dir="auto"' if foreign else ""
    return "".join(f'<p{auto} style="margin:4px 0">{escape(line)}</p>' for line in text.splitlines())


def _address(line: str) -> str:
    """A line that is an address is ours: those within texts from feeds are broken."""
    if not _URL.fullmatch(line):
        return ""
    return f'<p style="margin:4px 0"><a href="{escape(line)}"><bdi dir="ltr">{escape(line)}</bdi></a></p>'


def _link(url: str, language: str) -> str:
    if not url:
        return ""
    button = "display:inline-block;padding:10px 16px;border:1px solid;border-radius:4px"
    return f'<p style="margin:12px 0"><a href="{escape(url)}" style="{button}">{escape(say("open", language))}</a></p>'


def _footer(delivery: Delivery, language: str) -> str:
    kind = delivery.kind if delivery.kind in {"opened", "updated", "escalated", "reminder"} else "opened"
    reason = say(f"because {kind}", language, reason=isolate(quote(delivery.reason, 300)))
    text = f"{ref_line(delivery, language)}. {say('because', language, reason=reason)}"
    return f'<p class="dim block" style="{_SMALL};border-top:1px solid #ddd;padding-top:8px">{escape(text)}</p>'


def _score_table(view: IncidentView, language: str) -> str:
    if not view.assessments:
        return ""
    lead = view.assessments[0]
    rows = "".join(_score_row(bar, language) for bar in bars(lead, _namer(language), language))
    table = f'<table style="border-collapse:collapse;font-size:14px">{rows}</table>' if rows else ""
    return f'<p style="margin:12px 0 4px">{escape(say("why", language, score=lead.score))}</p>{table}'


def _score_row(bar: Bar, language: str) -> str:
    name, colour = ("up", "#b3261e") if bar.points > 0 else ("down", "#2b5c8a")
    width = max(1, abs(bar.points) // 4)
    drawn = f'<span class="{name}" style="background:{colour}">{"&nbsp;" * width}</span>'
    said = f'{drawn} <span class="dim" style="color:#595959">{escape(say("comma", language).join(bar.words))}</span>'
    points = f'<span dir="ltr" style="white-space:nowrap">{bar.points:+d}</span>'
    return "<tr>" + "".join(f'<td style="{_CELL}">{cell}</td>' for cell in (escape(bar.name), points, said)) + "</tr>"


def _report_list(view: IncidentView, manner: Manner) -> str:
    blocks = "".join(_report(report, manner) for report in view.reports[:_LISTED])
    more = len(view.reports) - _LISTED
    if more <= 0:
        return blocks
    return blocks + f'<p class="block" style="{_BLOCK}">{escape(say("copy", manner.style.language, count=more))}</p>'


def _report(report: Report, manner: Manner) -> str:
    language = manner.style.language
    domain, url = source_link(report.url)
    lang = clean(report.lang, 8)
    title = f'<div lang="{escape(lang)}" dir="auto">{escape(quote(report.title, 200))}</div>'
    when = times([report.published or report.first_seen], manner.style.zone, manner.now, language)
    shown = f'<bdi dir="ltr">{escape(domain)}</bdi>'
    link = f'<a href="{escape(url)}">{shown}</a>' if url else shown
    grade, spoken = grade_word(report.reliability, manner.quote), tongue(lang, language) or lang
    said = escape(f"{manner.quote(report.source, 60)} ({grade}) · {spoken} · {when}")
    small = f'<div class="dim" style="{_SMALL}">{said} · {link}</div>'
    return f'<div class="block" style="{_BLOCK}">{title}{small}</div>'
