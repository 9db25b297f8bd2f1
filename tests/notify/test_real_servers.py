"""Postfix, Mosquitto and Synapse take what we send: once, with every letter, and a repeat can be known as one."""

import queue
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from incidents_to_tell import ARABIC, BAGHDAD, ENGLISH, NOW, delivery, report, view

from monitor.errors import ChannelError
from monitor.models import Delivery, Message
from monitor.notify.channels import send
from monitor.notify.render import render
from monitor.notify.settings import ChannelSettings

sys.path.insert(0, str(Path(__file__).parents[1] / "servers"))

from real_servers import Postfix, Synapse, missing, mosquitto, postfix, synapse, until

PERSIAN = report("حمله داعش به زندان هول‌آباد؛ ده‌ها نفر گریختند", "fa", "Example Khabar", "https://khabar.example.org/1")
EVENT = delivery("opened", view(ARABIC, PERSIAN, ENGLISH))
LETTERS = ("إحباط محاولة تسلل مسلحين عبر الحدود", PERSIAN.title)


def worded(told: Delivery, channel: ChannelSettings, *, later: timedelta = timedelta(0)) -> Message:
    return render(told, channel.written, channel.limits, BAGHDAD, now=NOW + later)


def first_of(title: str) -> Delivery:
    """An incident whose only report has this title: nothing gives way to anything."""
    return replace(EVENT, incident=view(report(title, "und")))


@pytest.fixture(scope="module")
def mail_server() -> Iterator[Postfix]:
    if why := missing("postfix"):
        pytest.skip(why)
    with postfix() as server:
        yield server


@pytest.fixture(scope="module")
def broker() -> Iterator[int]:
    if why := missing("mosquitto"):
        pytest.skip(why)
    pytest.importorskip("paho.mqtt", reason="paho-mqtt is not installed: pip install 'threat-monitor[mqtt]'")
    with mosquitto() as port:
        yield port


@pytest.fixture(scope="module")
def homeserver() -> Iterator[Synapse]:
    if why := missing("synapse"):
        pytest.skip(why)
    with synapse() as server:
        yield server


def mail(server: Postfix, to: str = "duty@example.org") -> ChannelSettings:
    return ChannelSettings("mail", f"mailto://127.0.0.1:{server.port}?from=monitor@example.org&to={to}")


def test_a_real_mail_server_delivers_one_mail_and_a_repeat_has_its_message_id(mail_server: Postfix) -> None:
    channel, before = mail(mail_server), len(mail_server.mails())
    send(channel, worded(EVENT, channel))
    until(lambda: len(mail_server.mails()) == before + 1)
    send(channel, worded(EVENT, channel, later=timedelta(hours=1)))
    until(lambda: len(mail_server.mails()) == before + 2)
    mails = [one for one in mail_server.mails() if one["X-Monitor-Ref"] == EVENT.ref]
    assert len(mails) == 2
    assert len({one["Message-ID"] for one in mails}) == 1
    assert EVENT.ref in mails[0]["Message-ID"]
    assert mails[0]["Message-ID"].count("@") == 1
    page, text = mails[0].get_body(("html",)), mails[0].get_body(("plain",))
    assert page is not None
    assert text is not None
    for letters in LETTERS:
        assert letters in page.get_content()
    assert f"Ref {EVENT.ref}" in text.get_content()


def test_another_notice_has_another_message_id(mail_server: Postfix) -> None:
    channel = mail(mail_server)
    other = replace(EVENT, ref="7Q2K-9", created_at=NOW + timedelta(days=1))
    send(channel, worded(other, channel))
    until(lambda: any(one["X-Monitor-Ref"] == other.ref for one in mail_server.mails()))
    ids = {one["X-Monitor-Ref"]: one["Message-ID"] for one in mail_server.mails()}
    assert len(set(ids.values())) == len(ids)


def test_a_real_mail_server_refuses_one_of_two_and_the_other_gets_no_second_mail(mail_server: Postfix) -> None:
    channel = mail(mail_server, "two@example.org,relay@elsewhere.example")
    taken: set[str] = set()
    told = replace(EVENT, ref="7Q2K-5")
    for _ in range(2):
        with pytest.raises(ChannelError) as caught:
            send(channel, worded(told, channel), taken)
        assert (caught.value.kind, len(taken)) == ("partial", 1)
    until(lambda: any(one["X-Monitor-Ref"] == told.ref for one in mail_server.mails()))
    assert [one["Delivered-To"] for one in mail_server.mails() if one["X-Monitor-Ref"] == told.ref] == [
        "two@example.org"
    ]


@pytest.mark.parametrize("letters", LETTERS)
def test_a_real_broker_hands_the_message_on_once(broker: int, letters: str) -> None:
    import paho.mqtt.client as mqtt  # noqa: PLC0415 - only where the broker is

    heard: queue.SimpleQueue[str] = queue.SimpleQueue()
    ready: queue.SimpleQueue[bool] = queue.SimpleQueue()
    listener = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2)
    listener.on_subscribe = lambda *_: ready.put(True)
    listener.on_message = lambda _client, _data, message: heard.put(message.payload.decode())
    listener.connect("127.0.0.1", broker)
    listener.subscribe("alerts/desk", qos=1)
    listener.loop_start()
    ready.get(timeout=10)
    channel = ChannelSettings("mqtt", f"mqtt://127.0.0.1:{broker}/alerts/desk?qos=1")
    send(channel, worded(first_of(letters), channel))
    said = heard.get(timeout=10)
    listener.loop_stop()
    listener.disconnect()
    assert letters in said
    assert f"Ref {EVENT.ref}" in said
    assert heard.empty()


@pytest.mark.parametrize("letters", LETTERS)
def test_a_real_matrix_server_shows_the_message_in_its_room_once(homeserver: Synapse, letters: str) -> None:
    channel = ChannelSettings("matrix", homeserver.url)
    ref = f"7Q2K-{20 + LETTERS.index(letters)}"
    send(channel, worded(replace(first_of(letters), ref=ref), channel))
    said = [text for text in homeserver.messages() if f"Ref {ref}" in text]
    assert len(said) == 1
    assert letters in said[0]


@pytest.mark.parametrize("by", ["password", "token"])
def test_a_real_matrix_server_shows_a_repeat_once_even_if_it_came_late_or_from_a_new_start(
    homeserver: Synapse, by: str
) -> None:
    url = homeserver.url if by == "password" else homeserver.url.replace("desk:password", homeserver.token)
    channel = ChannelSettings(f"matrix-{by}", url)
    told = replace(EVENT, ref=f"7Q2K-{'3' if by == 'password' else '4'}0")
    # A password means a login for each send, and the server allows few of them.
    for later in (timedelta(0), timedelta(hours=2)):
        send(channel, worded(told, channel, later=later))
    assert sum(text.endswith(f"Ref {told.ref}") for text in homeserver.messages()) == 1


def test_a_real_matrix_server_takes_eight_messages_in_a_row_with_a_token(homeserver: Synapse) -> None:
    channel = ChannelSettings("matrix", homeserver.url.replace("desk:password", homeserver.token))
    for number in range(100, 108):
        send(channel, worded(replace(EVENT, ref=f"7Q2K-{number}"), channel))
    said = homeserver.messages()
    assert all(sum(f"Ref 7Q2K-{number}" in text for text in said) == 1 for number in range(100, 108))


def test_a_real_matrix_server_that_limits_logins_is_waited_for_and_not_given_up(homeserver: Synapse) -> None:
    channel = ChannelSettings("matrix", homeserver.url)

    def many() -> None:
        for number in range(200, 220):
            send(channel, worded(replace(EVENT, ref=f"7Q2K-{number}"), channel))

    with pytest.raises(ChannelError) as caught:
        many()
    assert (caught.value.kind, caught.value.permanent) == ("busy", False)
    assert caught.value.retry_after
