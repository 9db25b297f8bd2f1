"""How each rule does: what it said, what people answered, and what to look at: noisy, silent and decaying ones."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from monitor.learn.evaluate import wilson
from monitor.models import Decision
from monitor.store.archive import Told

Mark = Literal["noisy", "silent", "decaying"]
ENOUGH = 5
"""Fewer answers than this prove nothing of a rule."""
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Record:
    """What one rule did (in one language, or with one feed). An incident that was judged counts once, however many
    articles report it; `not-relevant` is an answer against the rule as `false` is."""

    rule: str
    part: str
    alerts: int
    reviews: int
    true: int
    false: int
    not_relevant: int
    per_day: float
    marks: tuple[Mark, ...] = ()

    @property
    def answers(self) -> int:
        """How often people judged it."""
        return self.true + self.false + self.not_relevant

    @property
    def precision(self) -> float | None:
        """The share of the answers that were `true`; None without answers."""
        return self.true / self.answers if self.answers else None

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval (Wilson) of the precision."""
        return wilson(self.true, self.answers)


@dataclass(frozen=True, slots=True)
class Period:
    """A time, from and until."""

    since: datetime
    until: datetime

    @property
    def days(self) -> float:
        """Its length in days."""
        return (self.until - self.since).total_seconds() / 86_400


def by_rule(told: Sequence[Told], expected: Iterable[str], period: Period) -> list[Record]:
    """A record of each rule; `expected` are those in force, of which one that said nothing is silent."""
    cells = _cells(told, lambda _: "")
    names = sorted({rule for rule, _ in cells} | set(expected))
    return [_record((name, ""), cells.get((name, ""), []), period) for name in names]


def by_language(told: Sequence[Told], period: Period) -> list[Record]:
    """A record of each rule in each language in which it said something."""
    return [_record(key, cell, period) for key, cell in sorted(_cells(told, lambda one: one.lang).items())]


def by_feed(told: Sequence[Told], period: Period) -> list[Record]:
    """A record of each rule with each feed of which it said something, by the feed's name or address."""
    return [_record(key, cell, period) for key, cell in sorted(_cells(told, lambda one: one.source).items())]


def _cells(told: Iterable[Told], part: Callable[[Told], str]) -> dict[tuple[str, str], list[Told]]:
    cells: dict[tuple[str, str], list[Told]] = defaultdict(list)
    for one in told:
        cells[one.rule, part(one)].append(one)
    return cells


def _record(key: tuple[str, str], cell: Sequence[Told], period: Period) -> Record:
    alerts = sum(one.decision is Decision.ALERT for one in cell)
    answers = list(_answers(cell).values())
    return Record(
        rule=key[0],
        part=key[1],
        alerts=alerts,
        reviews=len(cell) - alerts,
        true=answers.count("true"),
        false=answers.count("false"),
        not_relevant=answers.count("not-relevant"),
        per_day=alerts / period.days if period.days else 0.0,
        marks=_marks(cell, period),
    )


def _answers(cell: Iterable[Told]) -> dict[str, str]:
    return {one.subject: one.verdict for one in cell if one.verdict}


def _marks(cell: Sequence[Told], period: Period) -> tuple[Mark, ...]:
    """Noisy: surely wrong more often than right. Decaying: in the later half of the time surely worse than it was in
    the earlier one. Silent: it said nothing at all."""
    if not cell:
        return ("silent",)
    marks: list[Mark] = []
    middle = period.since + (period.until - period.since) / 2
    earlier = list(_answers(one for one in cell if one.at < middle).values())
    later = list(_answers(one for one in cell if one.at >= middle).values())
    both = list(_answers(cell).values())
    if len(both) >= ENOUGH and wilson(both.count("true"), len(both))[1] < _HALF:
        marks.append("noisy")
    if min(len(earlier), len(later)) >= ENOUGH:
        before = earlier.count("true") / len(earlier)
        if wilson(later.count("true"), len(later))[1] < before:
            marks.append("decaying")
    return tuple(marks)
