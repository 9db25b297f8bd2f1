"""Templates of the owner's: what they may use, how their mistakes are told, and that feed text is never one."""

from dataclasses import replace
from pathlib import Path

import pytest
from incidents_to_tell import ARABIC, BAGHDAD, ENGLISH, NOW, delivery, report, view

from monitor.config.templates import load_template
from monitor.errors import ChannelError, ConfigError
from monitor.models import Delivery, Message
from monitor.notify import letter
from monitor.notify.limits import measure
from monitor.notify.means import Means
from monitor.notify.settings import ChannelSettings
from monitor.notify.template import read_template
from monitor.notify.variables import VARIABLES

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "templates.md"
OPENED = delivery("opened", view(ARABIC, ENGLISH))
SHORT = "{{ mark }} {{ severity|upper }} {{ place }}\n{{ headline }}\n{% if do %}{{ do }}{% endif %}\n{{ link }}\n"


class Desk:
    """One channel with a template, and what was complained of."""

    def __init__(self, folder: Path, source: str, url: str = "tgram://1:a/2", name: str = "t.j2") -> None:
        path = folder / name
        path.write_text(source, "utf-8")
        self.settings = ChannelSettings("ops", url, template=load_template(path, "ops", BAGHDAD))
        self.heard: list[str] = []

    async def word(self, told: Delivery = OPENED, *, plain: bool = False) -> Message:
        means = Means(complain=lambda _, sentence: self.heard.append(sentence))
        return await letter.word((told,), self.settings, BAGHDAD, NOW, means, plain=plain)


def mistakes(folder: Path, source: str | bytes, name: str = "t.j2") -> list[str]:
    path = folder / name
    path.write_bytes(source if isinstance(source, bytes) else source.encode())
    with pytest.raises(ConfigError) as caught:
        load_template(path, "ops", BAGHDAD)
    return [str(problem).removeprefix(f"{folder}/") for problem in caught.value.problems]


async def test_a_template_words_an_incident_in_place_of_the_built_in_wording(tmp_path: Path) -> None:
    message = await Desk(tmp_path, SHORT).word()
    assert message.title == ""
    assert message.body == (
        "🔴 HIGH Al-Hasakah, SY\n"
        "Gunmen cross toward Iraq near Rabia, army says\n"
        "Do: Check the Rabia cameras; call the duty officer.\n"
        "https://watch.example.org/i/7Q2K\n"
        "Ref 7Q2K-1"
    )


async def test_the_first_line_is_the_title_where_a_service_has_one(tmp_path: Path) -> None:
    message = await Desk(tmp_path, "\n{{ topic }}: {{ headline }}\n\n{{ lines }}\n", "mailto://u:p@example.org").word()
    assert message.title == "Border infiltration: Gunmen cross toward Iraq near Rabia, army says"
    assert message.body.startswith("Gunmen cross")
    assert message.body.endswith("Ref 7Q2K-1")
    assert message.body.count("Ref 7Q2K-1") == 1
    assert message.html is not None


async def test_an_html_template_is_the_page_of_a_mail_and_escapes_what_it_is_given(tmp_path: Path) -> None:
    source = (
        '<h1 dir="auto">{{ headline }}</h1>{% for r in reports %}<p lang="{{ r.lang }}">{{ r.title }}</p>{% endfor %}'
    )
    desk = Desk(tmp_path, source, "mailto://u:p@example.org", "mail.html")
    hostile = report('<img src=x onerror=alert(1)> " {{ 7*7 }}')
    message = await desk.word(delivery("opened", view(hostile)))
    assert message.html is not None
    assert "<img" not in message.html
    assert "&lt;img src=x onerror=alert(1)&gt; &#34; {{ 7*7 }}" in message.html
    assert message.title.startswith("[HIGH]")


@pytest.mark.parametrize("payload", ["{{ 7*7 }}", "{% raw %}", "{{ ''.__class__.__mro__ }}", "{# x #}", "${7*7}"])
async def test_what_a_feed_says_is_never_read_as_a_template(tmp_path: Path, payload: str) -> None:
    desk = Desk(tmp_path, "{{ headline }}\n{% for r in reports %}{{ r.title }}{% endfor %}", "mailto://u:p@example.org")
    message = await desk.word(delivery("opened", view(report(f"Gunmen {payload} flee"))))
    assert payload in message.title
    assert payload in message.body
    assert desk.heard == []


async def test_what_a_template_gives_cannot_ping_or_link_in_a_chat_whoever_wrote_it(tmp_path: Path) -> None:
    ours = "<!channel> @everyone *{{ place }}*\n[x](https://evil.example/_a_)\n{{ link }}\n"
    source = ours + "{{ headline|replace('\u200b', '') }}"
    hostile = report("@here <@U1> gunmen", url="https://wire.example.org/a_b_c")
    body = (await Desk(tmp_path, source).word(delivery("opened", view(hostile)))).body
    for mark in ("<", "[", "*", "@e", "@h", "@U"):
        assert mark not in body
    assert "https://watch.example.org/i/7Q2K" in body


async def test_directions_are_closed_line_by_line_and_limits_hold(tmp_path: Path) -> None:
    source = "{{ original[:9] }}\n\u2069\u2069{{ original }}\u2068\n{{ 'x' * 9000 }}"
    body = (await Desk(tmp_path, source).word()).body
    assert measure(body, "utf16") <= 4096
    assert body.endswith("Ref 7Q2K-1")
    for line in body.splitlines():
        depth = 0
        for char in line:
            depth += (char == "\u2068") - (char == "\u2069")
            assert depth >= 0
        assert depth == 0


async def test_a_template_that_fails_later_gives_way_to_the_built_in_wording(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "{{ severity }}\n{{ 1 // (outlets|length - 1) }}", "tgram://1:a/2")
    message = await desk.word(delivery("opened", view(ENGLISH)))
    assert message.body.startswith("🔴 HIGH · Border infiltration")
    (sentence,) = desk.heard
    assert sentence == (f"{tmp_path}/t.j2:2: the template cannot be filled in: integer division or modulo by zero")


async def test_a_template_that_gives_nothing_gives_way_too(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "{% if kind == 'updated' %}{{ lines }}{% endif %}")
    assert (await desk.word()).body.startswith("🔴 HIGH · Border infiltration")
    assert "gives no text" in desk.heard[0]


async def test_service_notices_and_the_last_resort_keep_the_built_in_wording(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "mine\n{{ ref }}")
    assert (await desk.word(delivery("trouble", facts={"sentence": "mail fails"}))).body.splitlines()[1] == "mail fails"
    assert "mine" not in (await desk.word(plain=True)).body
    assert (await desk.word()).body.startswith("mine")


def test_mistakes_are_told_with_their_place(tmp_path: Path) -> None:
    told = mistakes(tmp_path, "{{ ref }}\nHi {{ headlin }} {{ severty }}\n{% if 0 %}{{ nothing }}{% endif %}")
    hint = "docs/reference/templates.md lists what a template may use [unknown-variable]"
    assert told == [
        f"t.j2:2:7: error: there is no 'headlin'; {hint}",
        f"t.j2:2:21: error: there is no 'severty'; {hint}",
        f"t.j2:3:14: error: there is no 'nothing'; {hint}",
    ]
    (syntax,) = mistakes(tmp_path, "a\nb {% if x %}\n")
    assert syntax.startswith("t.j2:2:6: error: this is not a Jinja2 template: Unexpected end of template")
    (filters,) = mistakes(tmp_path, "a\n\n  {{ headline|shout }}")
    assert filters == "t.j2:3:15: error: this is not a Jinja2 template: No filter named 'shout'. [bad-template]"
    (fact,) = mistakes(tmp_path, "{{ ref }}\n{{ facts.weapon }}")
    assert fact.startswith("t.j2:2:10: error: with a sample incident this fails: ")


@pytest.mark.parametrize(
    "source",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ headline.__init__.__globals__ }}",
        "{{ outlets.append('x') }}",
        "{{ lipsum.__globals__['os'].popen('id').read() }}",
        "{% include '/etc/passwd' %}",
        "{% import 'x' as y %}",
        "{% extends 'x' %}",
        "{% autoescape false %}{{ headline }}{% endautoescape %}",
        "{{ headline|safe }}",
        "{% for i in range(999999999) %}x{% endfor %}",
    ],
)
def test_a_template_reaches_nothing_but_its_variables(tmp_path: Path, source: str) -> None:
    assert mistakes(tmp_path, source)


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    assert "not UTF-8" in mistakes(tmp_path, b"ok\n\xff\xfe")[0]
    assert "64 kB" in mistakes(tmp_path, "x" * 70_000)[0]
    with pytest.raises(ConfigError, match="cannot be read"):
        load_template(tmp_path / "missing.j2", "ops", BAGHDAD)


def test_output_without_end_is_refused(tmp_path: Path) -> None:
    (tmp_path / "t.j2").write_text("{{ 'x' * 300000 }}")
    template = read_template(tmp_path / "t.j2", frozenset(VARIABLES))
    with pytest.raises(ChannelError, match="more than 200000"):
        template.render({})


def test_every_variable_is_documented_as_it_is() -> None:
    page = PAGE.read_text("utf-8")
    for name, meaning in VARIABLES.items():
        assert f"| `{name}` | {meaning} |" in page


def test_two_readings_of_the_same_file_are_equal_and_an_edit_is_not(tmp_path: Path) -> None:
    one = Desk(tmp_path, SHORT).settings
    assert one == Desk(tmp_path, SHORT).settings
    assert one != Desk(tmp_path, SHORT + "x").settings
    assert replace(one, template=None) != one
