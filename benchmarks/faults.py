"""Runs the fault matrix of `tests/faults` and prints it as a table; with `--results FILE` also into that page.

.venv/bin/python benchmarks/faults.py
.venv/bin/python benchmarks/faults.py F15 F21 --results docs/explanation/delivery.md
"""

import argparse
import asyncio
import logging
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

for place in ("", "delivery", "faults"):
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / place))

from accounts import Account  # noqa: E402 - found by the lines above
from matrix import SCENARIOS  # noqa: E402 - as above

BEGIN, END = "<!-- the table: make faults -->", "<!-- end of the table -->"
HEAD = ("fault", "committed", "received", "lost", "repeated, same id", "messages", "others told after", "remarks")


def row(name: str, account: Account) -> tuple[str, ...]:
    told = "" if account.told is None else f"{account.told:.0f} s"
    note = account.note
    if account.named_elsewhere:
        note = f"{account.named_elsewhere} refused, named on the other channel and kept; {note}"
    counts = (account.committed, account.received, account.lost, account.duplicates, account.messages)
    return (name, *(str(count) for count in counts), told, note)


def run(names: list[str]) -> Iterator[tuple[str, ...]]:
    chosen = [name for name in SCENARIOS if not names or name.split()[0] in names or name in names]
    for name in chosen:
        with tempfile.TemporaryDirectory() as folder:
            found = row(name, asyncio.run(SCENARIOS[name](Path(folder))))
        print(" | ".join(found), file=sys.stderr, flush=True)
        yield found


def table(rows: list[tuple[str, ...]]) -> str:
    lines = [HEAD, tuple("---" for _ in HEAD), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def write(page: Path, text: str) -> None:
    """Put the table between its two marks."""
    before, _, rest = page.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", "utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("faults", nargs="*", help="F15, F21, ...; all when none is named")
    parser.add_argument("--results", type=Path, help="a page that holds the table between its marks")
    arguments = parser.parse_args()
    logging.getLogger("monitor").setLevel(logging.CRITICAL)
    rows = list(run(arguments.faults))
    text = table(rows)
    print(text)
    if arguments.results:
        write(arguments.results, text)
    return int(any(cells[3] != "0" for cells in rows))


if __name__ == "__main__":
    sys.exit(main())
