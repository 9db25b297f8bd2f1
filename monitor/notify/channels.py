"""Sends one message to one channel: an Apprise URL, `terminal:`, `file:PATH` or `feed:PATH`. The only importer of
apprise; webhooks go out in webhook.py.

One Apprise object per send and one URL per call, because its answer is a single yes or no. A refusal is told apart by
what Apprise's plugins log about it, as its result carries no status code. A channel's URL is a secret: neither
exceptions nor log lines show more of it than schema and masked host.
"""

import logging
import os
import sys
from collections.abc import Sequence
from hashlib import sha256
from json import dumps
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from monitor.errors import ChannelError
from monitor.models import Message, Severity
from monitor.notify import feedfile
from monitor.notify.limits import schema_of
from monitor.notify.refusals import ACCESS_CODES, CONTENT_CODES, retry_after, status_code
from monitor.notify.settings import ChannelSettings
from monitor.notify.wire import Heard, asked_to_wait, denied, listening, refused_with, tap

if TYPE_CHECKING:
    from apprise import AppriseAsset, NotifyBase, NotifyType

CONNECT_SECONDS = 10.0
READ_SECONDS = 30.0
# One number bounds every step of an SMTP talk; a server that scans a mail before it says yes takes its time.
MAIL_SECONDS = 50.0
# Between the requests of one message to several recipients; Apprise's own 5.5 would outlast any patience.
RECIPIENT_SECONDS = 1.0
# A plugin that is asked to wait for longer would sleep, and send after we gave up on it: we wait, and it tries anew.
LONGEST_NAP = 5.0
WEB_HOOKS = frozenset({"json", "jsons", "xml", "xmls", "form", "forms"})
MAIL = frozenset({"mailto", "mailtos"})
MATRIX = frozenset({"matrix", "matrixs"})

_COLOURS = {Severity.CRITICAL: "1;31", Severity.HIGH: "31", Severity.MEDIUM: "33", Severity.LOW: "36"}


def check(settings: ChannelSettings) -> str | None:
    """What is wrong with a channel's URL, as a sentence without secrets; None when it can be used. Sends nothing."""
    schema = schema_of(settings.url)
    if schema == "webhook" and settings.hook is None:
        return f"channel {settings.name}: write webhook: https://... instead of url: webhook:https://..."
    if schema in {"terminal", "webhook"}:
        return None
    if schema == "feed":
        return feedfile.check(settings.name, _path(settings))
    if schema == "file":
        folder = _path(settings).parent
        return None if folder.is_dir() else f"channel {settings.name}: the folder {folder} does not exist"
    if not schema:
        return f"channel {settings.name}: its URL has no schema; write one such as mailtos://, slack:// or terminal:"
    if _service(settings) is None:
        return (
            f"channel {settings.name}: no service can be reached with this {schema}: URL;"
            f" compare it with Apprise's page about {schema}"
        )
    return None


def send(settings: ChannelSettings, message: Message, taken: set[str] | None = None) -> str:
    """Send, blocking until the service answers or is silent for too long. Gives where it went, without secrets; raises
    ChannelError when it was not accepted.

    `taken` names the recipients of the channel, as digests, that have the message already: they are spared, and those
    that take it now are added, whether or not others fail.
    """
    schema = schema_of(settings.url)
    if schema == "terminal":
        return _to_terminal(message)
    if schema == "file":
        return _to_file(settings, message)
    if schema == "webhook":
        sentence = check(settings) or f"channel {settings.name}: a webhook needs the running service"
        raise ChannelError("bad-url", sentence, permanent=True)
    if schema == "feed":
        return feedfile.publish(settings.name, _path(settings), message, settings.entries)
    return _to_service(settings, message, schema, set() if taken is None else taken)


def _to_terminal(message: Message) -> str:
    title, body = _printable(message.title), _printable(message.body)
    colour = _COLOURS.get(message.severity, "")
    if title and colour and sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb":
        title = f"\x1b[{colour}m{title}\x1b[0m"
    text = "\n".join(part for part in (title, body) if part) + "\n\n"
    encoding = sys.stdout.encoding or "utf-8"
    try:
        sys.stdout.write(text.encode(encoding, "replace").decode(encoding))
        sys.stdout.flush()
    except OSError as error:
        raise ChannelError("io", f"the terminal does not take output: {error.strerror}") from error
    return "terminal:"


def _printable(text: str) -> str:
    return "".join(
        char if char == "\n" or (char >= " " and not "\x7f" <= char <= "\x9f") else f"\\x{ord(char):02x}"
        for char in text
    )


def _path(settings: ChannelSettings) -> Path:
    return Path(settings.url.partition(":")[2]).expanduser()


def _to_file(settings: ChannelSettings, message: Message) -> str:
    path = _path(settings)
    record = {"ref": message.ref, "severity": message.severity.value, "title": message.title, "body": message.body}
    line = dumps(record, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            size = os.fstat(descriptor).st_size
            # A crash may have left half a line; it must not swallow this one.
            torn = size > 0 and os.pread(descriptor, 1, size - 1) != b"\n"
            os.write(descriptor, b"\n" + line if torn else line)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise ChannelError("io", f"channel {settings.name} cannot write to {path}: {error.strerror}") from error
    return f"file:{path}"


def _to_service(settings: ChannelSettings, message: Message, schema: str, taken: set[str]) -> str:
    import apprise  # noqa: PLC0415 - 0.13 s and 38 MB that `monitor check` and the parse children must not pay

    service = _service(settings)
    if service is None:
        raise ChannelError("bad-url", check(settings) or f"channel {settings.name}: bad URL", permanent=True)
    _set_patience(service, schema)
    _set_reference(service, schema, message)
    if schema in MATRIX:
        _keep_device(service, settings.name)
    caller = apprise.Apprise(asset=service.asset)
    caller.add(service)
    html = message.html if schema in MAIL else None
    with listening(message.key) as heard:
        _spare(service, taken, heard)
        result = caller.notify(
            body=html or message.body,
            title=message.title,
            notify_type=_notify_type(message.severity),
            body_format=apprise.NotifyFormat.HTML if html else apprise.NotifyFormat.TEXT,
            log_level=logging.DEBUG,
        )
    if result and not denied(heard.answers):
        return _where(service)
    error = _failure(settings, schema, [(entry.level, entry.message) for entry in result.logs()], heard)
    if not taken:
        raise error
    sentence = f"{error}; the recipients that took the message do not get it again"
    raise ChannelError("partial", sentence, permanent=error.permanent, retry_after=error.retry_after)


def _service(settings: ChannelSettings) -> "NotifyBase | None":
    import apprise  # noqa: PLC0415 - see _to_service
    import requests  # noqa: PLC0415 - see _to_service
    from apprise.plugins.email import base as mail  # noqa: PLC0415 - see _to_service

    tap(requests, mail)
    # At DEBUG these write URLs with tokens, and we need Apprise's own lines to tell refusals apart: so Apprise talks to
    # nobody but the result it returns, and what is below it stays quiet.
    ours = logging.getLogger("apprise")
    ours.propagate = False
    ours.setLevel(logging.DEBUG)
    logging.getLogger("urllib3").setLevel(logging.ERROR)
    return apprise.Apprise.instantiate(settings.url, asset=_asset())


def _asset() -> "AppriseAsset":
    import apprise  # noqa: PLC0415 - see _to_service

    return apprise.AppriseAsset(
        app_id="Threat Monitor",
        app_desc="Threat Monitor",
        app_url="",
        # Icons would be fetched from a third party by whoever reads the message.
        image_url_mask="",
        image_url_logo="",
        http_redirects=False,
        interpret_escapes=False,
        interpret_emojis=False,
        storage_mode="memory",
        allow_templates=False,
        # The caller's thread and its deadline, not a shared pool that one hanging service could fill.
        async_mode=False,
        service_timeout=0,
    )


def _set_patience(service: "NotifyBase", schema: str) -> None:
    """Apprise's 4 seconds report a slow yes as a failure, and a retry would repeat the message. `?cto=&rto=` win."""
    if service.socket_connect_timeout == type(service).socket_connect_timeout:
        service.socket_connect_timeout = MAIL_SECONDS if schema in MAIL else CONNECT_SECONDS
    if service.socket_read_timeout == type(service).socket_read_timeout:
        service.socket_read_timeout = READ_SECONDS
    service.request_rate_per_sec = min(service.request_rate_per_sec, RECIPIENT_SECONDS)
    nap = service.throttle

    def short_nap(last_io: object = None, wait: float | None = None) -> None:
        if wait is not None and wait > LONGEST_NAP:
            raise TimeoutError(f"asked to wait for {wait} s")
        nap(last_io=last_io, wait=wait)  # type: ignore[no-untyped-call]  # Apprise's base class is untyped

    service.throttle = short_nap  # type: ignore[method-assign]  # for this one send


def _spare(service: "NotifyBase", taken: set[str], heard: Heard) -> None:
    """Apprise's plugins ask before each recipient whether it has the message, and say when it took it. They keep that
    for the tries within one call; we keep it for all tries. An answer that takes its yes back took nothing."""

    def digest(key: object, per_message: bool = False) -> str:
        slot = service._slot(key, per_message)  # noqa: SLF001 - it also names the piece of a split message
        return sha256(repr(slot).encode()).hexdigest()[:16]

    def has(key: object, per_message: bool = False) -> bool:
        return digest(key, per_message) in taken

    def took(key: object, per_message: bool = False) -> None:
        if not denied(heard.answers):
            taken.add(digest(key, per_message))

    service.is_delivered = has  # type: ignore[method-assign]  # for this one send
    service.mark_delivered = took  # type: ignore[method-assign]  # as above


def _set_reference(service: "NotifyBase", schema: str, message: Message) -> None:
    """A receiver that cares can drop a repeat by this key, and a mail program puts the mails of one incident together:
    all of them answer one mail that never was."""
    headers = getattr(service, "headers", None)
    if isinstance(headers, dict) and schema in MAIL:
        headers |= {"X-Monitor-Ref": message.ref, "X-Monitor-Severity": message.severity.value}
        if message.thread:
            root = f"<{message.thread}@threat-monitor.invalid>"
            headers |= {"X-Monitor-Incident": message.thread.partition(".")[0], "References": root, "In-Reply-To": root}
    elif isinstance(headers, dict) and schema in WEB_HOOKS:
        headers["Idempotency-Key"] = message.ref


def _keep_device(service: "NotifyBase", channel: str) -> None:
    """A Matrix server knows a repeat only from the same device, and forgets the device at logout: a channel that logs
    in with a password is one device for ever. Devices that encrypt must not change their keys, so those stay as is."""
    from apprise.plugins.matrix import base as matrix  # noqa: PLC0415 - see _to_service

    encrypts = matrix.MATRIX_E2EE_SUPPORT and service.e2ee and service.secure  # type: ignore[attr-defined]  # of that plugin
    if service.user and not encrypts:
        service.device_id = f"MONITOR{sha256(channel.encode()).hexdigest()[:10].upper()}"  # type: ignore[attr-defined]  # as above
        service._logout = lambda: True  # type: ignore[attr-defined]  # noqa: SLF001 - as above


def _notify_type(severity: Severity) -> "NotifyType":
    import apprise  # noqa: PLC0415 - see _to_service

    if severity is Severity.CRITICAL:
        return apprise.NotifyType.FAILURE
    return apprise.NotifyType.WARNING if severity is Severity.HIGH else apprise.NotifyType.INFO


def _where(service: "NotifyBase") -> str:
    """Schema and masked host. Apprise's private URL still shows header values, topics and paths, which can be keys."""
    parts = urlsplit(str(service.url(privacy=True)))  # type: ignore[no-untyped-call]  # Apprise's base class is untyped
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def _failure(settings: ChannelSettings, schema: str, lines: Sequence[tuple[str, str]], heard: Heard) -> ChannelError:
    who = f"channel {settings.name} ({schema})"
    if denied(heard.answers):
        return ChannelError("server", f"{who}: the service answers that it did not take the message")
    code = refused_with(heard.answers, 429) or status_code(lines) or refused_with(heard.answers)
    if code is None:
        if any("onnection" in text and "rror" in text for level, text in lines if level != "DEBUG"):
            return ChannelError("unreachable", f"{who}: the service cannot be reached or broke the connection off")
        return ChannelError("refused", f"{who}: the service did not take the message and gave no code")
    wait = asked_to_wait(heard.answers) or retry_after(lines)
    if code in CONTENT_CODES:
        return ChannelError("content", f"{who}: the service refuses this message ({code})", permanent=True)
    if code in ACCESS_CODES:
        return ChannelError(
            "access",
            f"{who}: the service answers {code}; check its address and token, then try `monitor notify test`",
            permanent=True,
        )
    if code == 429:
        return ChannelError("busy", f"{who}: too many messages (429)", retry_after=wait)
    return ChannelError("server", f"{who}: the service answers {code}", retry_after=wait)
