"""Tables of results: names are never cut, and what reads a pipe gets whole lines."""

import os

from rich.console import Console
from rich.table import Table


def show(result: Table | str) -> None:
    """Print a table, or the sentence that stands for an empty one.

    A narrow terminal folds all columns but the first, by which rows are named. In a pipe or a file a row is one line.
    """
    console = Console()
    if isinstance(result, Table):
        for number, column in enumerate(result.columns):
            column.no_wrap, column.overflow = number == 0, "fold"
        if not console.is_terminal and "COLUMNS" not in os.environ:
            console.width = max(
                console.width, console.measure(result, options=console.options.update(width=10_000)).maximum
            )
    console.print(result)
