import pytest
from yarl import URL

from monitor.egress.urls import check_port, keeps_trust, read_redirect, read_url
from monitor.errors import EgressRefused


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("http://169.254.169.254:80\\@example.com/", "bad-url"),
        ("http://example.com\\@127.0.0.1/", "bad-url"),
        ("http://user:pass@example.com/", "bad-url"),
        ("http://user@example.com/", "bad-url"),
        ("http://@example.com/", "bad-url"),
        ("http://example.com/a b", "bad-url"),
        ("http://example.com/\r\nHost: evil", "bad-url"),
        ("http://example.com/\x00", "bad-url"),
        ("http://example.com/\u2028", "bad-url"),
        ("http://exa\u00a0mple.com/", "bad-url"),
        (" http://example.com/", "bad-url"),
        ("http://[::1", "bad-url"),
        ("http://example.com:99999/", "bad-url"),
        ("http:///path", "bad-url"),
        ("http://" + "a" * 9000, "bad-url"),
        ("//example.com/", "bad-scheme"),
        ("example.com/feed", "bad-scheme"),
        ("file:///etc/passwd", "bad-scheme"),
        ("ftp://example.com/", "bad-scheme"),
        ("gopher://example.com/", "bad-scheme"),
        ("data:text/xml,x", "bad-scheme"),
        ("source:file:///etc/passwd", "bad-scheme"),
        ("javascript:alert(1)", "bad-scheme"),
        ("http://127.1/", "bad-address"),
        ("http://2130706433/", "bad-address"),
        ("http://0x7f.1/", "bad-address"),
        ("http://0x7f000001/", "bad-address"),
        ("http://017700000001/", "bad-address"),
        ("http://0177.0.0.1/", "bad-address"),
        ("http://0/", "bad-address"),
        ("http://1.2.3.4.5/", "bad-address"),
        ("http://127.0.0.1./", "bad-address"),
    ],
)
def test_urls_that_are_not_plainly_one_web_address_are_refused(text: str, kind: str) -> None:
    with pytest.raises(EgressRefused) as refused:
        read_url(text)
    assert refused.value.kind == kind


def test_a_password_in_a_refused_url_is_not_repeated() -> None:
    with pytest.raises(EgressRefused) as refused:
        read_url("http://user:canary@example.com/")
    assert "canary" not in str(refused.value)


@pytest.mark.parametrize("text", ["http://①②⑦.⓪.⓪.①/", "http://127。0。0。1/"])
def test_digits_in_disguise_are_read_as_the_address_they_are(text: str) -> None:
    assert read_url(text).host == "127.0.0.1"


def test_a_fragment_is_left_out_and_everything_else_kept() -> None:
    assert read_url("https://مثال.example/a%20b?q=1#part").raw_host == "xn--mgbh0fb.example"
    assert str(read_url("https://example.org/a%20b?q=%2F#part")) == "https://example.org/a%20b?q=/"


@pytest.mark.parametrize("port", [22, 25, 6379, 8081])
def test_ports_of_other_services_are_refused(port: int) -> None:
    with pytest.raises(EgressRefused, match=f"port {port}"):
        check_port(read_url(f"http://example.org:{port}/"), frozenset({80, 443}))


@pytest.mark.parametrize(
    ("location", "kind"),
    [
        ("http://example.org/", "downgrade"),
        ("file:///etc/passwd", "bad-scheme"),
        ("//evil\\@example.org/", "bad-redirect"),
        ("/a b", "bad-redirect"),
        ("", "bad-redirect"),
        (None, "bad-redirect"),
        ("http://[", "bad-redirect"),
        ("https://u:p@example.org/", "bad-url"),
        ("https://2130706433/", "bad-address"),
    ],
)
def test_redirects_that_lead_astray_are_refused(location: str | None, kind: str) -> None:
    with pytest.raises(EgressRefused) as refused:
        read_redirect(URL("https://example.org/feed"), location)
    assert refused.value.kind == kind


def test_a_relative_redirect_is_read_against_where_it_stands() -> None:
    assert str(read_redirect(URL("https://example.org/a/feed"), "../b?x=1")) == "https://example.org/b?x=1"
    assert str(read_redirect(URL("https://example.org/a"), "//cdn.example/b")) == "https://cdn.example/b"


@pytest.mark.parametrize(
    ("here", "there", "kept"),
    [
        ("https://a.example/x", "https://a.example/y", True),
        ("http://a.example/x", "https://a.example/x", True),
        ("https://a.example/x", "https://b.a.example/x", False),
        ("https://a.example/x", "https://a.example:8443/x", False),
        ("http://a.example:8080/x", "https://a.example/x", False),
    ],
)
def test_credentials_follow_only_within_their_origin_or_its_upgrade(here: str, there: str, kept: bool) -> None:
    assert keeps_trust(URL(here), URL(there)) is kept
