"""The rules that come with the program: they load, pass their own examples, and find real reports."""

from pathlib import Path

import pytest

from monitor.detect.assess import assess
from monitor.detect.compile import Pack, compile_pack
from monitor.detect.load import default_pack_folder, load_pack
from monitor.detect.selftest import run_tests
from monitor.models import Decision, Document

REPORTS = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "reports"


@pytest.fixture(scope="module")
def shipped() -> Pack:
    return compile_pack(load_pack([default_pack_folder()]))


def test_the_shipped_rules_pass_their_own_examples(shipped: Pack) -> None:
    results = run_tests(shipped)
    assert results
    assert [str(result.problem) for result in results if result.problem and result.problem.level == "error"] == []


@pytest.mark.shared
@pytest.mark.skipif(not REPORTS.is_dir(), reason="the shared evaluation data is not beside the checkout")
@pytest.mark.parametrize(
    ("name", "lang", "rule"),
    [
        ("fa-border-alert.txt", "fa", "border-infiltration"),
        ("en-plot-warning.txt", "en", "attack-plot"),
    ],
)
def test_real_reports_alert_with_hits_where_they_say_so(shipped: Pack, name: str, lang: str, rule: str) -> None:
    text = (REPORTS / name).read_text("utf-8")
    found = {each.rule: each for each in assess(Document("", text, lang), shipped, now=None)}
    assert found[rule].decision is Decision.ALERT
    hits = found[rule].reasons[0].hits
    assert all(text[hit.start : hit.end] == hit.text for hit in hits)
    first, last = min(hit.start for hit in hits), max(hit.end for hit in hits)
    assert "\n\n" not in text[first:last]
