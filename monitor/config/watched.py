"""The places and topics that routes name, looked up in what is loaded: names of places become ids, and what nobody
knows is told."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from monitor.config.load import Config
from monitor.detect.gazetteer import Gazetteer
from monitor.detect.placefiles import keys
from monitor.errors import Problem
from monitor.notify.routes import Route, fold_name
from monitor.yamlfile import Loc, read, suggest

# Of several places of one name, the one that holds the others: Baghdad is the province with the town in it.
_LARGEST_FIRST = ("country", "region", "province", "town")


def place_id(gazetteer: Gazetteer, name: str) -> str | None:
    """The id of a place by its id or by a name in any language; of several, the largest kind and the best known."""
    for id_ in (name, name.upper()):
        if gazetteer.knows(id_):
            return id_
    (key,) = keys([" ".join(name.split())])
    rows = [row for row in gazetteer.candidates(key, "und") if row >= 0 and gazetteer.kinds[row] != "none"]
    if not rows:
        return None

    def rank(row: int) -> tuple[int, int, int]:
        kind = gazetteer.kinds[row]
        size = _LARGEST_FIRST.index(kind) if kind in _LARGEST_FIRST else len(_LARGEST_FIRST)
        # A village that shares its name with a town of another country's province is hardly meant.
        return (gazetteer.trust[row], -size, gazetteer.population[row])

    return gazetteer.ids[max(rows, key=rank)]


def place_names(gazetteer: Gazetteer, name: str) -> frozenset[str]:
    """All that a named place is called, and what it lies in, for comparing with routes; the name alone if nobody knows
    it."""
    id_ = place_id(gazetteer, name)
    if id_ is None:
        return frozenset({fold_name(name)})
    row = gazetteer.rows[id_]
    named = (id_, gazetteer.titles[row], gazetteer.countries[row], *gazetteer.covering(row))
    return frozenset(fold_name(each) for each in named)


def look_up(config: Config, gazetteer: Callable[[], Gazetteer], topics: Collection[str]) -> Config:
    """The configuration with its routes' places as ids, and a warning for each place or topic that nobody knows."""
    routes = config.routing.routes
    if not any(route.when.places or route.when.topics for route in routes):
        return config
    notes: list[tuple[Loc, str, str]] = []
    known = gazetteer() if any(route.when.places for route in routes) else Gazetteer()
    looked_up = tuple(_look_up(n, route, known, topics, notes) for n, route in enumerate(routes))
    return replace(
        config,
        routing=replace(config.routing, routes=looked_up),
        warnings=(*config.warnings, *_problems(config, notes)),
    )


def _look_up(
    n: int, route: Route, gazetteer: Gazetteer, topics: Collection[str], notes: list[tuple[Loc, str, str]]
) -> Route:
    places = []
    for k, name in enumerate(route.when.places):
        id_ = place_id(gazetteer, name)
        places.append(id_ or name)
        if id_ is None:
            said = f"no place {name!r} is known; write a country (IQ), an id (IQ.13) or a name of the gazetteer"
            notes.append((("routes", n, "when", "place", k), said, "unknown-place"))
    for k, topic in enumerate(route.when.topics):
        if topic not in topics:
            said = f"there is no rule {topic!r}{suggest(topic, topics)}"
            notes.append((("routes", n, "when", "topic", k), said, "unknown-topic"))
    return replace(route, when=replace(route.when, places=tuple(places)))


def _problems(config: Config, notes: Sequence[tuple[Loc, str, str]]) -> tuple[Problem, ...]:
    if not notes:
        return ()
    document = read(config.path)
    return tuple(
        Problem(document.path, *document.position(loc), message, code, "warning") for loc, message, code in notes
    )
