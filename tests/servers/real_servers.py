"""Servers that people really run, started on loopback for a test, each with its own folder and a free port.

A context manager yields what a test needs to send to the server and to read what arrived. `missing(...)` says what
keeps a server from being started here; tests skip with that sentence. `.ci/run` installs them all.
"""

import hashlib
import hmac
import json
import mailbox
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[2]
SYNAPSE = ROOT / ".venv-synapse" / "bin" / "python"
START_SECONDS = 60.0
LOOK_SECONDS = 0.05

MAIN_CF = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
mail_owner = postfix
setgid_group = postdrop
myhostname = mail.example.org
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
smtpd_relay_restrictions = reject_unauth_destination
alias_maps =
smtpd_tls_security_level = none
virtual_mailbox_domains = example.org
virtual_mailbox_base = {folder}/mail
virtual_mailbox_maps = static:inbox/
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
"""
MASTER_CF = """
127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
anvil unix - - n - 1 anvil
error unix - - n - - error
virtual unix - n n - - virtual
postlog unix-dgram n - n - 1 postlogd
"""
HOMESERVER = """
server_name: localhost
pid_file: {folder}/pid
report_stats: false
listeners: [{{port: {port}, type: http, bind_addresses: ['127.0.0.1'], resources: [{{names: [client]}}]}}]
database: {{name: sqlite3, args: {{database: '{folder}/homeserver.db'}}}}
media_store_path: {folder}/media
signing_key_path: {folder}/signing.key
log_config: {folder}/log.yaml
trusted_key_servers: []
registration_shared_secret: {secret}
macaroon_secret_key: {secret}
form_secret: {secret}
"""
LOG = """
version: 1
handlers: {{file: {{class: logging.FileHandler, filename: '{folder}/log'}}}}
root: {{level: WARNING, handlers: [file]}}
"""


def missing(server: str) -> str:
    """Why a server cannot be started here; "" when it can."""
    if server == "synapse":
        return "" if SYNAPSE.exists() else "Synapse is not installed in .venv-synapse: see .ci/run"
    if shutil.which(server, path=f"{os.environ.get('PATH', '')}:/usr/sbin") is None:
        return f"{server} is not installed: see .ci/run"
    if server == "postfix" and os.geteuid() != 0:
        return "postfix can only be started by root"
    return ""


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def until(condition: Callable[[], object], seconds: float = START_SECONDS) -> None:
    """Wait for it, but not for ever."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"nothing within {seconds} s"
        time.sleep(LOOK_SECONDS)


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def running(command: list[str], port: int, **options: object) -> Iterator[subprocess.Popen[bytes]]:
    """The process, once it listens; afterwards it is gone."""
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True, **options)  # type: ignore[call-overload]
    try:
        until(lambda: listens(port) or process.poll() is not None)
        assert process.poll() is None, f"{command[0]} ended at its start with {process.returncode}"
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@dataclass(frozen=True)
class Postfix:
    """A mail server that puts everything for example.org into one Maildir."""

    port: int
    folder: Path

    def mails(self) -> list[EmailMessage]:
        inbox = self.folder / "mail" / "inbox"
        if not (inbox / "new").exists():
            return []
        box = mailbox.Maildir(inbox, factory=None, create=False)
        parser = BytesParser(policy=default)
        return [parser.parsebytes(box.get_bytes(key)) for key in box.keys()]  # type: ignore[misc]  # noqa: SIM118 - a mailbox is no dict


@contextmanager
def postfix() -> Iterator[Postfix]:
    # Postfix' own user must be able to enter, so this cannot lie in a test's private folder.
    with tempfile.TemporaryDirectory(prefix="postfix-") as name:
        folder, port, nobody = Path(name), free_port(), pwd.getpwnam("nobody")
        folder.chmod(0o755)
        for part in ("conf", "queue", "data", "mail"):
            (folder / part).mkdir()
        shutil.chown(folder / "data", "postfix")
        shutil.chown(folder / "mail", "nobody")
        values = {"folder": folder, "port": port, "uid": nobody.pw_uid, "gid": nobody.pw_gid}
        (folder / "conf" / "main.cf").write_text(MAIN_CF.format(**values), "ascii")
        (folder / "conf" / "master.cf").write_text(MASTER_CF.format(**values), "ascii")
        command = ["/usr/sbin/postfix", "-c", str(folder / "conf")]
        with (folder / "start").open("wb") as log, running([*command, "start-fg"], port, stdout=log, stderr=log):
            try:
                yield Postfix(port, folder)
            finally:
                subprocess.run([*command, "stop"], check=False, capture_output=True)


@contextmanager
def mosquitto() -> Iterator[int]:
    """An MQTT broker; gives its port."""
    with tempfile.TemporaryDirectory(prefix="mosquitto-") as name:
        port, settings = free_port(), Path(name) / "mosquitto.conf"
        settings.write_text(f"listener {port} 127.0.0.1\nallow_anonymous true\n", "ascii")
        command = shutil.which("mosquitto", path="/usr/sbin:/usr/bin:/usr/local/sbin") or "mosquitto"
        with running([command, "-c", str(settings)], port, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
            yield port


@dataclass(frozen=True)
class Synapse:
    """A Matrix server with one user (`desk`, `password`), who is in one room."""

    port: int
    room: str
    token: str

    @property
    def url(self) -> str:
        return f"matrix://desk:password@127.0.0.1:{self.port}/{quote(self.room, safe='')}?hsreq=no"

    def messages(self) -> list[str]:
        """What was said in the room, oldest first."""
        path = f"/_matrix/client/v3/rooms/{quote(self.room)}/messages?dir=f&limit=100"
        said = _ask(self.port, path, token=self.token)["chunk"]
        assert isinstance(said, list)
        return [event["content"]["body"] for event in said if event["type"] == "m.room.message"]


@contextmanager
def synapse() -> Iterator[Synapse]:
    with tempfile.TemporaryDirectory(prefix="synapse-") as name:
        folder, port, secret = Path(name), free_port(), "only-for-this-test"
        values = {"folder": folder, "port": port, "secret": secret}
        (folder / "homeserver.yaml").write_text(HOMESERVER.format(**values), "ascii")
        (folder / "log.yaml").write_text(LOG.format(**values), "ascii")
        command = [str(SYNAPSE), "-m", "synapse.app.homeserver", "-c", str(folder / "homeserver.yaml")]
        subprocess.run([*command, "--generate-keys"], check=True, capture_output=True)
        with running(command, port, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
            token = _register(port, secret)
            room = _ask(port, "/_matrix/client/v3/createRoom", {"name": "desk", "preset": "private_chat"}, token)
            yield Synapse(port, str(room["room_id"]), token)


def _register(port: int, secret: str) -> str:
    path = "/_synapse/admin/v1/register"
    nonce = str(_ask(port, path)["nonce"])
    said = b"\0".join((nonce.encode(), b"desk", b"password", b"notadmin"))
    mac = hmac.new(secret.encode(), said, hashlib.sha1).hexdigest()
    account = {"nonce": nonce, "username": "desk", "password": "password", "admin": False, "mac": mac}
    return str(_ask(port, path, account)["access_token"])


def _ask(port: int, path: str, body: dict[str, object] | None = None, token: str = "") -> dict[str, object]:
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", data, headers)
    with urllib.request.urlopen(request, timeout=30) as answer:
        found = json.load(answer)
    assert isinstance(found, dict)
    return found
