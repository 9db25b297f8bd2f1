"""Whatever a feed says, a message holds no markup, no mention, no link and no second line of the feed's making."""

import re
from dataclasses import replace
from email.message import EmailMessage
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from incidents_to_tell import BAGHDAD, LEAD, NO_CONSOLE, NOW, delivery, hit, report, view

from monitor.models import Message, Reason
from monitor.notify.limits import Format, limits_of
from monitor.notify.quote import clean, defang, source_link
from monitor.notify.render import render

PAYLOADS = (
    # mentions
    "<!channel> look", "<!here|here>", "<!everyone>", "<@U012AB3CD>", "<@&1234567890>", "<#C024BE7LR>", "@everyone",
    "@here", "@room", "@channel", "@all", "@**all**", "＠everyone", "﹫here",
    # links behind words, and bare ones
    "<https://evil.com|click here>", "[pay now](http://evil.com)", "[x]: http://evil.com", "![](http://evil.com/p.png)",
    "http://evil.com/a?b=c", "HTTPS://EVIL.COM", "www.evil.com", "evil.com/login", "xn--80ak6aa92e.com", "tg://resolve?domain=bot",
    "javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "mailto:boss@evil.com", "file:///etc/passwd", "slack://open?team=1",
    # markup
    "*bold* _it_ `code` ~gone~", "```\nblock\n```", "||spoiler||", "# Heading", "> quote", "a\\*b\\_c",
    "$$x^2$$", ":bomb: :tada:",
    # HTML
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<a href='http://evil.com'>x</a>",
    "</td></table><h1>x", "<style>*{display:none}</style>",
    "&lt;b&gt; &#60;i&#62;", "<svg onload=alert(1)>", "\"><iframe srcdoc='x'>", "<!-- -->",
    # header injection and lines
    "x\r\nBcc: evil@evil.com", "x\nSubject: hi", "x\u2028y\u2029z", "x\x0b\x0cy\x85z", "a\x00b\x1b[31mc\x07",
    # direction and invisible letters
    "\u202egnp.exe", "\u2066abc", "\u2069\u2069\u2069out", "a\u200bb\u00adc\ufeffd", "\U000e0041\U000e0042tag",
    "e" + "\u0301" * 200,
    "\ud800lone", "\uffff\ufdd0",
    # templates and format strings
    "{{7*7}} {%for%} ${HOME} %s {0} {delivery.ref}", "${jndi:ldap://evil.com/a}",
    # long ones
    "A" * 60_000, "😀" * 9_000, "س" * 30_000, " " * 5_000, "",
)  # fmt: skip
WRITTEN: tuple[tuple[Format, str], ...] = (
    ("chat", "discord://"),
    ("chat", "slack://"),
    ("chat", "tgram://"),
    ("chat", "unknown://"),
    ("email", "mailto://"),
    ("short", "twilio://"),
    ("terminal", "terminal:"),
)
OURS = ("https://watch.example.org/i/7Q2K", "https://watch.example.org/", "https://wire.example.org/1")
_MARKUP = set("*_`~|<>[]\\#＠﹫")
_INVISIBLE = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066\u2067\u2028\u2029\ufeff\u00ad\U000e0000-\U000e007f]"
)


def test_the_matrix_is_as_large_as_promised() -> None:
    assert len(PAYLOADS) >= 40


def everywhere(
    payload: str, written: Format, service: str, *, console: bool = True, plain: bool = False
) -> list[Message]:
    """The payload as title, source, language, matched word, slot and link, in every kind of notice."""
    hostile = report(payload, source=payload)
    odd = replace(hostile, lang=payload[:20], reliability=payload[:5])
    linked = replace(hostile, url=f"https://wire.example.org/1?{payload}")
    reasons = (Reason("evidence", "x", 60, (hit(payload[:50]),)), Reason("adjust", "y", 5))
    lead = replace(LEAD, reasons=reasons, slots={"actor": payload, "place": payload, payload[:30]: payload})
    incident = view(hostile, odd, linked, assessments=(lead,))
    item = {"title": payload, "lang": payload, "url": payload, "rule": "bombing", "severity": payload, "score": 5}
    part = {"feed": payload, "why": payload, "items": [item], "older": 1}
    facts = dict.fromkeys(("sentence", "subject", "since", "target"), payload) | {"parts": [part], "items": [item]}
    style = BAGHDAD if console else NO_CONSOLE
    made = []
    for kind in ("opened", "updated", "escalated", "baseline", "digest", "trouble", "recovered", "test"):
        told = delivery(
            kind, incident if kind in {"opened", "updated", "escalated"} else None, reason=payload, facts=dict(facts)
        )
        made.append(render(told, written, limits_of(service), style, now=NOW, plain=plain))
    return made


@pytest.mark.parametrize(("written", "service"), WRITTEN)
@pytest.mark.parametrize("payload", PAYLOADS, ids=lambda payload: ascii(payload)[:24])
def test_no_payload_gets_through_anywhere(payload: str, written: Format, service: str) -> None:
    for message in everywhere(payload, written, service) + everywhere(payload, written, service, plain=True):
        text = f"{message.title}\n{message.body}"
        text.encode("utf-8")
        assert message.body.strip()
        assert "\n" not in message.title
        assert not _INVISIBLE.search(text.replace("@\u200b", "@")), "controls, overrides or invisible letters"
        assert text.count("\u2068") == text.count("\u2069")
        bare = text
        for link in OURS:
            bare = bare.replace(link, "")
        # The domain of a listed article stands at the end of its line, for all to see.
        bare = re.sub(r"(?m)(?:, |\()[\w.-]*\.com\)$", ")", bare)
        bare = re.sub(r"wire\.example\.org: \?\S*|https://wire\.example\.org/1\S*", "", bare)
        assert not re.search(
            r"\b(?:https?|ftp|tg|slack|file|javascript|data|mailto|ldap)://?|javascript:", bare, re.IGNORECASE
        )
        assert not re.search(r"\b(?:evil|www)\.", bare, re.IGNORECASE)
        if written == "chat":
            own = bare.replace("[TEST]", "")
            assert not _MARKUP & set(own), f"markup characters: {_MARKUP & set(own)}"
            assert not re.search(r"@(?!\u200b)", own), "an unbroken mention"


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        for name, value in attrs:
            assert name in {"style", "class", "dir", "lang", "href", "charset", "name", "content"}, name
            if name == "href":
                self.links.append(value or "")


@pytest.mark.parametrize("payload", PAYLOADS, ids=lambda payload: ascii(payload)[:24])
def test_the_html_of_a_mail_has_only_our_tags_and_plain_links(payload: str) -> None:
    for message in everywhere(payload, "email", "mailto://"):
        tags = Tags()
        tags.feed(message.html or "")
        page = {"html", "head", "meta", "style", "body"}
        assert tags.seen <= {*page, "div", "p", "h2", "table", "tr", "td", "span", "bdi", "a"}
        assert all(
            link.startswith(("https://watch.example.org/i/7Q2K", "https://wire.example.org/1"))
            or link == "https://watch.example.org/"
            for link in tags.links
        )


@pytest.mark.parametrize("payload", PAYLOADS, ids=lambda payload: ascii(payload)[:24])
def test_a_mail_header_takes_every_title(payload: str) -> None:
    for message in everywhere(payload, "email", "mailto://"):
        mail = EmailMessage()
        mail["Subject"] = message.title
        assert mail.keys() == ["Subject"]


@given(st.text(max_size=300))
def test_cleaning_gives_one_line_that_can_be_sent_and_is_stable(text: str) -> None:
    cleaned = clean(text)
    cleaned.encode("utf-8")
    assert len(cleaned.splitlines()) <= 1
    assert clean(cleaned) == cleaned


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("see http://evil.com/a", "see hxxp://evil[.]com/a"),
        ("bbc.co.uk/news", "bbc[.]co[.]uk/news"),
        ("U.S. troops, 2.5 million, St.Petersburg, e.g. now", "U.S. troops, 2.5 million, St.Petersburg, e.g. now"),
        ("javascript:alert(1)", "javascript[:]alert(1)"),
        ("الحدود. وقال", "الحدود. وقال"),
    ],
)
def test_addresses_in_a_headline_stay_readable_and_stop_being_links(text: str, shown: str) -> None:
    assert defang(text) == shown


@pytest.mark.parametrize(
    ("url", "answer"),
    [
        ("https://bank.example@evil.com/x", ("evil.com", "")),
        ("https://пример.рф/путь", ("xn--e1afmkfd.xn--p1ai", "https://xn--e1afmkfd.xn--p1ai/%D0%BF%D1%83%D1%82%D1%8C")),
        ("javascript:alert(1)", ("", "")),
        ("data:text/html,x", ("", "")),
        ("https://a.example/x)(b*c@everyone<>|", ("a.example", "https://a.example/x%29%28b%2Ac%40everyone%3C%3E%7C")),
        ("https://a.example/\r\nBcc:x", ("a.example", "https://a.example/%20Bcc:x")),
        ("https://[::1]:8080/x", ("::1", "https://[::1]:8080/x")),
        ("https://a.example/" + "x" * 2000, ("a.example", "")),
        ("//no.scheme/x", ("no.scheme", "")),
        ("https://a.example:notaport/", ("", "")),
        ("https://.bad..host/", (".bad..host", "https://.bad..host/")),
        ("", ("", "")),
    ],
)
def test_a_link_shows_the_domain_that_a_browser_would_reach(url: str, answer: tuple[str, str]) -> None:
    assert source_link(url) == answer


def test_a_readable_headline_stays_readable() -> None:
    title = "[VIDEO] Gunmen kill 3 in U.S.-backed raid – army_spokesman: “no comment” (photo)"
    body = render(delivery("opened", view(report(title))), "chat", limits_of("tgram://"), BAGHDAD, now=NOW).body
    assert "(VIDEO) Gunmen kill 3 in U.S.-backed raid – armyˍspokesman: “no comment” (photo)" in body
