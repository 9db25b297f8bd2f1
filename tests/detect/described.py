"""The 200 short texts with their slots, and the default pack that reads them."""

import functools
import json
from collections.abc import Iterator
from pathlib import Path

from monitor.detect.compile import Pack, compile_pack
from monitor.detect.contexts.judge import Contexts
from monitor.detect.contexts.scene import Scene
from monitor.detect.describe import Describer
from monitor.detect.load import default_pack_folder, load_pack
from monitor.detect.reading import Reading
from monitor.models import Assessment, Decision, Document, Severity

SAMPLES = Path(__file__).resolve().parents[1] / "data" / "slots.jsonl"
SPANS = ("actor", "target", "place", "date")
OUTCOMES = ("killed", "wounded", "freed", "captured")
Sample = dict[str, str | list[str | None]]


@functools.cache
def default_pack() -> Pack:
    """The rules, lists, names and places that come with the program."""
    return compile_pack(load_pack([default_pack_folder()]))


def samples() -> list[Sample]:
    """Every text with what it says. A slot that may also stay empty lists None; several values are all right."""
    return [json.loads(line) for line in SAMPLES.read_text("utf-8").splitlines()]


def wanted(sample: Sample, slot: str) -> tuple[list[str], bool]:
    """The values that are right for a slot, and whether it may stay empty."""
    value = sample.get(slot)
    values = [value] if isinstance(value, str) else value or []
    right = [each for each in values if each is not None]
    return right, not right or None in values


def describe(
    title: str, text: str = "", lang: str = "en", *, rule: str = "armed-attack", evidence: int = 0
) -> Assessment:
    """An alert of that rule with the title (or a sentence of the text) as its evidence, described."""
    reading = Reading(Document(title, text, lang), default_pack())
    bare = Assessment(rule, "Topic", "attack", 70, Decision.ALERT, Severity.HIGH, "stable", 3600.0, ())
    return Describer(Contexts(reading)).describe(bare, Scene((evidence,)))


def spans(text: str, value: str) -> Iterator[tuple[int, int]]:
    """Where a value stands in a text."""
    at = text.find(value)
    while at >= 0:
        yield at, at + len(value)
        at = text.find(value, at + 1)
