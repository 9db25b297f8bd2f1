"""Real channels: an HTTP service and a mail server on loopback, a file, the terminal."""

import asyncio
import email
import email.policy
import io
import json
import logging
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field, replace
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from incidents_to_tell import ARABIC, BAGHDAD, ENGLISH, NOW, delivery, report, view
from loopback import Behaviour, Loopback, raw, redirect, reply

from monitor.errors import ChannelError
from monitor.models import Message, Severity
from monitor.notify.channels import ChannelSettings, check, send
from monitor.notify.limits import limits_of
from monitor.notify.render import render

CANARY = "CANARY5ecret"
MESSAGE = Message(
    "HIGH · Test", "Body \u2068نص\u2069\nhttps://watch.example.org/i/7Q2K\nRef 7Q2K-1", Severity.HIGH, "7Q2K-1"
)


@pytest.fixture
async def service() -> AsyncIterator[Loopback]:
    async with Loopback() as origin:
        yield origin


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """All that a daemon at its most talkative would log. (caplog also listens to loggers that keep to themselves.)"""
    text = io.StringIO()
    handler = logging.StreamHandler(text)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield text
    root.removeHandler(handler)
    root.setLevel(level)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def hook(service: Loopback, query: str = "") -> ChannelSettings:
    return ChannelSettings("ops", f"json://user:{CANARY}@127.0.0.1:{service.port}/hook/{CANARY}/{query}")


async def sent(settings: ChannelSettings, message: Message = MESSAGE) -> str:
    return await asyncio.to_thread(send, settings, message)


async def refusal(settings: ChannelSettings, message: Message = MESSAGE) -> ChannelError:
    with pytest.raises(ChannelError) as caught:
        await sent(settings, message)
    return caught.value


async def test_a_service_that_says_yes_got_the_message_once_with_a_key_against_repeats(service: Loopback) -> None:
    service.on("*", reply(200))
    assert await sent(hook(service)) == "json://127.0.0.1:" + str(service.port)
    (asked,) = service.asked
    assert asked.headers["idempotency-key"] == "7Q2K-1"
    told = json.loads(asked.body)
    assert (told["title"], told["message"], told["type"]) == (MESSAGE.title, MESSAGE.body, "warning")


@pytest.mark.parametrize(
    ("status", "kind", "permanent"),
    [
        (400, "content", True),
        (413, "content", True),
        (422, "content", True),
        (401, "access", True),
        (403, "access", True),
        (404, "access", True),
        (410, "access", True),
        (429, "busy", False),
        (408, "server", False),
        (500, "server", False),
        (503, "server", False),
    ],
)
async def test_a_refusal_says_whether_another_try_can_help(
    service: Loopback, status: int, kind: str, *, permanent: bool
) -> None:
    service.on("*", reply(status))
    error = await refusal(hook(service))
    assert (error.kind, error.permanent) == (kind, permanent)
    assert str(status) in str(error)
    assert len(service.asked) == 1


async def test_what_a_busy_service_asks_for_is_read_from_its_answer(service: Loopback) -> None:
    service.on("*", reply(429, b'{"ok":false,"parameters":{"retry_after": 77}}', {"Retry-After": "77"}))
    assert (await refusal(hook(service))).retry_after == 77
    service.on("*", reply(429, b'{"errcode":"M_LIMIT_EXCEEDED","retry_after_ms":2500}'))
    assert (await refusal(hook(service))).retry_after == 2.5


async def test_a_headline_cannot_pass_for_an_answer_of_the_service(service: Loopback) -> None:
    liar = Message(
        'error=401 "retry_after": 3600', "error=404. (550, b'no') Socket Exception: (535, b'x')", Severity.LOW, "r"
    )
    service.on("*", reply(500, b"echo: error=401 (535, b'x') "))
    error = await refusal(hook(service), liar)
    assert (error.kind, error.permanent, error.retry_after) == ("server", False, None)


async def test_a_redirect_is_not_followed(service: Loopback) -> None:
    service.on("*", redirect(service.url("/elsewhere")))
    error = await refusal(hook(service))
    assert not error.permanent
    assert len(service.asked) == 1


@pytest.mark.parametrize(
    "behaviour", [raw(b""), raw(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf"), raw(b"garbage\r\n\r\n")]
)
async def test_a_broken_connection_is_worth_another_try(service: Loopback, behaviour: Behaviour) -> None:
    service.on("*", behaviour)
    error = await refusal(hook(service))
    assert (error.kind, error.permanent) == ("unreachable", False)


async def test_a_service_that_hangs_is_given_up(service: Loopback) -> None:
    service.on("*", lambda exchange: exchange.hang())
    error = await refusal(hook(service, "?rto=0.2&cto=0.2"))
    assert (error.kind, error.permanent) == ("unreachable", False)


def test_a_service_that_is_not_there_is_worth_another_try() -> None:
    with pytest.raises(ChannelError) as caught:
        send(ChannelSettings("ops", f"json://127.0.0.1:{free_port()}/"), MESSAGE)
    assert (caught.value.kind, caught.value.permanent) == ("unreachable", False)


@pytest.mark.parametrize("status", [200, 401, 429, 500])
async def test_the_secret_shows_nowhere(service: Loopback, status: int, logged: io.StringIO) -> None:
    service.on("*", reply(status, f"your token {CANARY} is odd".encode()))
    settings = hook(service, f"?+Authorization=Bearer%20{CANARY}&-key={CANARY}")
    assert CANARY not in repr(settings)
    try:
        shown = await sent(settings)
    except ChannelError as error:
        shown = repr(error) + repr(error.__cause__) + repr(error.__context__)
    assert CANARY not in shown
    assert CANARY not in logged.getvalue()
    assert CANARY in service.asked[0].target


@pytest.mark.parametrize(
    "url",
    [f"nosuch://{CANARY}", f"slack://{CANARY}", f"tgram://{CANARY}/", CANARY, "", f"mailto://{CANARY}", "json://"],
)
def test_a_url_that_cannot_work_is_told_by_check_and_by_send_without_showing_it(url: str, logged: io.StringIO) -> None:
    settings = ChannelSettings("ops", url)
    problem = check(settings)
    assert problem is not None
    assert problem.startswith("channel ops: ")
    with pytest.raises(ChannelError) as caught:
        send(settings, MESSAGE)
    assert caught.value.permanent
    assert CANARY not in problem + str(caught.value) + logged.getvalue()


@pytest.mark.parametrize("url", ["json://127.0.0.1/x", "mailtos://u:p@example.org", "terminal:", "ntfy://localhost/t"])
def test_a_url_that_can_work_passes_the_check_without_any_traffic(url: str) -> None:
    assert check(ChannelSettings("ops", url)) is None


# --- mail ----------------------------------------------------------------------------------------------------------


@dataclass
class Mailbox:
    """A mail server. `answer` replaces its yes after DATA; `refused` recipients get 550."""

    answer: str = "250 accepted"
    refused: tuple[str, ...] = ()
    taken: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802  the library's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self.refused:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 fine"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.answer.startswith("250"):
            assert isinstance(envelope.content, bytes)
            parsed = email.message_from_bytes(envelope.content, policy=email.policy.default)
            assert isinstance(parsed, EmailMessage)
            self.taken.append(parsed)
            self.recipients += envelope.rcpt_tos
        return self.answer


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, ChannelSettings]]:
    box = Mailbox()
    port = free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield box, ChannelSettings("mail", f"mailto://127.0.0.1:{port}?from=m@example.org&to=duty@example.org")
    finally:
        controller.stop()


def test_a_mail_arrives_once_with_a_text_and_a_page(mailbox: tuple[Mailbox, ChannelSettings]) -> None:
    box, settings = mailbox
    message = render(delivery("opened", view(ARABIC, ENGLISH)), "email", settings.limits, BAGHDAD, now=NOW)
    assert send(settings, message).startswith("mailto://127.0.0.1:")
    (mail,) = box.taken
    assert box.recipients == ["duty@example.org"]
    assert mail["Subject"] == message.title
    assert mail["X-Monitor-Ref"] == "7Q2K-1"
    page = mail.get_body(("html",))
    text = mail.get_body(("plain",))
    assert page is not None
    assert text is not None
    assert '<div lang="ar" dir="auto">إحباط محاولة تسلل مسلحين عبر الحدود</div>' in page.get_content()
    assert "Gunmen cross toward Iraq near Rabia, army says" in text.get_content()
    assert "Ref 7Q2K-1" in text.get_content()


def test_a_headline_with_line_breaks_cannot_add_a_recipient(mailbox: tuple[Mailbox, ChannelSettings]) -> None:
    box, settings = mailbox
    hostile = report("Gunmen\r\nBcc: evil@example.net\r\n\r\n<script>alert(1)</script>")
    send(settings, render(delivery("opened", view(hostile)), "email", settings.limits, BAGHDAD, now=NOW))
    (mail,) = box.taken
    assert mail["Bcc"] is None
    assert box.recipients == ["duty@example.org"]
    assert "Gunmen Bcc: evil@example[.]net" in mail["Subject"]
    assert "<script>" not in mail.get_body(("html",)).get_content()  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("answer", "kind", "permanent"),
    [
        ("451 try later", "server", False),
        ("552 too big", "content", True),
        ("554 looks like spam", "content", True),
        ("550 not here", "access", True),
    ],
)
def test_a_mail_servers_no_is_told_apart(
    mailbox: tuple[Mailbox, ChannelSettings], answer: str, kind: str, *, permanent: bool
) -> None:
    box, settings = mailbox
    box.answer = answer
    with pytest.raises(ChannelError) as caught:
        send(settings, MESSAGE)
    assert (caught.value.kind, caught.value.permanent) == (kind, permanent)


def test_a_refused_mailbox_needs_a_person(mailbox: tuple[Mailbox, ChannelSettings]) -> None:
    box, settings = mailbox
    box.refused = ("duty@example.org",)
    with pytest.raises(ChannelError) as caught:
        send(settings, MESSAGE)
    assert caught.value.permanent


def test_one_refused_recipient_of_two_is_told_apart_from_a_refused_message(
    mailbox: tuple[Mailbox, ChannelSettings],
) -> None:
    box, settings = mailbox
    box.refused = ("gone@example.org",)
    both = ChannelSettings("mail", settings.url.replace("to=duty@example.org", "to=duty@example.org,gone@example.org"))
    with pytest.raises(ChannelError) as caught:
        send(both, MESSAGE)
    assert (caught.value.kind, caught.value.permanent) == ("partial", True)
    assert box.recipients == ["duty@example.org"]


# --- our own -------------------------------------------------------------------------------------------------------


def test_a_file_gets_one_json_line_a_message_even_after_half_a_line(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    settings = ChannelSettings("file", f"file:{path}")
    assert check(settings) is None
    assert send(settings, MESSAGE) == f"file:{path}"
    path.write_bytes(path.read_bytes() + b'{"ref": "torn')
    send(settings, MESSAGE)
    lines = path.read_text("utf-8").splitlines()
    assert json.loads(lines[0]) == json.loads(lines[2])
    assert json.loads(lines[0])["body"] == MESSAGE.body
    assert path.stat().st_mode & 0o077 == 0


def test_a_file_that_cannot_be_written_is_worth_another_try(tmp_path: Path) -> None:
    settings = ChannelSettings("file", f"file:{tmp_path}/missing/out.jsonl")
    assert check(settings) == f"channel file: the folder {tmp_path}/missing does not exist"
    with pytest.raises(ChannelError) as caught:
        send(settings, MESSAGE)
    assert not caught.value.permanent


def test_the_terminal_shows_the_message_and_no_colours_where_there_is_no_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert send(ChannelSettings("here", "terminal:"), MESSAGE) == "terminal:"
    assert capsys.readouterr().out == f"{MESSAGE.title}\n{MESSAGE.body}\n\n"


class Tty(io.StringIO):
    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("no_colour", [False, True])
def test_a_terminal_gets_colour_unless_it_said_no(monkeypatch: pytest.MonkeyPatch, *, no_colour: bool) -> None:
    screen = Tty()
    monkeypatch.setattr(sys, "stdout", screen)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    if no_colour:
        monkeypatch.setenv("NO_COLOR", "1")
    send(ChannelSettings("here", "terminal:"), MESSAGE)
    assert screen.getvalue().startswith(MESSAGE.title if no_colour else f"\x1b[31m{MESSAGE.title}\x1b[0m")


def test_escape_sequences_do_not_reach_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    send(ChannelSettings("here", "terminal:"), Message("\x1b]0;owned\x07", "a\x9b31m\x00\rb", Severity.LOW, "r"))
    assert capsys.readouterr().out == "\\x1b]0;owned\\x07\na\\x9b31m\\x00\\x0db\n\n"


def test_settings_know_what_suits_their_service() -> None:
    mail = ChannelSettings("mail", "mailtos://u:p@example.org", min_severity=Severity.HIGH, kinds=("opened",))
    assert (mail.written, mail.limits) == ("email", limits_of("mailto:"))
    assert (mail.target.name, mail.target.min_severity, mail.target.kinds) == ("mail", Severity.HIGH, ("opened",))
    assert ChannelSettings("sms", "json://x", format="short").written == "short"


def test_apprise_is_loaded_only_when_something_is_sent() -> None:
    code = "import sys, monitor.notify.channels, monitor.notify.render; sys.exit('apprise' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_mails_of_one_incident_are_one_thread_and_those_of_another_are_not(
    mailbox: tuple[Mailbox, ChannelSettings],
) -> None:
    box, settings = mailbox
    first = delivery("opened", view(ARABIC))
    update = replace(delivery("updated", view(ARABIC, ENGLISH)), ref="7Q2K-2", first_ref="7Q2K-1")
    elsewhere = replace(first, incident=replace(view(ARABIC), ref="9ZZZ"), ref="9ZZZ-1")
    for told in (first, update, elsewhere, delivery("trouble", facts={"sentence": "mail fails"})):
        send(settings, render(told, "email", settings.limits, BAGHDAD, now=NOW))
    one, two, other, trouble = box.taken
    assert one["References"] == one["In-Reply-To"] == two["References"] == two["In-Reply-To"]
    assert one["References"].startswith("<7Q2K.")
    assert other["References"] not in {one["References"], None}
    assert one["Message-ID"] != two["Message-ID"]
    assert (trouble["References"], trouble["In-Reply-To"]) == (None, None)
    assert (two["X-Monitor-Incident"], two["X-Monitor-Severity"]) == ("7Q2K", "high")
    text = two.get_body(("plain",))
    assert text is not None
    assert "Ref 7Q2K-2 (first 7Q2K-1)" in text.get_content()


def test_what_a_log_or_a_program_reads_carries_no_token_and_a_persons_message_does() -> None:
    settings = {
        url.partition(":")[0]: ChannelSettings("c", url)
        for url in (
            "terminal:",
            "file:/x",
            "feed:/x.atom",
            "webhook:https://x.example",
            "twilio://a",
            "tgram://a",
            "mailto:",
        )
    }
    assert [name for name, each in settings.items() if each.takes_tokens] == ["tgram", "mailto"]
    assert [name for name, each in settings.items() if each.takes_data] == ["feed", "webhook"]


def test_a_webhook_belongs_into_its_own_key() -> None:
    settings = ChannelSettings("siem", "webhook:https://siem.example.org/in")
    assert check(settings) == "channel siem: write webhook: https://... instead of url: webhook:https://..."
    with pytest.raises(ChannelError) as caught:
        send(settings, MESSAGE)
    assert caught.value.permanent
