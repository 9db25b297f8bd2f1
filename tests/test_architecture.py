"""The house rules that a reader relies on: who imports whom, who may touch which library, how long things get."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MONITOR = ROOT / "monitor"

# Lowest first. A room imports rooms of lower layers and its own files, never a neighbour.
LAYERS: tuple[tuple[str, ...], ...] = (
    ("models", "errors"),
    ("text", "sandbox", "egress", "yamlfile", "failpoint", "stamps"),
    ("poll", "parse", "normalise", "detect", "incidents", "notify", "store"),
    ("config",),
    ("telling", "story"),
    ("ledger",),
    ("pipeline", "commit", "delivery", "workers", "snapshot", "changes", "surges"),
    ("learn", "control", "demo"),
    ("daemon", "web"),
    ("cli",),
    ("__main__",),
)
ONLY_IN = {
    "feedparser": ("monitor/parse/feed.py",),
    "apprise": ("monitor/notify/channels.py",),
    "sqlite3": ("monitor/store/",),
    "sqlite_utils": ("monitor/store/",),
    "aiohttp": ("monitor/egress",),
    "selectolax": ("monitor/normalise/html.py",),
    "trafilatura": ("monitor/normalise/page.py",),
    "yaml": ("monitor/yamlfile",),
    "re2": ("monitor/detect/",),
    "pebble": ("monitor/sandbox.py",),
    "py3langid": ("monitor/text/language.py",),
    "sklearn": ("monitor/learn/",),
    "sentence_transformers": ("monitor/detect/embeddings.py",),
    "apscheduler": ("monitor/daemon",),
    "jinja2": ("monitor/notify/template.py", "monitor/web/"),
}
LONG_FILES = {
    "monitor/models.py": "every hand-over type in the order of the flow; in several files the order would be lost",
}
LONG_FUNCTIONS: dict[str, str] = {}


def modules() -> list[tuple[str, ast.Module]]:
    return [(p.relative_to(ROOT).as_posix(), ast.parse(p.read_text("utf-8"))) for p in sorted(MONITOR.rglob("*.py"))]


def room(path: str) -> str:
    parts = path.removeprefix("monitor/").removesuffix(".py").split("/")
    return parts[0]


def imported(tree: ast.AST) -> list[tuple[str, ast.stmt]]:
    names: list[tuple[str, ast.stmt]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [(alias.name, node) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            if node.module == "monitor":
                names += [(f"monitor.{alias.name}", node) for alias in node.names]
            else:
                names.append((node.module, node))
    return names


def test_imports_run_downward_and_never_sideways() -> None:
    level = {name: n for n, names in enumerate(LAYERS) for name in names}
    wrong = []
    for path, tree in modules():
        here = room(path)
        if here == "__init__":
            continue
        assert here in level, f"{path}: give this room a layer, here and in docs/explanation/architecture.md"
        for name, node in imported(tree):
            if not name.startswith("monitor."):
                continue
            there = name.split(".")[1]
            if there in {"__version__", here}:
                continue
            if level[there] >= level[here]:
                wrong.append(f"{path}:{node.lineno} imports {name}")
    assert not wrong, "\n".join(wrong)


def test_each_library_is_met_in_one_place() -> None:
    wrong = [
        f"{path}:{node.lineno} imports {name}"
        for path, tree in modules()
        for name, node in imported(tree)
        if (places := ONLY_IN.get(name.split(".")[0])) and not path.startswith(places)
    ]
    assert not wrong, "\n".join(wrong)


def test_own_imports_stand_at_the_top_of_the_file() -> None:
    wrong = []
    for path, tree in modules():
        top = set(tree.body)
        wrong += [
            f"{path}:{node.lineno}"
            for name, node in imported(tree)
            if name.startswith("monitor") and node not in top and not path.startswith("monitor/cli/")
        ]
    assert not wrong, "\n".join(wrong)


def test_relative_imports_are_not_used() -> None:
    wrong = [
        f"{path}:{node.lineno}"
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert not wrong, "\n".join(wrong)


def test_files_and_functions_stay_short() -> None:
    wrong = []
    for path, tree in modules():
        lines = len((ROOT / path).read_text("utf-8").splitlines())
        if lines > 320 and path not in LONG_FILES:
            wrong.append(f"{path}: {lines} lines")
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > 65 and f"{path}:{node.name}" not in LONG_FUNCTIONS:
                    wrong.append(f"{path}:{node.lineno} {node.name}: {length} lines")
    assert not wrong, "\n".join(wrong)


def test_production_code_does_not_know_that_it_is_tested() -> None:
    assert not [path for path, tree in modules() if any(name.startswith("pytest") for name, _ in imported(tree))]
