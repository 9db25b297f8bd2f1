"""What one request, one host and the whole process may use."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes are bytes, times are seconds.

    `deadline` covers one request whole: name lookup, connecting, redirects, headers and body. `wire` caps the body as
    sent, `decoded` after decompression. A body above `large_above` must hold one of `large` places, so that memory
    stays bounded however many servers send much at once. `suspect` is the lane of feeds that failed last time, `post`
    the one of what we send. `idle` caps the connections kept open for `keepalive` without anybody waiting for them.
    """

    deadline: float = 30.0
    wire: int = 5_000_000
    decoded: int = 10_000_000
    headers: int = 64 * 1024
    hops: int = 5
    ports: frozenset[int] = frozenset({80, 443, 8080, 8443})
    per_host: int = 2
    concurrency: int = 256
    suspect: int = 48
    post: int = 16
    large: int = 8
    large_above: int = 1_000_000
    idle: int = 100
    keepalive: float = 5.0
    name_threads: int = 64
