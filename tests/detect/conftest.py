"""Small packs written by a test itself."""

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from monitor.detect.compile import Pack, compile_pack
from monitor.detect.load import load_pack

HEAD = """\
version: 1
id: {id}
title: Topic {id}
severity: high
family: attack
description: A topic made for a test.
"""

Folder = Callable[..., Path]
Compiled = Callable[..., Pack]


@pytest.fixture
def write(tmp_path: Path) -> Folder:
    """write(rule body, id=..., lists={...}, into="pack") -> the folder. The head of a rule is added."""

    def write_files(body: str, *, id: str = "topic", lists: dict[str, str] | None = None, into: str = "pack") -> Path:  # noqa: A002 - as in the file
        folder = tmp_path / into
        (folder / "topics").mkdir(parents=True, exist_ok=True)
        (folder / "lists").mkdir(exist_ok=True)
        (folder / "topics" / f"{id}.yaml").write_text(HEAD.format(id=id) + dedent(body), "utf-8")
        for name, terms in (lists or {}).items():
            text = f"version: 1\nid: {name}\ntitle: List {name}\nterms:\n" + terms
            (folder / "lists" / f"{name}.yaml").write_text(text, "utf-8")
        return folder

    return write_files


@pytest.fixture
def pack(write: Folder) -> Compiled:
    """pack(rule body, lists={...}) -> the compiled pack of that one rule."""

    def make(body: str, *, lists: dict[str, str] | None = None) -> Pack:
        return compile_pack(load_pack([write(body, lists=lists)]))

    return make
