"""Which towns and which of their names the gazetteer's extract keeps."""

import json
from pathlib import Path

from monitor.learn.gazetteer import Town, is_kept, main, names_of, row


def town(**facts: object) -> Town:
    plain = {
        "geonameid": 1,
        "name": "Testabad",
        "latitude": 1.23456,
        "longitude": 2.0,
        "countrycode": "SY",
        "population": 0,
        "admin1code": "01",
        "alternatenames": [],
    }
    return Town(**{**plain, **facts})  # type: ignore[typeddict-item]  # a test names only what it is about


def test_small_towns_are_kept_where_they_make_news_and_not_elsewhere() -> None:
    assert is_kept(town(population=0), {})
    assert not is_kept(town(countrycode="JP", population=99_999), {})
    assert is_kept(town(countrycode="JP", population=100_000), {})
    assert is_kept(town(countrycode="TR", population=2_000), {})
    assert not is_kept(town(countrycode="TR", population=0), {})


def test_a_seat_of_a_district_whose_size_is_unknown_is_kept() -> None:
    assert is_kept(town(countrycode="IR", population=0), {})
    assert not is_kept(town(countrycode="IR", population=1_999), {})


def test_a_capital_is_kept_however_small() -> None:
    assert is_kept(town(countrycode="DE", name="Klein", population=5), {"DE": "Klein"})


def test_names_without_use_for_our_languages_are_left_out() -> None:
    names = ["KAC", "alhskt", "Hasaka", "الحسكة", "Хасака", "哈塞克", "Hasaká", "Αλ-Χάσακα", "Hs"]
    assert names_of(town(name="Hasakah", alternatenames=names), foreign=False) == [
        "Hasakah",
        "Hasaka",
        "الحسكة",
        "Хасака",
    ]


def test_a_foreign_town_keeps_its_beginning_but_no_other_latin_name() -> None:
    names = ["Newcastle", "Castrum Novum", "نيوكاسل"]
    assert names_of(town(name="Newcastle upon Tyne", alternatenames=names), foreign=True) == [
        "Newcastle upon Tyne",
        "Newcastle",
        "نيوكاسل",
    ]


def test_a_line_says_what_the_gazetteer_reads() -> None:
    assert row(town(alternatenames=["Testa"]), {}) == "geonames:1\ttown\tSY.01\t1.235\t2.0\t0\tTestabad\tTesta"
    assert "\tSY\t" in row(town(admin1code="00"), {})


def test_the_command_writes_sorted_lines(tmp_path: Path) -> None:
    towns = {"2": town(geonameid=2, countrycode="SY"), "1": town(geonameid=1, countrycode="IQ")}
    (tmp_path / "cities.json").write_text(json.dumps(towns), "utf-8")
    (tmp_path / "countries.json").write_text(json.dumps({"IQ": {"capital": "Baghdad"}}), "utf-8")
    main(str(tmp_path / "cities.json"), str(tmp_path / "countries.json"), str(tmp_path / "towns.tsv"))
    lines = (tmp_path / "towns.tsv").read_text("utf-8").splitlines()
    assert [line.split("\t")[0] for line in lines if line[0] != "#"] == ["geonames:1", "geonames:2"]
