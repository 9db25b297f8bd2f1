"""Write the reference pages that follow from the code: `python docs/reference/generate.py`. A test compares them."""

import json
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROPERTIES = "properties"


def commands() -> str:
    """Every command with the text of its `--help`."""
    page = [
        "# Commands",
        "",
        "Written from `monitor --help`. Exit codes: 0 ok, 1 problem found, 2 usage, 3 only warnings",
    ]
    page += [
        "under `--strict`, 75 try again, 78 bad configuration, 130 interrupted. Data goes to standard output, talk to"
    ]
    page += ["standard error."]
    queue: list[list[str]] = [[]]
    while queue:
        words = queue.pop(0)
        text = _help(words)
        page += ["", f"## monitor {' '.join(words)}".rstrip(), "", "```text", text, "```"]
        queue[:0] = [[*words, name] for name in _names(text)]
    return "\n".join(page) + "\n"


def _help(words: list[str]) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "monitor", *words, "--help"],
        capture_output=True,
        text=True,
        check=True,
        env={"COLUMNS": "100", "TERMINAL_WIDTH": "100", "NO_COLOR": "1", "PATH": "/usr/bin:/bin", "HOME": "/"},
    )
    return "\n".join(line.rstrip() for line in done.stdout.strip("\n").splitlines())


def _names(text: str) -> list[str]:
    _, _, listed = text.partition("\nCommands:\n")
    return [line.split()[0] for line in listed.splitlines() if line.startswith("  ") and not line.startswith("   ")]


def configuration() -> str:
    """Every key of config.yaml, from its JSON Schema."""
    schema = json.loads((HERE.parent.parent / "schema" / "config.v1.json").read_text("utf-8"))
    page = [
        "# Configuration",
        "",
        "Written from `schema/config.v1.json`. `config.example.yaml` shows all of it in use.",
    ]
    for name, part in [("config.yaml", schema), *sorted(schema["$defs"].items())]:
        if PROPERTIES not in part:
            continue
        page += [
            "",
            f"## {name}",
            "",
            part.get("description", ""),
            "",
            "| key | value | default | meaning |",
            "|---|---|---|---|",
        ]
        required = set(part.get("required", ()))
        for key, value in part[PROPERTIES].items():
            default = "required" if key in required else _default(value)
            meaning = value.get("description", "").replace("|", "\\|")
            page.append(f"| `{key}` | {_kind(value)} | {default} | {meaning} |")
    return "\n".join(page) + "\n"


def _default(value: dict[str, object]) -> str:
    return f"`{json.dumps(value['default'], ensure_ascii=False)}`" if value.get("default") is not None else ""


def _kind(value: dict[str, object]) -> str:
    if reference := value.get("$ref"):
        return f"[{str(reference).rpartition('/')[2]}](#{str(reference).rpartition('/')[2].lower()})"
    if options := value.get("enum"):
        return ", ".join(f"`{option}`" for option in options)
    for joined in ("anyOf", "oneOf", "allOf"):
        if parts := value.get(joined):
            return " or ".join(dict.fromkeys(_kind(part) for part in parts))
    if value.get("type") == "array":
        return f"list of {_kind(value.get('items') or {})}"
    return f"`{value['const']}`" if "const" in value else str(value.get("type", "mapping"))


PAGES = {"commands.md": commands, "configuration.md": configuration}

if __name__ == "__main__":
    for name, write in PAGES.items():
        (HERE / name).write_text(write(), "utf-8")
