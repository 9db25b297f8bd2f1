"""Every way into the own network, times every bad address: nobody may be dialled, not even for a moment."""

import errno
import socket
from collections.abc import Callable, Sequence

import pytest
from aiohttp import AddrInfoType
from loopback import Loopback, Sentinel, names, redirect, reply

from monitor.egress import Limits
from monitor.egress.client import Egress
from monitor.errors import EgressRefused, FetchError

BAD = """
127.0.0.1 127.0.0.53 127.255.255.254 0.0.0.0 0.0.0.1 10.0.0.1 10.255.255.254 172.16.0.1 172.31.255.254 192.168.0.1
192.168.255.254 169.254.169.254 169.254.170.2 100.64.0.1 100.127.255.254 100.100.100.200 192.0.0.1 192.0.0.8 192.0.0.192
192.0.2.1 192.88.99.1 198.18.0.1 198.19.255.254 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.250 240.0.0.1
255.255.255.255 ::1 :: ::127.0.0.1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:0.0.0.0 ::ffff:10.0.0.1 ::ffff:169.254.169.254
::ffff:100.64.0.1 ::ffff:0:127.0.0.1 ::ffff:0:10.0.0.1 64:ff9b::127.0.0.1 64:ff9b::a9fe:a9fe 64:ff9b::c0a8:1
64:ff9b:1::7f00:1 64:ff9b:1:a00:1:: 2002:7f00:1:: 2002:a9fe:a9fe:: 2002:c0a8:1::1 2001::1 2001:0:7f00:1:0:0:80ff:fffe
2001:db8::1 2001:10::1 3fff::1 5f00::1 100::1 fe80::1 fe80::5efe:7f00:1 febf::1 fec0::1 feff::1 fc00::1 fd00::1
fd00:ec2::254 fdff::1 ff02::1 ff05::2 2606:4700::5efe:7f00:1 2606:4700::200:5efe:a00:1
"""
PUBLIC = "93.184.216.34"


class Wire:
    """Makes real sockets for loopback only, so that no test leaves this machine, and notes every address dialled."""

    def __init__(self) -> None:
        self.dialled: list[str] = []

    def dial(self, info: AddrInfoType) -> socket.socket:
        address = str(info[4][0])
        self.dialled.append(address)
        if address != "127.0.0.1":
            raise OSError(errno.ENETUNREACH, "no network in tests")
        return socket.socket(info[0], info[1], info[2])


def literal(address: str) -> str:
    return f"[{address}]" if ":" in address else address


def test_the_matrix_is_large_enough() -> None:
    assert len(set(BAD.split())) >= 60


@pytest.mark.parametrize("address", BAD.split())
async def test_no_way_leads_to_an_address_that_is_not_public(address: str) -> None:
    wire = Wire()
    flips = iter([[PUBLIC], [address], [PUBLIC], [address]])
    table = {"bad.test": [address], "mixed.test": [PUBLIC, address, "2606:4700::1111"], "home.test": ["127.0.0.1"]}

    def lookup(host: str) -> Sequence[str]:
        return next(flips) if host == "flips.test" else names(table)(host)

    async with Sentinel() as sentinel, Loopback() as origin:
        limits = Limits(deadline=2.0, ports=frozenset({80, sentinel.port}))
        origin.on("/literal", redirect(f"http://{literal(address)}:{sentinel.port}/"))
        origin.on("/name", redirect(f"http://bad.test:{sentinel.port}/"))
        async with Egress(limits, "test", lookup=lookup, dial=wire.dial) as egress:
            for url in (f"http://{literal(address)}", "http://bad.test", "http://mixed.test"):
                with pytest.raises(EgressRefused) as refused:
                    await egress.get(f"{url}:{sentinel.port}/")
                assert refused.value.kind in ("private-address", "bad-address")
                with pytest.raises(EgressRefused):
                    await egress.post(f"{url}:{sentinel.port}/", b"x")
            assert wire.dialled == []

            with pytest.raises(FetchError) as unreachable:  # the first answer of the name server is public
                await egress.get("http://flips.test/")
            assert unreachable.value.kind == "connect"
            with pytest.raises(EgressRefused):  # the next one is not
                await egress.get(f"http://flips.test:{sentinel.port}/")
            assert wire.dialled == [PUBLIC]

            for path in ("/literal", "/name"):
                with pytest.raises(EgressRefused):
                    await egress.get(origin.url(path, "home.test"), allow_private=True)
            assert set(wire.dialled) == {PUBLIC, "127.0.0.1"}
        assert len(origin.asked) == 2
        assert sentinel.touched == 0


@pytest.mark.parametrize(
    "host",
    [
        "127.1",
        "2130706433",
        "0x7f.1",
        "017700000001",
        "0",
        "①②⑦.⓪.⓪.①",
        "127。0。0。1",
        "localhost",
        "[::1%25lo]",
        "LOCALHOST.",
    ],
)
async def test_no_spelling_of_loopback_gets_through(host: str) -> None:
    wire = Wire()
    async with Sentinel() as sentinel:
        limits = Limits(deadline=2.0, ports=frozenset({sentinel.port}))
        async with Egress(limits, "test", lookup=names({"localhost": ["127.0.0.1"]}), dial=wire.dial) as egress:
            with pytest.raises(FetchError):
                await egress.get(f"http://{host}:{sentinel.port}/")
        assert wire.dialled == []
        assert sentinel.touched == 0


async def test_a_connection_opened_with_permission_serves_nobody_without() -> None:
    async with Loopback() as origin:
        origin.on("/", reply(200, b"intranet"))
        limits = Limits(ports=frozenset({origin.port}))
        async with Egress(limits, "test", lookup=names({"nas.test": ["127.0.0.1"]})) as egress:
            assert (await egress.get(origin.url("/", "nas.test"), allow_private=True)).body == b"intranet"
            with pytest.raises(EgressRefused) as refused:
                await egress.get(origin.url("/", "nas.test"))
            assert refused.value.kind == "private-address"
            assert (await egress.get(origin.url("/", "nas.test"), allow_private=True)).body == b"intranet"
        assert len(origin.asked) == 2
        assert origin.connections == 1


async def test_permission_covers_the_feeds_own_host_and_port_only() -> None:
    async with Sentinel() as sentinel, Loopback() as origin:
        lookup = names({"nas.test": ["127.0.0.1"], "router.test": ["127.0.0.1"]})
        origin.on("/self", redirect("/there", 301))
        origin.on("/there", reply(200, b"here"))
        origin.on("/neighbour", redirect(f"http://router.test:{origin.port}/"))
        origin.on("/other-port", redirect(f"http://nas.test:{sentinel.port}/"))
        async with Egress(Limits(), "test", lookup=lookup) as egress:
            assert (await egress.get(origin.url("/self", "nas.test"), allow_private=True)).body == b"here"
            for path in ("/neighbour", "/other-port"):
                with pytest.raises(EgressRefused) as refused:
                    await egress.get(origin.url(path, "nas.test"), allow_private=True)
                assert refused.value.kind == "bad-port"
        assert sentinel.touched == 0


@pytest.mark.parametrize("address", ["169.254.169.254", "fd00:ec2::254", "0.0.0.0", "224.0.0.1", "fe80::1"])
async def test_permission_never_covers_what_hands_out_credentials(address: str) -> None:
    wire = Wire()
    async with Egress(Limits(), "test", lookup=names({"meta.test": [address]}), dial=wire.dial) as egress:
        for host in ("meta.test", literal(address)):
            with pytest.raises(EgressRefused) as refused:
                await egress.get(f"http://{host}/latest/meta-data", allow_private=True)
            assert refused.value.kind == "bad-address"
    assert wire.dialled == []


def forged(host: str) -> Callable[[str], Sequence[str]]:
    return names({host: ["not-an-address"]})


async def test_a_name_server_that_answers_with_something_else_is_not_believed() -> None:
    async with Egress(Limits(), "test", lookup=forged("odd.test")) as egress:
        with pytest.raises(EgressRefused):
            await egress.get("http://odd.test/")


async def test_through_a_proxy_the_target_is_checked_before_and_the_proxy_may_be_private() -> None:
    async with Loopback() as proxy:
        proxy.on("*", reply(200, b"via proxy"))
        through = proxy.url("/").rstrip("/")
        async with Egress(Limits(), "test", lookup=names({})) as egress:
            answer = await egress.get("http://example.org/feed", proxy=through)
            assert answer.body == b"via proxy"
            assert [asked.target for asked in proxy.asked] == ["http://example.org/feed"]
            for target in ("127.0.0.1", "[::ffff:127.0.0.1]", "169.254.169.254", "localhost", "127.1"):
                with pytest.raises(EgressRefused):
                    await egress.get(f"http://{target}/", proxy=through)
            with pytest.raises(EgressRefused):  # and what came through the proxy opens no door for direct requests
                await egress.get(proxy.url("/"))
        assert len(proxy.asked) == 1
