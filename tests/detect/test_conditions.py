"""Conditions on contexts and places, and filters over many rules, each with its reason."""

from collections.abc import Callable
from pathlib import Path

import pytest

from monitor.detect.assess import assess
from monitor.detect.compile import Pack, compile_pack
from monitor.detect.load import LoadedPack, load_pack
from monitor.errors import RuleError
from monitor.models import Assessment, Decision, Document

Folder = Callable[..., Path]

LISTS = {
    "context-fiction": "  en: [novel]\n",
    "context-trial": "  en: [sentenced]\n",
    "present": "  en: [on monday]\n",
}
RULE = """
groups: {{attack: {{en: [attack]}}, prison: {{en: [prison]}}}}
match: [{{name: stormed, near: {{groups: [attack, prison], within: sentence}}, points: 60{none}}}]
{more}
"""
TOWNS = "T-1\ttown\tIQ\t36.3\t43.1\t900000\tMosul\t\nT-2\ttown\tSY\t36.5\t40.7\t900000\tHasakah\t\n"
COUNTRY = (
    '{{"id": "{0}", "name": "{1}", "lat": 33.0, "lon": 44.0, "population": 40000000, '
    '"neighbours": [], "names": {{"en": ["{1}"]}}}}\n'
)


@pytest.fixture
def pack(write: Folder) -> Callable[..., Pack]:
    """pack(more keys, none=...) -> a rule with the gazetteer of two towns, as a child gets it."""

    def make(more: str = "", *, none: str = "", filters: dict[str, str] | None = None) -> Pack:
        folder = write(RULE.format(more=more, none=none), lists=LISTS)
        (folder / "places").mkdir(exist_ok=True)
        (folder / "places" / "towns.tsv").write_text(TOWNS, "utf-8")
        countries = COUNTRY.format("IQ", "Iraq") + COUNTRY.format("SY", "Syria")
        (folder / "places" / "countries.jsonl").write_text(countries, "utf-8")
        (folder / "filters").mkdir(exist_ok=True)
        for name, body in (filters or {}).items():
            (folder / "filters" / f"{name}.yaml").write_text(f"version: 1\nid: {name}\n{body}\n", "utf-8")
        return compile_pack(LoadedPack.from_json(load_pack([folder]).to_json()))

    return make


def said(pack: Pack, title: str, text: str = "") -> Assessment | None:
    found = assess(Document(title, text, "en"), pack, now=None, ignored=True)
    return found[0] if found else None


def last(pack: Pack, title: str, text: str = "") -> tuple[str, str, list[str]]:
    """The last reason: its kind, its name, and the words behind it."""
    found = said(pack, title, text)
    assert found is not None
    assert sum(reason.points for reason in found.reasons) == found.score
    reason = found.reasons[-1]
    return reason.kind, reason.name, [hit.text for hit in reason.hits]


def test_a_context_adds_its_points_with_its_cues_as_hits(pack: Callable[..., Pack]) -> None:
    made = pack("adjust: [{when: {context: trial}, points: -35}]")
    assert last(made, "Man sentenced for attack on prison") == ("adjust", "trial", ["sentenced"])
    assert last(made, "Gunmen attack prison") == ("evidence", "stormed", ["attack", "prison"])


def test_a_context_vetoes_and_the_reason_says_so(pack: Callable[..., Pack]) -> None:
    made = pack("exclude: [{context: fiction}]")
    assert last(made, "A novel of an attack on a prison") == ("exclude", "fiction", ["novel"])


def test_a_context_in_a_zone_is_judged_there_and_not_at_the_evidence(pack: Callable[..., Pack]) -> None:
    made = pack("exclude: [{context: fiction, in: title}]")
    report = "Fighters attack a prison on Monday."
    assert last(made, "A novel wins", report) == ("exclude", "fiction in title", ["novel"])
    assert last(made, "A day", f"He wrote a novel. {report}")[0] == "evidence"


def test_a_context_in_none_keeps_one_alternative_out(pack: Callable[..., Pack]) -> None:
    made = pack(none=", none: [{context: trial}]")
    assert said(made, "Man sentenced for attack on prison") is None
    found = said(made, "Man sentenced", "Gunmen attack a prison on Monday.")
    assert found is not None
    assert found.decision is Decision.ALERT


def test_a_watched_place_beside_the_evidence_adds_points(pack: Callable[..., Pack]) -> None:
    made = pack("places: {watch: [IQ]}\nadjust: [{when: {place: watch}, points: 10}]")
    assert last(made, "Gunmen attack prison in Mosul") == ("adjust", "watched place", ["Mosul"])
    assert last(made, "Gunmen attack prison in Hasakah")[0] == "evidence"
    assert last(made, "Talks in Mosul", "Gunmen attack a prison in Hasakah.")[0] == "evidence"


def test_evidence_that_names_no_place_happened_where_title_and_lead_say(pack: Callable[..., Pack]) -> None:
    made = pack("places: {watch: ['T-1'], require: true}")
    found = said(made, "Unrest in Mosul", "The night was calm at first. Then gunmen attack a prison.")
    assert found is not None
    assert found.decision is Decision.ALERT


def test_a_rule_that_requires_a_place_ignores_events_elsewhere(pack: Callable[..., Pack]) -> None:
    made = pack("places: {watch: [IQ], require: true}")
    assert last(made, "Gunmen attack prison in Hasakah") == ("exclude", "no watched place", [])
    assert last(made, "Gunmen attack prison in Mosul")[0] == "evidence"


def test_an_assessment_names_its_places_those_of_the_evidence_first(pack: Callable[..., Pack]) -> None:
    found = said(pack(), "Talks in Hasakah", "Gunmen attack a prison in Mosul.")
    assert found is not None
    assert [(place.name, place.country) for place in found.places] == [("Mosul", "IQ"), ("Hasakah", "SY")]


def test_a_filter_applies_to_the_rules_it_names_with_groups_of_its_own(pack: Callable[..., Pack]) -> None:
    body = "rules: [topic]\ngroups: {paper: {en: [Daily Mirror]}}\nexclude: [{group: paper}]"
    made = pack(filters={"quiet": body})
    assert last(made, "Attack on prison, says Daily Mirror") == ("exclude", "paper (filter quiet)", ["Daily Mirror"])
    assert last(made, "Attack on prison") == ("evidence", "stormed", ["Attack", "prison"])


def test_a_filter_for_all_rules_adjusts_by_context(pack: Callable[..., Pack]) -> None:
    made = pack(filters={"courts": "rules: all\nadjust: [{when: {context: trial}, points: -30}]"})
    assert last(made, "Man sentenced for attack on prison") == ("adjust", "trial (filter courts)", ["sentenced"])


def test_a_filter_changes_the_fingerprint(pack: Callable[..., Pack]) -> None:
    before = pack().fingerprint
    assert pack(filters={"courts": "rules: all\nexclude: [{context: trial}]"}).fingerprint != before


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("rules: [topik]\nexclude: [{context: trial}]", "unknown-rule"),
        ("rules: all", "no-effect"),
        ("rules: all\nexclude: [{group: paper}]", "unknown-group"),
        ("rules: all\nexclude: [{context: trail}]", "bad-value"),
        ("rules: none\nexclude: [{context: trial}]", "bad-"),
        ("exclude: [{context: trial}]", "missing-key"),
    ],
)
def test_a_mistake_in_a_filter_is_refused(pack: Callable[..., Pack], body: str, code: str) -> None:
    with pytest.raises(RuleError) as refused:
        pack(filters={"wrong": body})
    assert any(problem.code.startswith(code) for problem in refused.value.problems), refused.value.problems


def test_an_unknown_context_is_refused_with_the_one_that_was_meant(pack: Callable[..., Pack]) -> None:
    with pytest.raises(RuleError) as refused:
        pack("exclude: [{context: fictoin}]")
    assert "did you mean 'fiction'?" in str(refused.value.problems[0])
