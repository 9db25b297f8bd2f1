from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.models import Item
from monitor.normalise.identity import KNOWN_RECORDS, RECORD, Identified, canonical_link, identify

NOW = datetime(2026, 1, 1, tzinfo=UTC)
BODY = "Gunmen stormed the central prison of the northern town before dawn and freed dozens of fighters"


def item(name: str = "1", **fields: str) -> Item:
    values = {
        "guid": name,
        "link": f"https://a.example/{name}",
        "title": f"Title {name}",
        "summary": f"{BODY} near {name}",
    }
    return Item(**(values | fields))


def meet(items: list[Item], known: bytes = b"") -> Identified:
    return identify(items, known, NOW)


def titles(found: Identified) -> list[tuple[str, bool]]:
    return [(entry.title, revises) for entry, _, revises in found.new]


def test_what_was_seen_is_not_new_again() -> None:
    first = meet([item("1"), item("2")])
    assert titles(first) == [("Title 1", False), ("Title 2", False)]
    assert meet([item("2"), item("1")], first.known).new == ()


def test_another_text_under_the_same_guid_is_a_revision() -> None:
    known = meet([item()]).known
    assert titles(meet([item(title="Ten dead in jail attack")], known)) == [("Ten dead in jail attack", True)]
    assert titles(meet([item(title="Title 2")], known)) == [("Title 2", True)]
    assert titles(meet([item(summary="A wholly different report about a bombing in the city")], known)) == [
        ("Title 1", True)
    ]


@pytest.mark.parametrize("now", ["17 comments", "16 comments (10:45)", "16 comments!", "«16» comments,"])
def test_counters_clocks_and_punctuation_in_the_text_revise_nothing(now: str) -> None:
    known = meet([item(summary=f"{BODY} 16 comments")]).known
    assert meet([item(summary=f"{BODY} {now}")], known).new == ()


def test_one_guid_on_every_item_loses_none() -> None:
    items = [item(str(n), guid="same") for n in range(20)]
    first = meet(items)
    assert len(first.new) == 20
    assert meet(items, first.known).new == ()
    assert titles(meet([item("new", guid="same"), *items], first.known)) == [("Title new", False)]


def test_items_that_share_all_but_their_text_are_all_new() -> None:
    items = [item(guid="g", link="https://a.example/", title="Alert", summary=f"{BODY} in sector {n}") for n in "abc"]
    assert len(meet(items).new) == 3


def test_new_guids_for_old_items_are_noticed_and_remembered() -> None:
    old = [item(str(n)) for n in range(50)]
    known = meet(old).known
    found = meet([replace(entry, guid=f"https-{entry.guid}") for entry in old], known)
    assert (found.new, found.rotated) == ((), 50)
    assert meet([replace(entry, guid=f"https-{entry.guid}", link="") for entry in old], found.known).new == ()


def test_a_moved_site_brings_nothing_new() -> None:
    old = [item(str(n)) for n in range(50)]
    moved = [replace(entry, guid=f"n{entry.guid}", link=f"https://b.example/{entry.guid}") for entry in old]
    assert meet(moved, meet(old).known).rotated == 50


def test_an_unknown_guid_at_a_known_link_with_another_text_is_a_revision() -> None:
    found = meet([item(guid="other", title="Prison retaken")], meet([item()]).known)
    assert titles(found) == [("Prison retaken", True)]


def test_short_texts_said_twice_are_two_items() -> None:
    known = meet([item(title="Siren", summary="")]).known
    assert titles(meet([item("2", title="Siren", summary="")], known)) == [("Siren", False)]


def test_reports_that_differ_in_a_number_only_are_two_items() -> None:
    known = meet([item("1", title="Alarm", summary=f"{BODY} in sector 7")]).known
    assert titles(meet([item("2", title="Alarm", summary=f"{BODY} in sector 9")], known)) == [("Alarm", False)]


def test_links_are_compared_by_the_page_they_choose() -> None:
    one = canonical_link("http://A.example:80/x/?id=3&utm_source=rss&fbclid=1#top")
    assert one == canonical_link("https://a.example/x?id=3") == "a.example/x?id=3"
    assert canonical_link("https://a.example/x?id=4") != one
    assert canonical_link("https://a.example:8443/x") == "a.example:8443/x"
    assert canonical_link("http://[broken") == "http://[broken"


def test_the_newest_records_are_kept_and_what_the_feed_still_shows_is_among_them() -> None:
    known = b""
    for start in range(0, 3000, 100):
        found = meet([item(str(n)) for n in range(start, start + 100)], known)
        assert len(found.new) == 100
        known = found.known
    assert len(known) == KNOWN_RECORDS * RECORD.size
    assert meet([item(str(n)) for n in range(2900, 3000)], known).new == ()


words = st.text(st.sampled_from("abc <>&é١ش\n9"), max_size=60)
items = st.lists(
    st.builds(
        Item,
        guid=st.sampled_from(["", "1", "2", "3"]),
        link=st.sampled_from(["", "http://a.example/1", "b"]),
        title=words,
        summary=words,
    ),
    max_size=12,
)


@given(items)
def test_whatever_a_feed_shows_is_new_once(shown: list[Item]) -> None:
    first = meet(shown)
    assert meet(shown, first.known).new == ()
    assert len(first.known) % RECORD.size == 0
    assert len({identity.key for _, identity, _ in first.new}) == len(first.new)


titled = st.lists(
    st.builds(
        Item,
        guid=st.sampled_from(["", "1", "2", "3"]),
        link=st.sampled_from(["", "http://a.example/1", "http://a.example/2"]),
        title=st.text(st.sampled_from("abcdefgh"), min_size=1, max_size=6),
        summary=st.just(BODY),
    ),
    max_size=12,
    unique_by=lambda entry: entry.title,
)


@given(titled, titled)
def test_every_other_headline_is_assessed_whatever_guids_and_links_a_feed_gives(
    before: list[Item], after: list[Item]
) -> None:
    known = meet(before)
    assert {entry.title for entry, _, _ in known.new} == {entry.title for entry in before}
    unseen = {entry.title for entry in after} - {entry.title for entry in before}
    assert unseen <= {entry.title for entry, _, _ in meet(after, known.known).new}


@given(st.binary(max_size=500))
def test_damaged_knowledge_is_survived(known: bytes) -> None:
    assert len(meet([item()], known).new) == 1
