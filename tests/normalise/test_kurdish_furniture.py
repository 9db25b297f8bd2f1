"""What Sorani and Kurmanji news sites print around an article goes; sentences that begin alike stay."""

import pytest

from monitor.normalise.furniture import strip

SORANI = (
    "دوو پاسەوانی سنوور لە تەقەکردنێکی شەوانەدا بریندار بوون.\n"
    "بەڕێوەبەری ناحیەکە گوتی هێزێکی نوێ گەیشتووەتە ناوچەکە و ڕێگاکە داخراوە.\n"
    "گەڕان بەدوای چەکدارەکاندا تا درەنگانی شەو بەردەوام بوو."
)
KURMANJI = (
    "Du pasevanên sînor di gulebarana şevê de birîndar bûn.\n"
    "Qeymeqam got ku hêzeke nû gihîştiye herêmê û rê hatiye girtin.\n"
    "Lêgerîna li çekdaran heta nîvê şevê dom kir."
)


@pytest.mark.parametrize(
    ("body", "line"),
    [
        (SORANI, "بڵاوی بکەوە"),
        (SORANI, "لینک کۆپی بکە"),
        (SORANI, "کۆتایی هەواڵ"),
        (SORANI, "دوا نوێکردنەوە: 14-11-2025 20:36"),
        (SORANI, "بابەتە هاوشێوەکان"),
        (SORANI, "زۆرترین خوێنراو"),
        (KURMANJI, "Nûçe belav bike"),
        (KURMANJI, "Dawiya nûçeyê"),
        (KURMANJI, "Rojanekirina Dawî: 06.07.2024 14:44"),
        (KURMANJI, "Nûçeyên Eleqedar"),
        (KURMANJI, "Herî zêde hatine dîtin"),
    ],
)
def test_kurdish_furniture_goes_and_the_article_stays(body: str, line: str) -> None:
    assert strip(f"{line}\n{body}") == body
    assert strip(f"{body}\n\n{line}") == body


@pytest.mark.parametrize(
    ("body", "prose"),
    [
        (SORANI, "کۆتایی هەواڵەکە هێشتا ڕوون نییە، چونکە سێ کەس دیار نین."),
        (SORANI, "وێنەگرێک لەکاتی هێرشەکەدا کوژرا."),
        (SORANI, "بابەتی هاوشێوەی ئەم هێرشە پێشتر لە دیالە ڕوویدابوو."),
        (KURMANJI, "Belav bikin got fermandar û hêzên xwe li gund belav kirin."),
        (KURMANJI, "Wênekêşek di êrîşê de hat kuştin."),
        (KURMANJI, "Nûçeyên girêdayî êrîşê ji aliyê artêşê ve hatin piştrastkirin."),
    ],
)
def test_kurdish_prose_that_begins_like_furniture_is_kept(body: str, prose: str) -> None:
    assert strip(f"{body}\n{prose}\n{body}") == f"{body}\n{prose}\n{body}"
