"""The shipped model is what `monitor train --pack` makes of the shipped rules and examples, and of nothing else."""

import json
from pathlib import Path

import numpy as np
import pytest

from monitor.detect.compile import compile_pack
from monitor.detect.load import default_pack_folder, load_pack
from monitor.learn.corpus import read_corpus
from monitor.learn.topics import train_shared

REMEDY = "the lists, rules or examples changed: run `monitor train --pack` and measure again"


@pytest.fixture(scope="module")
def shipped_and_rebuilt(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, object], dict[str, object]]:
    folder = default_pack_folder()
    articles = [one for path in sorted((folder / "examples").glob("*.jsonl")) for one in read_corpus(path)]
    made = tmp_path_factory.mktemp("model")
    train_shared(compile_pack(load_pack([folder])), articles, made, lambda: None)
    return json.loads((folder / "model" / "shared.json").read_text("utf-8")), json.loads(
        (Path(made) / "shared.json").read_text("utf-8")
    )


def test_the_shipped_model_sees_what_a_rebuilt_one_sees(
    shipped_and_rebuilt: tuple[dict[str, object], dict[str, object]],
) -> None:
    shipped, rebuilt = shipped_and_rebuilt
    assert shipped["vocabulary"] == rebuilt["vocabulary"], REMEDY
    assert shipped["topics"] == rebuilt["topics"]


def test_the_shipped_coefficients_are_those_of_a_rebuilt_one(
    shipped_and_rebuilt: tuple[dict[str, object], dict[str, object]],
) -> None:
    shipped, rebuilt = shipped_and_rebuilt
    # Another processor adds up in another order; what rounding may do to a coefficient is far below what matters.
    for part in ("whole", "sentence"):
        for name in ("bias", "weights"):
            ours, theirs = (np.asarray(model[part][name]) for model in (shipped, rebuilt))  # type: ignore[index]
            assert np.allclose(ours, theirs, atol=1e-3), REMEDY
