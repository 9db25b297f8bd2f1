import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.egress.addresses import AddressRefusedError, check, check_named, verdict

PRIVATE = """
10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.254 127.0.0.1 127.255.255.255 172.16.0.1 172.31.255.255 192.168.0.1
::1 fc00::1 fd00::1 fdff:ffff::1 ::ffff:127.0.0.1 ::ffff:10.1.2.3 ::ffff:7f00:1 64:ff9b::7f00:1 64:ff9b::10.0.0.1
::ffff:192.168.1.1 ::1%lo
"""
REFUSED = """
0.0.0.0 0.1.2.3 169.254.169.254 169.254.0.1 192.0.0.1 192.0.0.8 192.0.0.192 192.0.2.1 192.88.99.1 198.18.0.1
198.19.255.255 198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255 100.100.100.200
:: ::127.0.0.1 ::8.8.8.8 ::ffff:0:127.0.0.1 ::ffff:0:8.8.8.8 ::ffff:169.254.169.254 ::ffff:0.0.0.0
64:ff9b::a9fe:a9fe 64:ff9b:1::7f00:1 64:ff9b:1::808:808 2002:7f00:1:: 2002:808:808::1 2001::1
2001:0:7f00:1:0:0:80ff:fffe 2001:db8::1 2001:10::1 2001:20::1 3fff::1 3fff:fff::1 5f00::1 100::1 fe80::1 fe80::1%eth0
febf::1 fec0::1 feff::1 ff02::1 ff0e::1 fd00:ec2::254 2606:4700::5efe:7f00:1 2606:4700::200:5efe:a00:1 4000::1 e000::1
"""
PUBLIC = """
8.8.8.8 1.1.1.1 93.184.216.34 100.63.255.255 100.128.0.1 172.15.0.1 172.32.0.1 192.0.1.1 198.17.0.1 198.20.0.1
223.255.255.255 2606:4700:4700::1111 2a00:1450:4001::64 2001:200::1 2001:4860:4860::8888 ::ffff:8.8.8.8 64:ff9b::808:808
"""


@pytest.mark.parametrize("address", PRIVATE.split())
def test_private_addresses_need_permission(address: str) -> None:
    assert verdict(address) == "private"
    check(address, allow_private=True)
    with pytest.raises(AddressRefusedError):
        check(address, allow_private=False)


@pytest.mark.parametrize("address", [*REFUSED.split(), "", "localhost", "127.1", "1.2.3.4.5"])
def test_what_is_neither_public_nor_private_is_refused_even_with_permission(address: str) -> None:
    assert verdict(address) == "refused"
    with pytest.raises(AddressRefusedError):
        check(address, allow_private=True)


@pytest.mark.parametrize("address", PUBLIC.split())
def test_public_addresses_pass_also_as_ipv6_writes_them(address: str) -> None:
    assert verdict(address) == "public"
    check(address, allow_private=False)


@given(st.ip_addresses())
def test_no_address_is_public_that_the_standard_library_knows_not_to_be(
    ip: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    if verdict(str(ip)) == "public":
        inner = getattr(ip, "ipv4_mapped", None) or ip
        kinds = ("is_private", "is_loopback", "is_link_local", "is_multicast", "is_unspecified")
        assert not [kind for kind in kinds if getattr(inner, kind)]


@given(st.ip_addresses(v=4))
def test_an_address_has_the_same_verdict_in_its_ipv6_disguise(ip: ipaddress.IPv4Address) -> None:
    assert verdict(f"::ffff:{ip}") == verdict(f"64:ff9b::{ip}") == verdict(str(ip))


@pytest.mark.parametrize(
    "name", ["localhost", "LOCALHOST.", "a.localhost", "printer.local", "metadata.google.internal"]
)
def test_names_of_this_machine_and_network_are_known_before_a_proxy_resolves_them(name: str) -> None:
    with pytest.raises(AddressRefusedError):
        check_named(name, allow_private=False)
    check_named("example.org", allow_private=False)
