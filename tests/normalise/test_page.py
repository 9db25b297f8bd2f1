from monitor.normalise.page import extract

SENTENCE = "Security forces closed the road to the border town on Monday after gunmen opened fire on a patrol. "


def test_the_article_of_a_page_is_found() -> None:
    html = (
        "<html><head><title>T</title></head><body><nav><a href='/'>Home</a><a href='/x'>World</a></nav>"
        f"<article><h1>Jail</h1><p>{SENTENCE * 3}</p><p>{SENTENCE * 2}</p></article>"
        "<footer>All rights reserved</footer></body></html>"
    )
    text = extract(html, "https://a.example/1")
    assert text.count("Security forces") == 5
    assert "Home" not in text
    assert extract(html.encode(), "https://a.example/1") == text


def test_what_is_no_page_gives_nothing() -> None:
    assert extract("", "https://a.example/1") == ""
    assert extract(b"\x00\x01\x02", "https://a.example/1") == ""
