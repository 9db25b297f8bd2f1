"""Readers of Arabic and Persian find no English label in any kind of message: only names, headlines and commands."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import get_args

import pytest

from monitor.detect.load import load_pack
from monitor.incidents.standing import STATUSES
from monitor.models import Delivery, Measure, Severity
from monitor.notify.backlog import render_parcel
from monitor.notify.changewords import difference_lines, status_word
from monitor.notify.countries import country_name
from monitor.notify.limits import Format, limits_of, measure
from monitor.notify.quote import quoter
from monitor.notify.render import render
from monitor.notify.sample import SampleName, sample
from monitor.notify.topicwords import TOPICS
from monitor.notify.wording import Style

NOW = datetime(2026, 11, 21, 2, 42, tzinfo=UTC)
RULES = Path(__file__).parents[2] / "rules"
KINDS: tuple[SampleName, ...] = get_args(SampleName)
SERVICES: dict[Format, str] = {"chat": "tgram:", "email": "mailto:", "short": "twilio:", "terminal": "terminal:"}
LANGUAGES = ("ar", "fa")
# What stands in Latin letters for any reader: names, what a source wrote, what is typed, and what the log recorded.
NAMES = (
    *("Gunmen cross toward Iraq near Rabia, army says", "Example Sharq", "Example Wire", "Example Khabar"),
    *(
        "Threat Monitor",
        "UTC",
        "monitor incidents ack",
        "monitor status",
        "monitor notify test",
        "monitor feeds check ADDRESS",
    ),
    *("channel mail (mailto): the service answers 535", "channel mail works again", "http-500", "mail", "ops"),
)
_OTHERS = re.compile(
    r"https?://\S+|\b[\w.]+\.example\.(?:net|org|com)\b|\b(?:N-)?SAM[P\d](?:-\d)?\b|\(([A-F])\)|\bS-[0-9A-F]{8}\b"
)


def style(language: str) -> Style:
    return Style("Asia/Baghdad", language, "https://watch.example.org")


def english(text: str) -> str:
    """The words in Latin letters that are nobody's name."""
    text = _OTHERS.sub(" ", text)
    for name in sorted(NAMES, key=len, reverse=True):
        text = text.replace(name, " ")
    return " ".join(re.findall("[A-Za-z]+", text))


def shown(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", " ", re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)))


def told(kind: SampleName, language: str, written: Format = "chat") -> str:
    message = render(sample(NOW, "ops", kind), written, limits_of(SERVICES[written]), style(language), now=NOW)
    return f"{message.title}\n{message.body}\n{shown(message.html or '')}"


@pytest.mark.parametrize("written", SERVICES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_no_kind_of_message_has_an_english_label(kind: SampleName, language: str, written: Format) -> None:
    assert english(told(kind, language, written)) == ""


def test_the_same_messages_in_english_do_have_them() -> None:
    assert all(len(english(told(kind, "en"))) > 20 for kind in KINDS if kind != "test")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_message_that_comes_late_and_one_of_many_have_none_either(language: str) -> None:
    later = NOW + timedelta(days=1)
    rows = tuple(replace(sample(NOW, "ops", kind), id=n) for n, kind in enumerate(KINDS) if kind != "test")
    for written, service in SERVICES.items():
        summary = render_parcel(rows, written, limits_of(service), style(language), now=later)
        late = render(sample(NOW, "ops"), written, limits_of(service), style(language), now=later)
        for message in (summary, late):
            assert english(f"{message.title} {message.body} {shown(message.html or '')}") == ""


def unexplained(language: str) -> Delivery:
    """Without a gist, so that the facts stand one by one, and with numbers of their own."""
    told = sample(NOW, "ops", "escalated")
    assert told.incident is not None
    lead = replace(told.incident.assessments[0], gist={}, status="feared")
    view = replace(told.incident, assessments=(lead, replace(lead, rule="bombing")), importance=Measure(9))
    reports = tuple(replace(one, lang="und", title="") for one in view.reports[:1])
    return replace(told, incident=replace(view, reports=reports, confirmed=language == "fa"), facts={})


@pytest.mark.parametrize("language", LANGUAGES)
def test_facts_have_names_in_the_readers_language(language: str) -> None:
    message = render(unexplained(language), "email", limits_of("mailto:"), style(language), now=NOW)
    # The second rule is not worded as shipped, so it is called as its owner calls it.
    left = english(f"{message.title} {message.body} {shown(message.html or '')}")
    assert left.replace("Armed groups crossing a border trying to or feared to", "").strip() == ""


def test_every_shipped_rule_is_called_something_in_every_language() -> None:
    rules = {each.rule.id: each.rule for each in load_pack([RULES]).rules}
    assert {id_: (rule.title, rule.notify.actions) for id_, rule in rules.items()} == {
        id_: (words.title, words.actions) for id_, words in TOPICS.items()
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_of_a_difference_is_worded(language: str) -> None:
    for value in (*STATUSES, *(one.value for one in Severity)):
        assert not english(status_word(value, language))
    row = sample(NOW, "ops", "updated")
    for what in ("severity", "sources", "killed", "wounded", "freed", "captured", "place", "status", "denial"):
        change = {"what": what, "before": "high", "after": "Rabia" if what == "place" else "low", "state": "corrected"}
        (line,) = difference_lines(replace(row, facts={"changes": [change]}), language, quoter("chat", language))
        assert not english(line.replace("high", "") if what == "place" else line), line


@pytest.mark.parametrize(("code", "arabic", "persian"), [("IQ", "العراق", "عراق"), ("TR", "تركيا", "ترکیه")])
def test_countries_are_called_as_the_reader_calls_them(code: str, arabic: str, persian: str) -> None:
    assert (country_name(code, "ar"), country_name(code, "fa")) == (arabic, persian)
    assert country_name(code, "de") == country_name(code, "en")
    assert country_name("ZZ", "ar") == "ZZ"


@pytest.mark.parametrize("language", ["en", *LANGUAGES])
@pytest.mark.parametrize("kind", ["opened", "updated", "escalated", "corrected"])
def test_the_first_line_says_how_grave_where_and_how_many(kind: SampleName, language: str) -> None:
    first = told(kind, language).strip().splitlines()[0]
    words = {"en": ("HIGH", "Rabia, Iraq", "3 sources"), "ar": ("خطورة عالية", "ربيعة، العراق", "3 مصادر")}
    assert all(word in first for word in words.get(language, ("شدت زیاد", "ربیعه، عراق", "3 منبع")))
    assert all(word in told(kind, language, "email").splitlines()[0] for word in words.get(language, ("شدت زیاد",)))


@pytest.mark.parametrize("language", ["en", *LANGUAGES])
def test_what_changed_stands_in_a_text_message_too(language: str) -> None:
    row = sample(NOW, "ops", "corrected")
    body = render(row, "short", limits_of("twilio:"), style(language), now=NOW).body
    assert "27" in body
    assert body.endswith("SAMP-2")
    assert measure(body, "sms") <= 306


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_says_its_language_and_direction(kind: SampleName) -> None:
    for language, direction in (("en", "ltr"), ("ar", "rtl"), ("fa", "rtl")):
        html = render(sample(NOW, "ops", kind), "email", limits_of("mailto:"), style(language), now=NOW).html or ""
        assert html.startswith(f'<html lang="{language}" dir="{direction}">')
