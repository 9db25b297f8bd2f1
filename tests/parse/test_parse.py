import gzip

import pytest

from monitor.errors import ParseError
from monitor.models import ParsedFeed
from monitor.parse import parse

URL = "https://news.example/feeds/all.xml"
ITEM = "<item><title>One</title><guid>1</guid><link>/a/1</link><pubDate>Mon, 05 Aug 2024 10:00:00 GMT</pubDate></item>"


def rss(items: str, prolog: str = '<?xml version="1.0"?>') -> str:
    return f'{prolog}<rss version="2.0"><channel><title>T</title>{items}</channel></rss>'


def read(text: str | bytes, **headers: str) -> ParsedFeed:
    body = text if isinstance(text, bytes) else text.encode()
    return parse(body, {name.replace("_", "-"): value for name, value in headers.items()}, URL)


def refusal(body: str | bytes) -> ParseError:
    with pytest.raises(ParseError) as caught:
        read(body)
    return caught.value


def test_an_rss_item_keeps_its_fields_and_its_link_is_made_absolute() -> None:
    feed = read(rss(ITEM))
    (item,) = feed.items
    assert (feed.title, feed.format, feed.total, feed.defect) == ("T", "rss20", 1, None)
    assert (item.title, item.guid, item.link) == ("One", "1", "https://news.example/a/1")
    assert item.published_at == 1722852000
    assert item.published == "Mon, 05 Aug 2024 10:00:00 GMT"


def test_an_atom_entry_keeps_its_fields_and_its_base() -> None:
    feed = read(
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ar" xml:base="https://other.example/x/"><title>T</title>'
        '<entry><title type="html">A &amp;amp; B</title><id>tag:1</id><link href="y"/><category term="war"/>'
        "<author><name>Ann</name></author><updated>2024-08-05T10:00:00Z</updated>"
        '<summary>short</summary><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>long body</p></div>'
        "</content></entry></feed>"
    )
    (item,) = feed.items
    assert (feed.language, feed.format) == ("ar", "atom10")
    assert (item.title, item.link, item.guid) == ("A &amp; B", "https://other.example/x/y", "tag:1")
    assert (item.author, item.tags, item.updated_at, item.summary) == ("Ann", ("war",), 1722852000, "short")
    assert "<p>long body</p>" in item.content


def test_rdf_and_rss_091_with_a_doctype_are_read() -> None:
    rdf = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
        "<channel><title>T</title></channel><item><title>R</title><link>http://a.example/</link></item></rdf:RDF>"
    )
    old = '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://my.netscape.com/rss-0.91.dtd">' + rss(ITEM, "")
    assert read(rdf).items[0].title == "R"
    assert read(old).items[0].title == "One"


@pytest.mark.parametrize(
    ("body", "kind", "says"),
    [
        ("", "empty", "empty"),
        (" \n", "empty", "empty"),
        ("<!DOCTYPE html><html><body><rss></rss></body></html>", "web-page", "web page"),
        ("<html><head><title>Log in</title></head></html>", "login", "login page"),
        ("<urlset><url><loc>x</loc></url></urlset>", "not-a-feed", "<urlset>"),
        ("Not found", "not-a-feed", "plain text"),
        ('{"error": "no"}', "not-a-feed", "JSON"),
        ('["a"]', "not-a-feed", "JSON"),
        ("{broken", "unreadable", "JSON"),
        (b"PK\x03\x04rest", "binary", "zip"),
        (b"%PDF-1.7", "binary", "PDF"),
        (gzip.compress(rss(ITEM).encode()), "binary", "gzip"),
        (bytes(500) + b"x", "binary", "binary"),
    ],
)
def test_what_is_no_feed_is_refused_in_words_a_person_understands(body: str | bytes, kind: str, says: str) -> None:
    error = refusal(body)
    assert error.kind == kind
    assert says in str(error)


ARABIC = "هجوم على سجن غويران وفرار عشرات المقاتلين من التنظيم"
CYRILLIC = "нападение на тюрьму и побег десятков боевиков из города"


@pytest.mark.parametrize(
    ("title", "codec", "declared", "header"),
    [
        (ARABIC, "utf-8", "", ""),
        (ARABIC, "utf-8", "windows-1256", "text/xml; charset=windows-1256"),
        (ARABIC, "utf-8", "", "text/xml; charset=iso-8859-1"),
        (ARABIC, "windows-1256", "windows-1256", "text/xml"),
        (ARABIC, "windows-1256", "windows-1256", "text/xml; charset=utf-8"),
        (ARABIC, "windows-1256", "windows-1256", "text/xml; charset=iso-8859-1"),
        (ARABIC, "windows-1256", "", "text/xml; charset=windows-1256"),
        (ARABIC, "windows-1256", "utf-8", "text/xml; charset=utf-8"),
        (ARABIC, "windows-1256", "", ""),
        (ARABIC, "iso-8859-6", "iso-8859-6", ""),
        (ARABIC, "utf-16", "utf-16", ""),
        (ARABIC, "utf-16-le", "", ""),
        (ARABIC, "utf-8-sig", "windows-1251", "text/xml; charset=windows-1251"),
        (CYRILLIC, "windows-1251", "windows-1251", "text/xml"),
        (CYRILLIC, "windows-1251", "", ""),
        (CYRILLIC, "koi8-r", "koi8-r", ""),
        ("Diyarbakır'da çatışma şiddetlendi", "windows-1254", "iso-8859-9", ""),
        ("attaque à l’école “été”", "windows-1252", "iso-8859-1", ""),
        ("监狱遭袭", "gb18030", "gb2312", ""),
    ],
)
def test_keywords_survive_every_charset_and_wrong_claims_about_it(
    title: str, codec: str, declared: str, header: str
) -> None:
    prolog = f'<?xml version="1.0" encoding="{declared}"?>' if declared else '<?xml version="1.0"?>'
    body = rss(ITEM.replace("One", title), prolog).encode(codec)
    assert parse(body, {"content-type": header}, URL).items[0].title == title


@pytest.mark.parametrize("codec", ["punycode", "undefined", "zlib_codec", "utf-7", "rot13", "unicode_escape", "x" * 30])
def test_codecs_that_make_no_text_are_not_used(codec: str) -> None:
    assert read(rss(ITEM, f'<?xml version="1.0" encoding="{codec}"?>')).items[0].title == "One"


def test_broken_bytes_are_replaced_and_said() -> None:
    feed = read(rss(ITEM.replace("One", ARABIC)).encode() + b"<!-- \xff -->")
    assert feed.items[0].title == ARABIC
    assert "not valid UTF-8" in str(feed.defect)


def test_entities_of_html_are_letters_and_those_of_the_document_are_nothing() -> None:
    title = "a&nbsp;&mdash;&eacute; &lt;b&gt; &amp; AT&AMP;T"
    assert read(rss(ITEM.replace("One", title))).items[0].title == "a\xa0—é <b> & AT&T"
    bomb = '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
    feed = read(bomb + rss(ITEM.replace("One", "x &b; &c; y"), ""))
    assert "aaaa" not in feed.items[0].title
    assert "root" not in feed.items[0].title
    assert "not expanded" in str(feed.defect)


@pytest.mark.parametrize("hidden", ["\x00", "\x08", "&#0;", "&#8;", "&#xD800;", "&#x000B;", "&#57343;", "&#1114112;"])
def test_what_no_store_can_hold_is_scrubbed(hidden: str) -> None:
    feed = read(rss(ITEM.replace("One", f"O{hidden}ne")))
    assert (feed.items[0].title, feed.defect) == ("One", None)


def test_references_that_are_letters_are_kept() -> None:
    assert read(rss(ITEM.replace("One", "&#x0024;&#0036;&#1587;&#x1F600;"))).items[0].title == "$$س😀"


@pytest.mark.parametrize("cut", [-10, 1, 60])
def test_a_feed_that_is_cut_off_keeps_its_whole_entries_and_says_so(cut: int) -> None:
    whole = rss(ITEM + ITEM.replace("One", "Two").replace(">1<", ">2<"))
    feed = read(whole[: whole.index("Two") + cut])
    assert [item.title for item in feed.items] == ["One"]
    assert "cut off" in str(feed.defect)


def test_markup_that_is_not_well_formed_is_read_and_said() -> None:
    feed = read(rss(ITEM.replace("One", "Fish & <b>chips")))
    assert feed.items[0].title.startswith("Fish &")
    assert "not well-formed" in str(feed.defect)


def test_what_a_server_adds_before_and_after_does_no_harm() -> None:
    feed = read("<br />\n<b>Warning</b>: a function failed<br />" + rss(ITEM) + "<p>cached</p>")
    assert feed.items[0].title == "One"
    assert "before the feed" in str(feed.defect)


def test_only_the_newest_items_are_kept_and_the_rest_are_counted() -> None:
    dated = [
        f"<item><title>{n}</title><guid>{n}</guid><pubDate>{n % 28 + 1:02} Aug {1000 + n} 10:00:00 GMT</pubDate></item>"
        for n in range(700)
    ]
    feed = read(rss("".join(dated)))
    assert feed.total == 700
    assert [item.title for item in feed.items] == [str(n) for n in range(200, 700)]


def test_of_very_many_entries_both_ends_are_read() -> None:
    feed = read(rss("".join(f"<item><title>{n}</title><guid>{n}</guid></item>" for n in range(50_000))))
    assert (feed.total, len(feed.items), feed.items[0].title) == (50_000, 500, "0")


def test_fields_have_limits() -> None:
    big = "x" * 500_000
    tags = "".join(f"<category>{n}</category>" for n in range(100))
    (item,) = read(
        rss(
            f"<item><title>{big}</title><guid>{big}</guid><link>http://a.example/{big}</link><description>{big}</description>{tags}</item>"
        )
    ).items
    assert (len(item.title), len(item.summary), item.link, len(item.tags)) == (1024, 204_800, "", 20)
    assert item.guid.startswith("blake2b:")


def test_a_guid_that_is_no_address_is_not_taken_for_a_link() -> None:
    assert read(rss("<item><title>x</title><guid>abc123</guid></item>")).items[0].link == ""
    assert (
        read(rss("<item><title>x</title><guid>http://a.example/1</guid></item>")).items[0].link == "http://a.example/1"
    )


def test_links_of_other_schemes_are_dropped() -> None:
    assert read(rss("<item><title>x</title><link>javascript:alert(1)</link></item>")).items[0].link == ""


@pytest.mark.parametrize(
    "shape",
    [
        "<item " + " ".join(f'a{n}="x"' for n in range(1000)) + "><title>x</title></item>",
        "<item " + " ".join(f"a{n}='>'" for n in range(1000)) + "><title>x</title></item>",
        "".join(f'<a{n}:x xmlns:a{n}="u{n}"/>' for n in range(1000)),
    ],
)
def test_shapes_made_to_be_costly_are_refused_before_any_parser(shape: str) -> None:
    assert refusal(rss(shape)).kind == "hostile"


def test_an_endless_author_costs_the_item_nothing() -> None:
    (item,) = read(rss("<item><title>x</title><author>a@" + "a." * 16_000 + "!</author></item>")).items
    assert item.title == "x"
    assert len(item.author) <= 256


def test_blank_lines_after_the_declaration_cost_nothing() -> None:
    assert read('<?xml version="1.0"?>' + "\n" * 80_000 + rss(ITEM, "")).items[0].title == "One"
