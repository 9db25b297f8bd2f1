"""What a template may use, by name; docs/reference/templates.md tells it to people, and a test compares both.

Every value is quoted already, as the built-in wording quotes it for this way of writing, and empty where nothing is
known: a template needs no filter to be safe.
"""

from monitor.models import Delivery, IncidentView, Report
from monitor.notify.outlets import source_names
from monitor.notify.quote import clean, source_link
from monitor.notify.times import times
from monitor.notify.whywords import facts_line, why
from monitor.notify.wording import (
    MARKS,
    Manner,
    changed,
    do,
    gist_of,
    headline_line,
    headlines,
    late,
    links,
    place_of,
    quoted_title,
    sources,
    topic_of,
)

VARIABLES: dict[str, str] = {
    "kind": "what is told: `opened`, `updated`, `escalated`, ...",
    "severity": "`informational`, `low`, `medium`, `high` or `critical`",
    "mark": "the coloured mark of the severity, such as 🔴",
    "topic": "the title of the rule that leads",
    "rule": "its id, such as `prison-attack`",
    "place": "where it happened",
    "gist": "the event in one line in the readers' language",
    "headline": "the headline as the readers can read it",
    "original": "the first headline in its own language, where it is another",
    "lang": "the language of the headline",
    "changed": "what is new since this channel heard last; only for updates",
    "late": "says so when the message comes long after it was written",
    "details": "status, actor, target and the other facts, in one line",
    "facts": "the same as a mapping: `facts.actor`; one that is not known is an error, so write `facts.get('actor')`",
    "score": "0 to 100",
    "why": "the score with its reasons and the words behind them",
    "sources": "who reports it and since when, in one line",
    "outlets": "the names of the outlets, a list",
    "reports": "the reports, oldest first; each has `title`, `lang`, `source`, `reliability`, `when`, `domain`, `url`",
    "first_seen": "when the incident was opened, in UTC and the readers' zone",
    "last_seen": "when its latest report came",
    "do": "what the rule says is to be done",
    "link": "the incident's page on the console; empty without `base_url`",
    "article": "the domain and address of the article",
    "incident": "the incident's id, such as `7Q2K`",
    "ref": "the id of this message, such as `7Q2K-2`; it is added at the end where a template leaves it out",
    "first_ref": "the id of the first message about the incident; empty in that one",
    "reason": "why this is told",
    "lines": "the built-in wording, whole",
}
_REPORTS = 20


def values(delivery: Delivery, view: IncidentView, manner: Manner, lines: str) -> dict[str, object]:
    """The variables for one message. `lines` is the built-in wording."""
    quote, language = manner.quote, manner.style.language
    lead = view.assessments[0] if view.assessments else None
    headline, original = headlines(view, language)
    if manner.gloss:
        original = headline
    link, article = links(delivery, view, headline, manner.style)
    # `link` is our page, or nothing where there is none: then the article is all.
    if not manner.style.console:
        article = article[:1]
    slots = lead.slots if lead else {}
    return {
        "kind": delivery.kind,
        "severity": view.severity.value,
        "mark": MARKS[view.severity],
        "topic": topic_of(view, language, 80),
        "rule": lead.rule if lead else "",
        "place": place_of(view, manner),
        "gist": gist_of(view, language, quote),
        "headline": headline_line(headline, manner, 300),
        "original": quoted_title(original, language, quote, 300) if original else "",
        "lang": quote(headline.lang, 8) if headline else "",
        "changed": changed(delivery, view, manner),
        "late": late(delivery, manner),
        "details": facts_line(view, quote, language),
        "facts": {name: quote(value, 80) for name, value in slots.items()},
        "score": lead.score if lead else 0,
        "why": why(view, quote, language)[0],
        "sources": sources(view, manner)[0],
        "outlets": [quote(name, 60) for name in source_names(view.reports)],
        "reports": [_report(report, manner) for report in view.reports[:_REPORTS]],
        "first_seen": times([view.opened_at], manner.style.zone, manner.now, manner.style.language),
        "last_seen": times([view.last_at], manner.style.zone, manner.now, manner.style.language),
        "do": do(view, language, 300),
        "link": link[0],
        "article": article[0],
        "incident": clean(view.ref, 40),
        "ref": clean(delivery.ref, 40),
        "first_ref": clean(delivery.first_ref, 40),
        "reason": quote(delivery.reason, 300),
        "lines": lines,
    }


def _report(report: Report, manner: Manner) -> dict[str, str]:
    domain, url = source_link(report.url)
    return {
        "title": manner.quote(report.title, 200),
        "lang": manner.quote(report.lang, 8),
        "source": manner.quote(report.source, 60) or domain,
        "reliability": manner.quote(report.reliability, 4) or "?",
        "when": times([report.published or report.first_seen], manner.style.zone, manner.now, manner.style.language),
        "domain": domain,
        "url": url,
    }
