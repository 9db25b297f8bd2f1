"""Which IP addresses we connect to.

The standard library's `is_private` and `is_global` are no guard: they disagree between Python versions, and call
several ways to write 127.0.0.1 inside an IPv6 address global. The lists here are spelled out instead, and say the same
everywhere.
"""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Literal

Verdict = Literal["public", "private", "refused"]


class AddressRefusedError(OSError):
    """An address that must not be dialled. It is an OSError so that the connector reports it like any failed connect.

    `private` is True where the owner of a feed could allow it.
    """

    def __init__(self, address: str, *, private: bool) -> None:
        super().__init__(f"{address} is not an address we connect to")
        self.address = address
        self.private = private


def _v4(networks: Iterable[str]) -> tuple[tuple[int, int], ...]:
    return tuple((int(net.network_address), int(net.netmask)) for net in map(IPv4Network, networks))


def _v6(networks: Iterable[str]) -> tuple[tuple[int, int], ...]:
    return tuple((int(net.network_address), int(net.netmask)) for net in map(IPv6Network, networks))


# Machines that hand out credentials to whoever asks from inside: never, whatever a feed's owner allows.
_V4_METADATA = _v4(["100.100.100.200/32", "192.0.0.192/32", "169.254.0.0/16"])
_V6_METADATA = _v6(["fd00:ec2::/32", "fd20:ce::/32"])

_V4_PRIVATE = _v4(["10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"])
_V4_REFUSED = _v4(
    [
        "0.0.0.0/8",  # "this network": reaches our own machine on Linux
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    ]
)
_V6_PRIVATE = _v6(["::1/128", "fc00::/7"])
_V6_GLOBAL = _v6(["2000::/3"])
_V6_REFUSED = _v6(
    [
        "2001::/23",  # protocol assignments, Teredo among them
        "2001:db8::/32",
        "2002::/16",  # 6to4: any IPv4 address in disguise
        "3fff::/20",
    ]
)
_MAPPED = _v6(["::ffff:0:0/96", "64:ff9b::/96"])  # IPv4 as IPv6 sockets see it, and as DNS64 hands it out
_ISATAP = (0x0000_5EFE, 0x0200_5EFE)  # interface identifiers that tunnel to the IPv4 address in the last 32 bits


def verdict(address: str) -> Verdict:
    """Whether `address` (a literal, with or without zone) is public, private, or one that nobody should dial."""
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return "refused"
    return _of_v4(int(ip)) if isinstance(ip, IPv4Address) else _of_v6(ip)


def check(address: str, *, allow_private: bool) -> None:
    """Raise AddressRefusedError unless `address` may be dialled."""
    found = verdict(address)
    if found != "public" and not (found == "private" and allow_private):
        raise AddressRefusedError(address, private=found == "private")


def check_named(host: str, *, allow_private: bool) -> None:
    """Raise AddressRefusedError where the name alone says that it may not be dialled; for hosts that others resolve."""
    try:
        ip_address(host.partition("%")[0])
    except ValueError:
        name = host.rstrip(".").lower()
        if not allow_private and (name == "localhost" or name.endswith((".localhost", ".local", ".internal"))):
            raise AddressRefusedError(host, private=True) from None
        return
    check(host, allow_private=allow_private)


def _within(number: int, networks: tuple[tuple[int, int], ...]) -> bool:
    return any(number & mask == base for base, mask in networks)


def _of_v4(number: int) -> Verdict:
    if _within(number, _V4_METADATA) or _within(number, _V4_REFUSED):
        return "refused"
    return "private" if _within(number, _V4_PRIVATE) else "public"


def _of_v6(ip: IPv6Address) -> Verdict:
    number = int(ip)
    if _within(number, _MAPPED):
        return _of_v4(number & 0xFFFF_FFFF)
    if _within(number, _V6_METADATA):
        return "refused"
    if _within(number, _V6_PRIVATE):
        return "private"
    if not _within(number, _V6_GLOBAL) or _within(number, _V6_REFUSED):
        return "refused"
    return "refused" if (number >> 32) & 0xFFFF_FFFF in _ISATAP else "public"
