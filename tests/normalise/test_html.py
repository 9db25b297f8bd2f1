import pytest

from monitor.normalise.html import to_line, to_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p><p>Two</p>", "One\nTwo"),
        ("One<br>Two<br/>Three", "One\nTwo\nThree"),
        ("<ul><li>a</li><li>b</li></ul>", "a\nb"),
        ("<p>a\n  b&nbsp;&amp;\tc</p>", "a b & c"),
        ("<p>x</p><script>alert(1)</script><style>p{}</style><p>y</p>", "x\ny"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a b"),
        ("<!-- no --><b>bold</b> and <i>not</i>", "bold and not"),
        ("5 < 6 and 7 > 3", "5 < 6 and 7 > 3"),
        ("write to <a.b@c.example> now", "write to <a.b@c.example> now"),
        ("AT&amp;T &#8217; &eacute;", "AT&T ’ é"),
        ("plain\n\n  text\r\nlines", "plain\ntext\nlines"),
        ("<svg><a xlink:href='javascript:x'>t</a></svg>after", "after"),
        ("", ""),
    ],
)
def test_html_becomes_lines_and_plain_text_survives(html: str, text: str) -> None:
    assert to_text(html) == text


def test_a_title_is_one_line_without_markup() -> None:
    assert to_line("<b>Jail</b> &lt;attack&gt;<br>\nin <script>x</script>the north") == "Jail <attack> in the north"


@pytest.mark.parametrize(
    "html", ["<div>" * 60_000 + "x", "<p " * 50_000, "<!--" * 50_000, "<p>" + "<" * 60_000, "</p" * 9]
)
def test_no_shape_of_html_is_costly_or_raises(html: str) -> None:
    assert len(to_text(html)) <= 64 * 1024


def test_html_is_read_up_to_its_limit_and_not_into_half_a_tag() -> None:
    text = to_text("<p>" + "word " * 13_105 + '<a href="x">y</a></p>')
    assert text.endswith("word")
