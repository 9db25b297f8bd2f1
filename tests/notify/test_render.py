"""Messages as a tired person reads them on a phone."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from incidents_to_tell import ARABIC, BAGHDAD, ENGLISH, GERMAN, LEAD, NO_CONSOLE, NOW, delivery, report, view

from monitor.models import Message, NoticeKind, Severity
from monitor.notify.limits import Format, Limits, limits_of, measure
from monitor.notify.render import render

TELEGRAM, SLACK, MAIL, TEXT = (limits_of(url) for url in ("tgram://", "slack://", "mailto://", "twilio://"))
ALL = view(ARABIC, ENGLISH, GERMAN)


def chat(delivered: object, **more: object) -> str:
    return render(delivered, "chat", TELEGRAM, BAGHDAD, now=NOW, **more).body  # type: ignore[arg-type]


def test_an_opened_incident_in_a_chat() -> None:
    assert chat(delivery("opened", ALL)) == (
        "🔴 HIGH · Border infiltration · Al-Hasakah, SY · 3 sources\n"
        "Gunmen cross toward Iraq near Rabia, army says\n"
        "\u2068إحباط محاولة تسلل مسلحين عبر الحدود\u2069 (ar)\n"
        "Actor: gunmen\n"
        "Do: Check the Rabia cameras; call the duty officer.\n"
        "\nSources 3: Example Sharq (B), Example Wire (B), Example Agentur (B)"
        " · first 02:14, last 02:41 UTC (05:14, 05:41 Baghdad)\n"
        "Why 82/100: crossing 60 (\u2068تسلل\u2069, \u2068الحدود\u2069), title +15, watched place +10, model 0.43 -3\n"
        "\nhttps://watch.example.org/i/7Q2K\n"
        "wire.example.org: https://wire.example.org/2\n"
        "Ref 7Q2K-1"
    )


def test_a_single_source_says_that_it_is_unconfirmed_and_shows_whose_link_it_is() -> None:
    body = render(delivery("opened", view(ARABIC)), "chat", TELEGRAM, NO_CONSOLE, now=NOW).body
    assert body == (
        "🔴 HIGH · Border infiltration · Al-Hasakah, SY · 1 source, unconfirmed\n"
        "\u2068إحباط محاولة تسلل مسلحين عبر الحدود\u2069 (ar)\n"
        "Actor: gunmen\n"
        "Do: Check the Rabia cameras; call the duty officer.\n"
        "\nSingle source, unconfirmed: Example Sharq (B) · 02:14 UTC\n"
        "Why 82/100: crossing 60 (\u2068تسلل\u2069, \u2068الحدود\u2069), title +15, watched place +10, model 0.43 -3\n"
        "\nsharq.example.net: https://sharq.example.net/a\n"
        "Ref 7Q2K-1"
    )


def test_two_reports_of_one_outlet_are_still_a_single_source() -> None:
    twice = view(ENGLISH, replace(ENGLISH, title="Second report", url="https://wire.example.org/9"))
    assert "Single source, unconfirmed: Example Wire (B) · 02:27 UTC" in chat(delivery("opened", twice))


def test_an_update_says_what_changed() -> None:
    lines = chat(delivery("updated", ALL, reason="joined: same rule, likeness 0.63")).splitlines()
    assert lines[0] == "🔴 HIGH · UPDATE · Border infiltration · Al-Hasakah, SY · 3 sources"
    assert lines[1:3] == [
        "Changed: 1 new report (Example Agentur)",
        "Latest: Bewaffnete an der Grenze gesichtet (de)",
    ]


def test_an_escalation_says_from_what_to_what() -> None:
    reason = "severity rises from medium to high; joined: same family, likeness 0.63"
    lines = chat(delivery("escalated", ALL, reason=reason)).splitlines()
    assert lines[0] == "🔴 HIGH · ESCALATED · Border infiltration · Al-Hasakah, SY · 3 sources"
    assert lines[1] == f"Changed: {reason}"


def test_a_message_that_comes_a_day_late_says_so_and_dates_its_times() -> None:
    body = render(delivery("opened", ALL), "chat", TELEGRAM, BAGHDAD, now=NOW + timedelta(days=1)).body
    assert "Delayed: written 21 Nov 02:42 UTC (21 Nov 05:42 Baghdad)" in body
    assert "first 21 Nov 02:14, last 21 Nov 02:41 UTC" in body


def test_a_mail_has_a_subject_that_says_it_all_and_a_page_with_sources_and_bars() -> None:
    message = render(delivery("opened", ALL), "email", MAIL, BAGHDAD, now=NOW)
    assert message.title == (
        "[HIGH] Border infiltration, Al-Hasakah, SY · 3 sources: Gunmen cross toward Iraq near Rabia, army says"
    )
    assert message.html is not None
    for wanted in (
        '<div lang="ar" dir="auto">إحباط محاولة تسلل مسلحين عبر الحدود</div>',
        '<a href="https://sharq.example.net/a"><bdi dir="ltr">sharq.example.net</bdi></a>',
        '<a href="https://watch.example.org/i/7Q2K" ',
        "Example Agentur (B)",
        "+60",
        "Ref 7Q2K-1. You get this because: opened: no incident of family border is open.",
    ):
        assert wanted in message.html
    assert "src=" not in message.html


def test_a_text_message_in_english_is_one_part() -> None:
    body = render(delivery("opened", ALL), "short", TEXT, BAGHDAD, now=NOW).body
    assert body == (
        "HIGH Border infiltration, Al-Hasakah, SY. 3 sources, first 02:14Z. Gunmen cross toward Iraq near Rabia, army"
        " says. https://watch.example.org/i/7Q2K Ref 7Q2K-1"
    )
    assert measure(body, "sms") <= 160


def test_an_arabic_headline_fits_two_parts_of_a_text_message() -> None:
    body = render(delivery("opened", view(ARABIC)), "short", TEXT, BAGHDAD, now=NOW).body
    assert "\u2068إحباط محاولة تسلل مسلحين عبر الحدود\u2069" in body
    assert body.endswith("https://watch.example.org/i/7Q2K Ref 7Q2K-1")


GIST = {
    "en": "Border crossing by gunmen in Al-Hasakah",
    "ar": "تسلل عبر الحدود من جانب مسلحين في الحسكة",
}
TOLD = replace(LEAD, gist=GIST)


def test_the_gist_leads_in_the_reader_s_language_and_the_headline_follows() -> None:
    english = chat(delivery("opened", view(ARABIC, assessments=(TOLD,)))).splitlines()
    assert english[1] == GIST["en"]
    assert "إحباط محاولة تسلل" in english[2]
    reader = replace(BAGHDAD, language="ar")
    arabic = render(delivery("opened", view(ENGLISH, assessments=(TOLD,))), "chat", TELEGRAM, reader, now=NOW).body
    assert GIST["ar"] in arabic.splitlines()[1]


def test_a_reader_of_a_language_without_a_gist_reads_the_headline() -> None:
    reader = replace(BAGHDAD, language="fr")
    body = render(delivery("opened", view(ENGLISH, assessments=(TOLD,))), "chat", TELEGRAM, reader, now=NOW).body
    assert body.splitlines()[1].startswith("Gunmen cross toward Iraq")


def test_a_text_message_tells_the_gist_instead_of_a_headline_and_stays_one_part() -> None:
    body = render(delivery("opened", view(ARABIC, assessments=(TOLD,))), "short", TEXT, BAGHDAD, now=NOW).body
    assert GIST["en"] in body
    assert "إحباط" not in body
    assert measure(body, "sms") <= 160


def test_a_first_poll_is_summed_up_with_the_severe_first() -> None:
    english: dict[str, object] = {"title": "Gunmen storm jail", "lang": "en", "url": "https://wire.example.org/a"}
    arabic: dict[str, object] = {"title": "هجوم على السجن", "lang": "ar", "url": "https://sharq.example.net/a"}
    items = [
        {**english, "rule": "prison-attack", "severity": "high"},
        {**arabic, "rule": "prison-attack", "severity": "critical"},
    ]
    parts = [
        {"feed": "Example Wire", "why": "first poll of this feed", "items": items, "older": 12},
        {"feed": "Example Agentur", "why": "first poll of this feed", "items": [], "older": 3},
    ]
    assert chat(delivery("baseline", severity=Severity.CRITICAL, facts={"parts": parts})) == (
        "🚨 CRITICAL · Summary: 17 matches from 2 feeds\n"
        "- CRITICAL prison-attack: \u2068هجوم على السجن\u2069 (ar, sharq.example.net)\n"
        "- HIGH prison-attack: Gunmen storm jail (wire.example.org)\n"
        "Example Wire: first poll of this feed; 2 recent, 12 older\n"
        "Example Agentur: first poll of this feed; 0 recent, 3 older\n"
        "https://watch.example.org/\n"
        "Ref 7Q2K-1"
    )


def test_a_long_list_is_cut_and_counted() -> None:
    items = [{"title": f"Report number {n}", "rule": "bombing", "score": 40, "severity": "low"} for n in range(400)]
    body = chat(delivery("digest", severity=Severity.LOW, facts={"items": items, "total": 400}))
    assert body.startswith("Digest · 400 for review\n- LOW bombing 40: Report number 0\n")
    assert "\n+375 more\n" in body
    short = render(delivery("digest", facts={"items": items}), "chat", Limits(0, 300), BAGHDAD, now=NOW).body
    listed = short.count("\n- ")
    assert f"\n+{400 - listed} more\n" in short
    assert len(short) <= 300


def test_an_empty_digest_is_a_sign_of_life() -> None:
    body = chat(delivery("digest", severity=Severity.LOW, reason="nothing waits for review today"))
    assert body.startswith("Digest · nothing to review\nnothing waits for review today\n")


def test_service_trouble_says_what_since_when_and_what_to_do() -> None:
    facts: dict[str, object] = {
        "target": "mail",
        "subject": "channel mail",
        "sentence": "channel mail (mailtos): the service answers 535; check its address and token",
        "since": "2026-11-21T02:10:00+00:00",
    }
    assert chat(delivery("trouble", facts=facts)) == (
        "🔴 HIGH · Service trouble · channel mail\n"
        "channel mail (mailtos): the service answers 535; check its address and token\n"
        "Since 02:10 UTC (05:10 Baghdad)\n"
        "Ref 7Q2K-1"
    )
    assert chat(delivery("recovered", reason="channel mail works again", severity=Severity.INFORMATIONAL)) == (
        "⚪ INFORMATIONAL · Working again\nchannel mail works again\nRef 7Q2K-1"
    )


def test_a_test_message_cannot_be_taken_for_an_alert() -> None:
    message = render(delivery("test", severity=Severity.INFORMATIONAL), "chat", SLACK, BAGHDAD, now=NOW)
    assert message.title == "[TEST] Threat Monitor"
    assert message.body.startswith("This is a test of the channel ops. Nothing has happened.\n")


def test_a_refused_message_comes_again_as_one_plain_short_line() -> None:
    odd = report("*Gun_men* <storm> `jail` 🔥 [now](http://x.example)")
    message = render(delivery("opened", view(odd)), "chat", TELEGRAM, BAGHDAD, now=NOW, plain=True)
    assert message.title == ""
    assert message.html is None
    assert message.body == (
        "HIGH Border infiltration, Al-Hasakah, SY. Single source, 02:14Z. Gun men storm jail now hxxp://x.example."
        " https://watch.example.org/i/7Q2K Ref 7Q2K-1"
    )


KINDS: tuple[NoticeKind, ...] = ("opened", "updated", "escalated", "baseline", "digest", "trouble", "recovered", "test")
FORMATS: tuple[Format, ...] = ("chat", "email", "short", "terminal")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("written", FORMATS)
def test_no_message_is_ever_empty_even_when_nothing_is_known(kind: NoticeKind, written: Format) -> None:
    for incident in (None, view(assessments=()), view(report("\u200b\u202e"), assessments=())):
        for limits in (TELEGRAM, SLACK, TEXT):
            message = render(delivery(kind, incident, reason=""), written, limits, NO_CONSOLE, now=NOW)
            assert message.body.strip()
            assert "7Q2K-1" in message.body


@given(
    st.text(min_size=1, max_size=400),
    st.text(max_size=60),
    st.sampled_from(
        [(0, 300, "utf16"), (60, 400, "bytes"), (0, 306, "sms"), (200, 250, "characters"), (0, 4096, "utf16")]
    ),
    st.sampled_from(FORMATS),
)
def test_what_must_not_be_lost_survives_every_cut(
    title: str, source: str, limit: tuple[int, int, str], written: Format
) -> None:
    limits = Limits(*limit)  # type: ignore[arg-type]
    incident = view(report(title, source=source), report(title, "ar"), assessments=(replace(LEAD, actions=title * 3),))
    message: Message = render(delivery("updated", incident), written, limits, BAGHDAD, now=NOW)
    assert measure(message.body, limits.unit) <= limits.body
    assert measure(message.title, limits.unit) <= limits.title
    assert "HIGH" in message.title + message.body
    assert "https://watch.example.org/i/7Q2K" in message.body
    assert "Ref 7Q2K-1" in message.body
    assert message.body.count("\u2068") == message.body.count("\u2069")


def test_what_gives_way_first_is_what_matters_least() -> None:
    lengths = {}
    for body in (4096, 420, 330, 270, 210):
        text = render(delivery("opened", ALL), "chat", Limits(0, body, "utf16"), BAGHDAD, now=NOW).body
        lengths[body] = {
            "names": "Example Sharq" in text,
            "words": "تسلل\u2069," in text,
            "original": "إحباط" in text,
            "score": "Why 82/100" in text,
            "do": "Do: " in text,
            "headline": "Gunmen cross toward" in text,
        }
    assert lengths[4096] == dict.fromkeys(lengths[4096], True)
    assert all(lengths[body]["headline"] for body in lengths)
    order = ["names", "words", "original", "score", "do", "headline"]
    for kept in lengths.values():
        flags = [kept[name] for name in order]
        assert flags == sorted(flags), kept
