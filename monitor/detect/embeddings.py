"""Vectors of articles, for topics whose models ask for them. The only place that imports sentence-transformers.

The library is an optional extra, and is imported when a model of the pack needs it, never before. What comes from it is
data: a vector for each text. In the service it reads files of this machine and asks nobody; only `monitor train` may
let it fetch a model.
"""

import functools
import math
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing import parent_process
from typing import Any, Protocol

from monitor.errors import MonitorError
from monitor.models import Document

VERSION = 1
"""Of what is given to an encoder, and what is done with its vectors."""
REMEDY = "pip install 'threat-monitor[embeddings]'"
MOST_CHARACTERS = 1000
"""An article's opening says what it is about, and every article is encoded within the processor time of its feed."""
PROBE = "Gunmen attacked a border post at night. هاجم مسلحون نقطة حدودية ليلا"
SAME = 0.999
"""Two machines round differently, two encoders differ by more."""


class Encoder(Protocol):
    """What makes vectors of texts, all of one length."""

    def encode(self, texts: Sequence[str]) -> list[list[float]]:
        """A vector for each text, in order."""


Loader = Callable[[str], Encoder]
Vector = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Dense:
    """A linear model over the vectors of one encoder, and the vector that this encoder must give for the probe."""

    encoder: str
    probe: Vector
    bias: float
    weights: Vector

    def score(self, vector: Vector) -> float:
        """The log-odds of the topic by the vector alone."""
        return self.bias + sum(weight * each for weight, each in zip(self.weights, vector, strict=True))

    def misfit(self, encoder: Encoder) -> str:
        """Why the encoder is not the one that this was fitted on; empty when it is."""
        (probe,) = vectors_of(encoder, [PROBE])
        if len(probe) != len(self.weights):
            return f"{self.encoder!r} gives {len(probe)} numbers, {len(self.weights)} were learned; {_AGAIN}"
        if sum(one * other for one, other in zip(probe, self.probe, strict=True)) < SAME:
            return f"the files of {self.encoder!r} are not those it learned with; {_AGAIN}"
        return ""


_AGAIN = "run `monitor train` again"


def article_text(document: Document) -> str:
    """What an encoder is given of an article; half of a surrogate pair is more than tokenizers take."""
    text = f"{document.title}\n{document.text[:MOST_CHARACTERS]}".strip()[:MOST_CHARACTERS]
    return text.encode("utf-8", "replace").decode("utf-8")


def vectors_of(encoder: Encoder, texts: Sequence[str]) -> list[Vector]:
    """A vector of length one for each text; MonitorError where the encoder gives none that has a direction."""
    rows = encoder.encode(texts)
    lengths = [math.hypot(*row) for row in rows]
    if len(rows) != len(texts) or not all(math.isfinite(length) and length > 0 for length in lengths):
        raise MonitorError("the encoder gave no usable vector")
    return [tuple(round(each / length, 7) for each in row) for row, length in zip(rows, lengths, strict=True)]


@functools.lru_cache(maxsize=4)
def load_local(name: str) -> Encoder:
    """The encoder of that name from files of this machine; MonitorError says what to do where there is none."""
    if parent_process() is not None:
        # A child that reads hostile text has neither memory nor time for it, and would die of every article.
        raise MonitorError(f"{name!r} was not in use when the service started; restart the service")
    os.environ["HF_HUB_OFFLINE"] = "1"  # some parts of the library ask the hub whatever they are told
    os.environ["HF_HUB_DISABLE_PROGRESS_BARS"] = "1"
    return _load(name, local_only=True)


def load_or_fetch(name: str) -> Encoder:
    """The encoder of that name; the library fetches what is not on this machine. Not for the service."""
    return _load(name, local_only=False)


def _load(name: str, *, local_only: bool) -> Encoder:
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")  # threads do not survive the fork of a child
    try:
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - an optional extra, and heavy
    except ImportError as error:
        said = f"embeddings need sentence-transformers, which is not installed; run: {REMEDY}"
        raise MonitorError(said) from error
    try:
        return _Library(SentenceTransformer(name, device="cpu", local_files_only=local_only))
    except Exception as error:
        where = "on this machine; `monitor train` fetches them" if local_only else "to be had"
        first = (str(error) or type(error).__name__).splitlines()[0]
        raise MonitorError(f"the files of {name!r} are not {where} ({first})") from error


class _Library:
    def __init__(self, model: Any) -> None:  # the library is not there to be typed against
        self._model = model

    def encode(self, texts: Sequence[str]) -> list[list[float]]:
        """A vector for each text, in order."""
        return [list(map(float, row)) for row in self._model.encode(list(texts), show_progress_bar=False)]
