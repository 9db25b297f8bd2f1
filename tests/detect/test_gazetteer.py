"""The gazetteer's files: they load, are in order, point at places that exist, and mistakes in them are named."""

import json
from pathlib import Path

import pytest

from monitor.detect.gazetteer import KINDS, Gazetteer
from monitor.detect.placefiles import keys
from monitor.errors import RuleError
from monitor.text.tokens import words

PLACES = Path(__file__).resolve().parents[2] / "rules" / "places"
GAZETTEER = Gazetteer.load(PLACES)


def test_names_are_folded_as_text_is() -> None:
    names = [line.split("\t")[6] for line in (PLACES / "towns.tsv").read_text("utf-8").splitlines() if line[0] != "#"]
    names += ["Ra’s al ‘Ayn", "Côte d'Ivoire", "U.S.A.", "دیر\u200cالزور", "بالحَسَكَة", "Дейр-эз-Зор", "İSTANBUL", "a_b"]
    assert keys(names) == [" ".join(words(name).folded) for name in names]


def test_every_place_lies_on_earth_and_in_something_known() -> None:
    for row, id_ in enumerate(GAZETTEER.ids):
        assert GAZETTEER.kinds[row] in KINDS
        assert -90 <= GAZETTEER.lat[row] <= 90, id_
        assert -180 <= GAZETTEER.lon[row] <= 180, id_
        if GAZETTEER.kinds[row] not in {"country", "none"}:
            assert len(GAZETTEER.countries[row]) == 2, id_


def test_hand_written_provinces_lie_where_their_towns_do() -> None:
    towns = [row for row, kind in enumerate(GAZETTEER.kinds) if kind == "town"]
    inside = {province for row in towns for province in GAZETTEER.within[row]}
    provinces = [id_ for id_, kind in zip(GAZETTEER.ids, GAZETTEER.kinds, strict=True) if kind == "province"]
    assert len(provinces) > 150
    assert [id_ for id_ in provinces if id_ not in inside] == []


def test_the_places_that_the_rules_need_are_there() -> None:
    kinds = [GAZETTEER.kinds[row] for row in range(len(GAZETTEER.ids))]
    assert kinds.count("country") > 200
    assert kinds.count("crossing") >= 40
    assert kinds.count("prison") >= 40
    assert kinds.count("camp") >= 15
    assert kinds.count("region") >= 50


def test_a_folder_of_ones_own_adds_places_and_names(tmp_path: Path) -> None:
    (tmp_path / "own.tsv").write_text(
        "prison:ours\tprison\tIQ.13\t35.1\t44.1\t0\tOur prison\tسجننا\n"
        "geonames:94787\ttown\tIQ.13\t35.468\t44.392\t1031000\tKirkuk\tOil City\n",
        "utf-8",
    )
    both = Gazetteer.load(PLACES, tmp_path)
    assert both.candidates("oil city", "en") == both.candidates("kirkuk", "en")
    assert both.covering(both.rows["prison:ours"]) == ("IQ.13", "IQ")


def test_further_names_leave_a_town_as_doubtful_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "towns.tsv").write_text("geonames:1\ttown\tML.09\t15.9\t2.4\t9000\tMénaka\t\n", "utf-8")
    (tmp_path / "spellings.tsv").write_text("geonames:1\tميناكا|Менака\n", "utf-8")
    loaded = Gazetteer.load(tmp_path)
    assert loaded.candidates("میناکا", "ar") == loaded.candidates("menaka", "fr") == (0,)
    assert loaded.trust[0] == 0


def test_small_towns_written_by_hand_are_believed_by_their_size(tmp_path: Path) -> None:
    (tmp_path / "towns-here.tsv").write_text("town:a\ttown\tML.09\t15.9\t2.4\t0\tAbala\t\n", "utf-8")
    (tmp_path / "known.tsv").write_text("town:b\ttown\tML.09\t15.9\t2.4\t0\tBoura\t\n", "utf-8")
    loaded = Gazetteer.load(tmp_path)
    assert [loaded.trust[loaded.rows[name]] for name in ("town:a", "town:b")] == [0, 2]


def test_names_for_an_unknown_place_are_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "spellings.tsv").write_text("geonames:2\tNowhere\n", "utf-8")
    with pytest.raises(RuleError, match=r"spellings\.tsv:1:1: .*geonames:2 is no place of the gazetteer"):
        Gazetteer.load(tmp_path)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("a\tb", "2 columns instead of 8"),
        ("a\tplanet\tIQ\t1\t2\t0\tName\t", "kind 'planet'"),
        ("a\ttown\tIQ\tnorth\t2\t0\tName\t", "north"),
        ("IQ.99\tprovince\tIQ\t1\t2\t0\tName\t=geonames:0", "geonames:0, which is no place"),
    ],
)
def test_a_mistake_is_named_with_file_and_line(tmp_path: Path, line: str, says: str) -> None:
    (tmp_path / "own.tsv").write_text(f"# comment\n{line}\n", "utf-8")
    with pytest.raises(RuleError) as caught:
        Gazetteer.load(tmp_path)
    assert says in str(caught.value)


def test_all_mistakes_are_told_in_one_go(tmp_path: Path) -> None:
    (tmp_path / "own.tsv").write_text("a\nb\n", "utf-8")
    (tmp_path / "countries.jsonl").write_text('{"id": "XX"}\nnot json\n', "utf-8")
    with pytest.raises(RuleError) as caught:
        Gazetteer.load(tmp_path)
    assert [(Path(p.path).name, p.line) for p in caught.value.problems] == [
        ("countries.jsonl", 1),
        ("countries.jsonl", 2),
        ("own.tsv", 1),
        ("own.tsv", 2),
    ]


def test_an_empty_folder_is_an_empty_gazetteer(tmp_path: Path) -> None:
    assert Gazetteer.load(tmp_path).ids == ["none"]


def test_country_files_name_ten_languages() -> None:
    lines = (PLACES / "countries.jsonl").read_text("utf-8").splitlines()
    for country in map(json.loads, lines):
        assert set(country["names"]) <= {"en", "ar", "fa", "ckb", "kmr", "tr", "ur", "fr", "es", "ru"}
    iraq = next(country for country in map(json.loads, lines) if country["id"] == "IQ")
    assert len(iraq["names"]) == 10
