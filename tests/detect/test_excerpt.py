"""A pack cut down to a few rules decides as the whole pack does."""

import ast
from pathlib import Path

from monitor.detect import contexts
from monitor.detect.compile import compile_pack
from monitor.detect.excerpt import CONTEXT_LISTS, excerpt
from monitor.detect.load import default_pack_folder, load_pack
from monitor.detect.selftest import run_tests


def test_every_list_that_a_context_names_is_kept() -> None:
    shipped = {path.stem for path in (default_pack_folder() / "lists").glob("*.yaml")}
    named = {
        node.value
        for file in Path(contexts.__file__).parent.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in shipped
    }
    assert {name for name in named if not name.startswith("context-")} <= CONTEXT_LISTS <= shipped


def test_a_shipped_rule_passes_its_tests_in_a_pack_of_its_own() -> None:
    loaded = excerpt(load_pack([default_pack_folder()]), ["prison-attack"])
    assert len(loaded.lists) < 60
    results = run_tests(compile_pack(loaded))
    assert len(results) > 50
    assert not [each.name for each in results if not each.passed]
