"""When the toll has risen, every line of a message tells the new one, whichever report leads."""

from dataclasses import replace

import pytest
from incidents_to_tell import ENGLISH, LEAD, NOW, delivery, view

from monitor.models import Hit, Slot
from monitor.notify.limits import format_of, limits_of
from monitor.notify.render import render
from monitor.notify.wording import Style

HIT = Hit("text", 0, 1, "x", "g")
FIRST = replace(
    LEAD,
    facts=(Slot("killed", "3", HIT),),
    slots={"toll": "3 killed"},
    gist={"en": "Bombing in Kirkuk; 3 killed", "ar": "تفجير في كركوك؛ 3 قتلى"},
)
LATER = replace(
    FIRST,
    facts=(Slot("killed", "27", HIT),),
    slots={"toll": "27 killed"},
    gist={"en": "Bombing in Kirkuk; 27 killed", "ar": "تفجير في كركوك؛ 27 قتيلا"},
)


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("url", ["slack://x", "mailto://x", "twilio://x"])
def test_the_new_toll_stands_in_title_and_gist(url: str, language: str) -> None:
    told = replace(view(ENGLISH, assessments=(FIRST, LATER)), killed=27)
    message = render(delivery("escalated", told), format_of(url), limits_of(url), Style(language=language), now=NOW)
    text = message.title + message.body
    assert "27" in text
    assert "3 killed" not in text
    assert "3 قتلى" not in text


def test_a_toll_that_no_report_tells_in_one_piece_is_still_the_one_of_the_title() -> None:
    told = replace(view(ENGLISH, assessments=(FIRST,)), killed=27)
    message = render(delivery("escalated", told), "chat", limits_of("slack://x"), Style(), now=NOW)
    assert "27 killed" in message.title
