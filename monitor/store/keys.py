"""The installation's own key: made once, kept in the data folder, readable by its owner only.

It signs links in messages. Removing the file makes a new one at the next start, and every link sent so far ends. It is
no part of backups: links live for days only.
"""

import os
import secrets
from pathlib import Path

from monitor.errors import StoreError
from monitor.store.folder import sync_folder

FILE = "links.key"
_BYTES = 32


def link_key(folder: Path) -> bytes:
    """The key of this data folder; made when there is none. Raises StoreError when it can neither be read nor made."""
    path = folder / FILE
    try:
        return _read(path) or _make(path)
    except OSError as error:
        raise StoreError(
            f"cannot read or make {path}: {error.strerror}. Correct its rights, or remove it for a new one."
        ) from error


def _read(path: Path) -> bytes | None:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    except FileNotFoundError:
        return None
    try:
        if os.fstat(descriptor).st_mode & 0o077:
            os.fchmod(descriptor, 0o600)
        text = os.read(descriptor, 200)
    finally:
        os.close(descriptor)
    try:
        key = bytes.fromhex(text.decode("ascii").strip())
    except ValueError:
        key = b""
    if len(key) != _BYTES:
        raise StoreError(f"{path} holds no key of {_BYTES} bytes. Remove it: a new one is made at the next start.")
    return key


def _make(path: Path) -> bytes:
    """Written whole under another name first: a kill in between leaves no half key."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        os.write(descriptor, secrets.token_bytes(_BYTES).hex().encode("ascii") + b"\n")
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    try:
        # A link, not a rename: of two programs that start together, the first one's key stays.
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink(missing_ok=True)
    sync_folder(path.parent)
    key = _read(path)
    if key is None:
        raise StoreError(f"{path} vanished while it was made. Start again.")
    return key
