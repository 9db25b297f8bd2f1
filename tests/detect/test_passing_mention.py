"""An event mentioned in passing in a long article about something else is for review, not for an alert."""

import pytest

from monitor.detect.assess import assess
from monitor.detect.compile import Pack, compile_pack
from monitor.detect.load import default_pack_folder, load_pack
from monitor.models import Decision, Document

EVENT = "A suicide bomber killed nine people at a market on Friday."
BUDGET = "The ministry presented its budget for roads and schools, and members asked for details of the plan. " * 12


@pytest.fixture(scope="module")
def pack() -> Pack:
    return compile_pack(load_pack([default_pack_folder()]))


def decision(pack: Pack, title: str, text: str) -> Decision | None:
    found = assess(Document(title, text, "en"), pack, now=None)
    return next((each.decision for each in found if each.rule == "bombing"), None)


def test_the_event_itself_alerts_wherever_a_short_report_tells_it(pack: Pack) -> None:
    assert decision(pack, "Members debate the budget", f"The ministry presented its budget. {EVENT}") is Decision.ALERT


def test_a_long_report_whose_lead_tells_the_event_alerts(pack: Pack) -> None:
    assert decision(pack, "Members debate the budget", f"{EVENT} {BUDGET}") is Decision.ALERT


def test_a_mention_deep_in_a_long_article_about_something_else_is_for_review(pack: Pack) -> None:
    text = f"{BUDGET} {EVENT} {BUDGET}"
    assert decision(pack, "Members debate the budget", text) is Decision.REVIEW
