"""The gazetteer: every place we know, by every spelling of its name.

Names are kept folded, as `monitor.text.tokens.words` folds text, in one dictionary; what is known of a place stands in
columns. Files of a `places` folder: countries.jsonl, *.tsv (`id kind within lat lon population name other-names`),
spellings*.tsv (`id names`: further names), ordinary.tsv (names that are also words or people) and not-places.txt (names
that contain one and are none).
"""

import json
import re
from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from sys import intern

from monitor.detect.placefiles import Country, Spelled, folded, keys, lines, local_names, problem
from monitor.detect.placewords import ARTICLES, PLACE_WORDS, nationals
from monitor.errors import Problem, RuleError

KINDS = ("country", "province", "town", "crossing", "prison", "camp", "region", "none")
# Where a name may begin with the Arabic article, which texts leave out as they please.
_ARTICLE_COUNTRIES = frozenset((
    "IQ", "SY", "LB", "JO", "PS", "IL", "SA", "KW", "YE", "AE", "QA", "BH", "OM", "EG", "LY", "SD", "TN", "DZ", "MA",
    "MR",
))  # fmt: skip
_LANGUAGE = re.compile(r"(\w\w\w?):(?=.)")
_COLUMNS = 8
_LARGE, _MIDDLING = 300_000, 15_000

_Facts = tuple[float, float, int]


class Gazetteer:
    """Places as columns, and the index of their names. Built by `load`; read-only afterwards.

    A place is a number, its row. `names` gives the rows that a folded name may mean (a negative number -n-1 is a word
    for the people of country n), `heads` the most words of any name that begins with a word, `pairs` the first
    two words of all longer names, `soft` the words with which a name may begin in lower case, `known` the rows that a
    person wrote, `local` the Arabic and Persian names of those rows whose files have them.
    """

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.kinds: list[str] = []
        self.countries: list[str] = []
        self.within: list[tuple[str, ...]] = []
        self.titles: list[str] = []
        self.lat, self.lon, self.population = array("d"), array("d"), array("q")
        self.trust = bytearray()
        self.rows: dict[str, int] = {}
        self.neighbours: dict[str, frozenset[str]] = {}
        self.names: dict[str, int | tuple[int, ...]] = {}
        self.limited: dict[str, dict[str, tuple[int, ...]]] = {}
        self.heads: dict[str, int] = {}
        self.pairs: frozenset[str] = frozenset()
        self.soft: frozenset[str] = frozenset(ARTICLES)
        self.known: set[int] = set()
        self.doubts: dict[str, frozenset[str]] = {}
        self.local: dict[int, tuple[str, str]] = {}

    @classmethod
    def load(cls, *folders: Path) -> "Gazetteer":
        """Read `places` folders; a row of a later one adds names to, or corrects, the row of the same id.

        Raises RuleError with every bad line. A missing folder is an empty one.
        """
        made = cls()
        spelled: list[Spelled] = []
        people: list[Spelled] = []
        masks: list[str] = []
        doubtful: list[str] = []
        problems: list[Problem] = []
        spellings: list[tuple[Path, int, str]] = []
        for folder in folders:
            for path, line, text in lines(folder, "countries.jsonl"):
                try:
                    made._add_country(json.loads(text), spelled, people)
                except (ValueError, KeyError, TypeError, AttributeError) as error:
                    problems.append(problem(path, line, f"this is no country: {error}"))
            for path, line, text in lines(folder, "*.tsv"):
                if path.name == "ordinary.tsv":
                    doubtful.append(text)
                elif path.name.startswith("spellings"):
                    spellings.append((path, line, text))
                else:
                    try:
                        made._add_row(text, spelled, known=not path.name.startswith("towns"))
                    except ValueError as error:
                        problems.append(problem(path, line, f"this is no place: {error}"))
            masks += [text for _, _, text in lines(folder, "not-places.txt")]
        for path, line, text in spellings:
            id_, _, names = text.partition("\t")
            if id_ in made.rows and names:
                made._spell(made.rows[id_], names.split("|"), spelled)
            else:
                problems.append(problem(path, line, f"{id_} is no place of the gazetteer, or no name follows it"))
        problems += [
            Problem(
                str(folders[-1]),
                0,
                0,
                f"{made.ids[row]} takes its names from {name[1:]}, which is no place",
                "bad-place",
            )
            for name, row in spelled
            if name[:1] == "=" and name[1:] not in made.rows
        ]
        if problems:
            raise RuleError(tuple(problems))
        made._doubt(doubtful)
        made._index(spelled, people, masks)
        return made

    def knows(self, place: str) -> bool:
        """Whether an id that a rule watches (`IQ`, `IQ.13`, `geonames:94787`) exists."""
        return place in self.rows

    def candidates(self, name: str, lang: str) -> tuple[int, ...]:
        """The rows that a folded name may mean in a text of that language; empty if it names nothing."""
        found = self.names.get(name)
        rows = () if found is None else (found,) if isinstance(found, int) else found
        limited = self.limited.get(lang)
        return rows + limited[name] if limited and name in limited else rows

    def covering(self, row: int) -> tuple[str, ...]:
        """The ids of all that a place lies in: its province or provinces, their countries, the regions around them."""
        found: dict[str, None] = {}
        waiting = list(self.within[row])
        while waiting:
            above = waiting.pop()
            if above in found:
                continue
            found[above] = None
            if "." in above:
                waiting.append(above.partition(".")[0])
            if above in self.rows:
                waiting += self.within[self.rows[above]]
        return tuple(found)

    def _add_country(self, facts: Country, spelled: list[Spelled], people: list[Spelled]) -> None:
        code = facts["id"]
        row = self._place(code, "country", facts["name"], (facts["lat"], facts["lon"], facts["population"]), trust=3)
        self.neighbours[code] = frozenset(facts["neighbours"])
        spelled += [(name, row) for names in facts["names"].values() for name in names]
        arabic, persian = ((*facts["names"].get(lang, ()), "")[0] for lang in ("ar", "fa"))
        if arabic or persian:
            self.local[row] = (arabic or persian, persian or arabic)
        spelled += [(f"{lang}:{name}", row) for lang, names in facts.get("only", {}).items() for name in names]
        people += [(name, row) for name in facts.get("demonyms", ())]

    def _add_row(self, text: str, spelled: list[Spelled], *, known: bool) -> None:
        columns = text.split("\t")
        if len(columns) != _COLUMNS:
            raise ValueError(f"it has {len(columns)} columns instead of {_COLUMNS}, separated by tabs")
        id_, kind, within, lat, lon, population, name, others = columns
        if kind not in KINDS:
            raise ValueError(f"kind {kind!r} is none of {', '.join(KINDS)}")
        people = int(population)
        trust = 2 if known or people >= _LARGE else int(people >= _MIDDLING)
        row = self.rows.get(id_)
        if known:
            self.known.add(len(self.ids) if row is None else row)
        if row is None:
            facts = (float(lat), float(lon), people)
            row = self._place(id_, kind, name, facts, within=tuple(within.split()), trust=trust)
        elif known:
            self.titles[row], self.trust[row] = name, max(trust, self.trust[row])
        spelled.append((name, row))
        if others:
            self._spell(row, others.split("|"), spelled)

    def _spell(self, row: int, names: Sequence[str], spelled: list[Spelled]) -> None:
        """Further names of a place."""
        spelled += [(name, row) for name in names]
        if row not in self.local and (local := local_names(names)):
            self.local[row] = local

    def _place(
        self, id_: str, kind: str, name: str, facts: _Facts, *, within: tuple[str, ...] = (), trust: int = 0
    ) -> int:
        """The row of a place, new or corrected; `facts` are latitude, longitude and population."""
        row = self.rows.get(id_)
        if row is not None:
            self.lat[row], self.lon[row], self.titles[row] = facts[0], facts[1], name
            return row
        row = self.rows[id_] = len(self.ids)
        self.ids.append(id_)
        self.kinds.append(intern(kind))
        self.countries.append(intern(within[0].partition(".")[0] if within else id_))
        self.within.append(tuple(map(intern, within)))
        self.titles.append(name)
        self.lat.append(facts[0])
        self.lon.append(facts[1])
        self.population.append(facts[2])
        self.trust.append(trust)
        return row

    def _doubt(self, entries: Sequence[str]) -> None:
        marked: dict[str, list[str]] = defaultdict(list)
        for line in entries:
            word, _, marks = line.partition("\t")
            for mark in marks.split() or [""]:
                marked[mark].append(word)
        self.doubts = {mark: frozenset(keys(words)) for mark, words in marked.items()}

    def is_word(self, name: str, lang: str) -> bool:
        """Whether a folded name is also an ordinary word in that language."""
        return name in self.doubts.get("", ()) or name in self.doubts.get(lang, ())

    def is_person(self, name: str) -> bool:
        """Whether a folded name is also borne by people."""
        return name in self.doubts.get("person", ())

    def _index(self, spelled: list[Spelled], people: list[Spelled], masks: list[str]) -> None:
        """Fold all names at once and enter them; words for people only where no place has the name."""
        heirs: dict[int, list[int]] = defaultdict(list)
        limited: dict[str, list[Spelled]] = defaultdict(list)
        plain: list[Spelled] = []
        for name, row in spelled:
            if name[0] == "=":
                source = self.rows[name[1:]]
                heirs[source].append(row)
                if source in self.local:
                    self.local.setdefault(row, self.local[source])
            elif match := _LANGUAGE.match(name):
                limited[match[1]].append((name[match.end() :], row))
            else:
                plain.append((name, row))
        for key, row in folded(plain):
            for form in self._forms(key, row):
                self._enter(form, row)
                for heir in heirs.get(row, ()):
                    self._enter(form, heir)
        for lang, entries in limited.items():
            found = self.limited.setdefault(lang, {})
            for key, row in folded(entries):
                found[key] = (*found.get(key, ()), row)
        mask = self._place("none", "none", "", (0.0, 0.0, 0))
        self.names.update(dict.fromkeys(keys(masks), mask))
        nations = [(form, row) for key, row in folded(people) for form in nationals(key) if form not in self.names]
        for form, row in nations:
            self.names[form] = -row - 1
        self.names.pop("", None)
        lower = keys([name for name in (*(name for name, _ in plain), *masks) if name[0].islower()])
        self.soft |= PLACE_WORDS | {name.partition(" ")[0] for name in (*lower, *(form for form, _ in nations))}
        self._find_heads()

    def _enter(self, name: str, row: int) -> None:
        found = self.names.setdefault(name, row)
        if isinstance(found, int):
            if found != row:
                self.names[name] = (found, row)
        elif row not in found:
            self.names[name] = (*found, row)

    def _forms(self, key: str, row: int) -> Iterator[str]:
        """A name with the Arabic article spelled one way, and without it where enough is left to recognise."""
        first, _, rest = key.partition(" ")
        if not rest or first not in ARTICLES or self.countries[row] not in _ARTICLE_COUNTRIES:
            yield key
            return
        yield f"al {rest}"
        if (len(rest) > 4 or " " in rest) and not self.is_word(rest, ""):
            yield rest

    def _find_heads(self) -> None:
        heads: dict[str, int] = {}
        pairs: set[str] = set()
        for names in (list(self.names), *map(list, self.limited.values())):
            for name in names:
                count = name.count(" ") + 1
                head = name
                if count > 1:
                    head, second = name.split(" ", 2)[:2]
                    pairs.add(f"{head} {second}" if count > 2 else name)
                if heads.get(head, 0) < count:
                    heads[head] = count
        for article in ARTICLES:
            heads[article] = max(heads.get("al", 0), heads.get(article, 0))
        self.pairs = frozenset(pairs)
        self.heads = heads


@lru_cache(maxsize=2)
def load_gazetteer(folders: tuple[str, ...], digest: str = "") -> Gazetteer:  # noqa: ARG001 - tells of other content
    """`Gazetteer.load`, kept: half a second and 45 MB, for all packs of a process and the children forked from
    it. `digest` is that of what stands in the folders; with another one they are read again."""
    return Gazetteer.load(*map(Path, folders))
