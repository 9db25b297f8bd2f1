"""Decompression with the cap inside: a bomb is noticed while it opens, not after."""

import zlib
from collections.abc import Iterator
from typing import Protocol

from monitor.errors import FetchError

_PIECE = 256 * 1024
_MEMBERS = 64  # a gzip file may be several, one after the other; nobody needs many
_GZIP_MAGIC = b"\x1f\x8b"


class Decoder(Protocol):
    """Turns the chunks of a body as sent into pieces of at most 256 KB as meant."""

    def pieces(self, chunk: bytes) -> Iterator[bytes]:
        """Decode one chunk; raises FetchError `bad-encoding`."""
        ...

    def complete(self) -> bool:
        """Whether the stream has come to its own end."""
        ...


class Plain:
    """A body that is sent as it is."""

    def pieces(self, chunk: bytes) -> Iterator[bytes]:
        """Give the chunk itself."""
        yield chunk

    def complete(self) -> bool:
        """Give True: the transfer says whether all of it came."""
        return True


class Gzip:
    """gzip, several members allowed; what follows the last one is ignored, as browsers do."""

    def __init__(self) -> None:
        self._inflate = zlib.decompressobj(31)
        self._members = 1
        self._fed = False
        self._held = b""
        self._ended = False

    def pieces(self, chunk: bytes) -> Iterator[bytes]:
        """Decode one chunk."""
        self._fed = True
        chunk, self._held = self._held + chunk, b""
        while chunk and not self._ended:
            if self._inflate.eof:
                if len(chunk) == 1 and _GZIP_MAGIC.startswith(chunk):
                    self._held = chunk
                    return
                self._ended = not chunk.startswith(_GZIP_MAGIC) or self._members == _MEMBERS
                if self._ended:
                    return
                self._inflate = zlib.decompressobj(31)
                self._members += 1
            yield from _inflate(self._inflate, chunk)
            chunk = self._inflate.unused_data

    def complete(self) -> bool:
        """Whether the last member ended, or nothing was sent at all."""
        return self._inflate.eof or not self._fed


class Deflate:
    """deflate: with the zlib header that the standard asks for, or without, as some servers send it."""

    def __init__(self) -> None:
        self._inflate: zlib._Decompress | None = None
        self._head = b""

    def pieces(self, chunk: bytes) -> Iterator[bytes]:
        """Decode one chunk."""
        if self._inflate is None:
            self._head += chunk
            if len(self._head) < 2:
                return
            chunk = self._head
            has_header = chunk[0] & 0x0F == 8 and int.from_bytes(chunk[:2], "big") % 31 == 0
            self._inflate = zlib.decompressobj(15 if has_header else -15)
        if not self._inflate.eof:
            yield from _inflate(self._inflate, chunk)

    def complete(self) -> bool:
        """Whether the stream ended, or nothing was sent at all."""
        return self._inflate.eof if self._inflate is not None else not self._head


def decoder_for(content_encoding: str, host: str) -> Decoder:
    """Choose by the Content-Encoding header ("" when there is none); raises FetchError `bad-encoding`."""
    layers = [layer for layer in (part.strip().lower() for part in content_encoding.split(",")) if layer]
    layers = [layer for layer in layers if layer != "identity"]
    if not layers:
        return Plain()
    if len(layers) > 1:
        raise FetchError("bad-encoding", f"{host} sent a body that is compressed {len(layers)} times over")
    if layers[0] in ("gzip", "x-gzip"):
        return Gzip()
    if layers[0] == "deflate":
        return Deflate()
    raise FetchError("bad-encoding", f"{host} sent a body compressed as {layers[0][:20]!r}, which nobody asked for")


def _inflate(inflate: "zlib._Decompress", chunk: bytes) -> Iterator[bytes]:
    while True:
        try:
            piece = inflate.decompress(chunk, _PIECE)
        except zlib.error as exc:
            raise FetchError("bad-encoding", "the compressed body is damaged") from exc
        if piece:
            yield piece
        chunk = inflate.unconsumed_tail
        if inflate.eof or (not chunk and len(piece) < _PIECE):
            return
