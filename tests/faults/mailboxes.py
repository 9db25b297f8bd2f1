"""A mail server on loopback that can be down, slow, picky, or break off after it took a mail."""

import asyncio
import email
import email.policy
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage

from accounts import Arrived
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from monitor.notify.channels import ChannelSettings


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@dataclass
class Mailbox:
    """`drops` so many times it breaks off after it took a mail; `slow` seconds it waits with its yes, `slow_times`."""

    to: str = "duty@example.org"
    drops: int = 0
    slow: float = 0.0
    slow_times: int = 0
    temporarily_refused: set[str] = field(default_factory=set)
    arrived: list[Arrived] = field(default_factory=list)
    to_whom: list[str] = field(default_factory=list)
    message_ids: list[str] = field(default_factory=list)
    port: int = field(default_factory=free_port)
    clock: Callable[[], datetime] | None = None

    @property
    def settings(self) -> ChannelSettings:
        return ChannelSettings("mail", f"mailto://127.0.0.1:{self.port}?from=m@example.org&to={self.to}")

    @contextmanager
    def open(self, clock: Callable[[], datetime]) -> Iterator[None]:
        self.clock = clock
        controller = Controller(self, hostname="127.0.0.1", port=self.port)
        controller.start()
        try:
            yield
        finally:
            controller.stop()

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.temporarily_refused:
            return "450 try later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - as above
        assert self.clock is not None
        mail = email.message_from_bytes(envelope.original_content or b"", policy=email.policy.default)
        assert isinstance(mail, EmailMessage)
        text = mail.get_body(("plain",))
        body = text.get_content() if text else ""
        self.arrived.append(Arrived("mail", mail["X-Monitor-Ref"], f"{mail['Subject']}\n{body}", self.clock()))
        self.to_whom.append(envelope.rcpt_tos[0])
        self.message_ids.append(mail["Message-ID"])
        if self.drops:
            self.drops -= 1
            assert server.transport is not None
            server.transport.abort()
        elif self.slow_times:
            self.slow_times -= 1
            await asyncio.sleep(self.slow)
        return "250 OK"
