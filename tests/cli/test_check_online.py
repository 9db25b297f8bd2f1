"""`monitor check --online` on servers of this machine: what does not answer is named, with what to do."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from monitor.cli.check import check_config
from monitor.cli.online import knock
from monitor.notify.settings import ChannelSettings


class Silent:
    """Takes no mail: any message would be a mistake."""

    async def handle_DATA(self, *_: object) -> str:  # noqa: N802 - the name is aiosmtpd's
        raise AssertionError("a message was sent")


def _login(_server: object, _session: object, _envelope: object, _kind: str, given: LoginPassword) -> AuthResult:
    return AuthResult(success=given.password == b"right", handled=False)


@pytest.fixture
def mail() -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    controller = Controller(
        Silent(), "127.0.0.1", port, authenticator=_login, auth_require_tls=False, auth_required=False
    )
    controller.start()
    yield port
    controller.stop()


def closed_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def test_a_mail_server_is_logged_in_to_and_nothing_is_sent(mail: int) -> None:
    assert knock(ChannelSettings("desk", f"mailto://me:right@127.0.0.1:{mail}?to=a@example.org")) is None


def test_a_wrong_password_is_told_without_it(mail: int) -> None:
    said = knock(ChannelSettings("desk", f"mailto://me:wrong@127.0.0.1:{mail}?to=a@example.org"))
    assert said == "the mail server refuses user or password; correct the secret, or make an app password"


@pytest.mark.parametrize("schema", ["json", "mailto", "ntfy"])
def test_a_server_that_is_not_there_is_told(schema: str) -> None:
    said = knock(ChannelSettings("desk", f"{schema}://me:secret@127.0.0.1:{closed_port()}/topic"))
    assert said == "cannot be reached (Connection refused); check host, port and firewall"


@pytest.mark.parametrize("url", ["terminal:", "file:/nowhere", "slack://a/b/c", "mailto://me:x@example.org"])
def test_what_only_a_message_would_tell_is_left_alone(url: str) -> None:
    assert knock(ChannelSettings("desk", url)) is None


def test_a_feed_that_does_not_answer_is_told_at_its_line(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    feed = f"http://127.0.0.1:{closed_port()}/rss"
    path.write_text(
        "version: 1\nchannels: {t: {url: terminal}}\nfeeds:\n  list:\n"
        f"    - {{url: '{feed}', allow_private: true}}\n",
        "utf-8",
    )
    (problem,), said = check_config(path, online=True)
    assert said == "FAILED"
    assert (problem.path, problem.line, problem.code) == (str(path), 5, "feed-failed")
    assert problem.message.startswith(f"{feed}: ")
    assert "; " in problem.message
