"""What a round over all feeds costs, measured on a real `monitor run` against synthetic feeds on loopback.

    python benchmarks/poll.py                          all scenarios, as a Markdown table
    python benchmarks/poll.py http --feeds 200         one scenario, smaller
    python benchmarks/poll.py --results FILE --peers ROWS.jsonl

A scenario is one of: http https silent hostile scale idle. CPU is user and system time of the whole process tree, the
service running already. `--peers` takes rows of another harness (one JSON object a line with `peer`, `phase`, `tls`,
`cpu`, `n`) and sets their medians beside ours. `--results` replaces what follows "## Results" in a file.
"""

import argparse
import json
import os
import platform
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from service import Cycle, Helper, running

ROUNDS = 3
TICK = 0.05
IDLE_SECONDS = 30.0
HOSTILE_SHARE = 0.2
TARGETS = {
    "HTTP": {"cold": 55, "warm": 0.9, "warm5": 2.5},
    "HTTPS": {"warm": 2.0},
}
HEADING = "## Results"
# The phases of a harness for peers that compare with our cycles.
PEER_PHASES = {"cold": "cold", "warm": "warm304", "warm5": "warm5"}


@dataclass(frozen=True)
class Row:
    """One measured value with what it is to be compared with."""

    scenario: str
    value: str
    target: str = ""
    floor: str = ""
    peers: str = ""
    note: str = ""


@dataclass(frozen=True)
class Plan:
    """What was asked for on the command line."""

    feeds: int
    hosts: int
    folder: Path
    peers: Mapping[tuple[str, bool], Mapping[str, float]]

    @property
    def scale(self) -> float:
        """Targets are for 1,000 feeds."""
        return self.feeds / 1000


@contextmanager
def _farm(*options: str) -> Iterator[tuple[Helper, list[tuple[str, str]]]]:
    """A farm and its feeds, each an address and a behaviour."""
    farm = Helper("farm.py", *options)
    try:
        sites = farm.read()
        assert isinstance(sites, list)
        yield farm, [(str(url), str(behaviour)) for url, behaviour in sites]
    finally:
        farm.close()


@contextmanager
def _floor(folder: Path, urls: Sequence[str], env: Mapping[str, str]) -> Iterator[Helper]:
    addresses = folder / "urls.txt"
    addresses.write_text("\n".join(urls), "ascii")
    floor = Helper("floor.py", str(addresses), env=env)
    try:
        yield floor
    finally:
        floor.close()


def http(plan: Plan) -> Iterator[Row]:
    """Everything new, nothing new, and a twentieth of the feeds with one new item."""
    with _farm("--feeds", str(plan.feeds), "--hosts", str(plan.hosts)) as (farm, sites):
        yield from _cycles(plan, farm, [url for url, _ in sites], {}, "HTTP")


def https(plan: Plan) -> Iterator[Row]:
    """The same through TLS, with a private authority."""
    certificates = plan.folder / "tls"
    options = ("--feeds", str(plan.feeds), "--hosts", str(plan.hosts), "--tls", str(certificates))
    with _farm(*options) as (farm, sites):
        env = {"SSL_CERT_FILE": str(certificates / "ca.pem")}
        yield from _cycles(plan, farm, [url for url, _ in sites], env, f"HTTPS, {plan.hosts} hosts")


def _cycles(plan: Plan, farm: Helper, urls: list[str], env: Mapping[str, str], kind: str) -> Iterator[Row]:
    folder = plan.folder / kind.partition(",")[0]
    with running(folder, urls, env) as service, _floor(plan.folder, urls, env) as floor:
        farm.ask("open")
        cold = service.cycle(urls)
        yield _cycle_row(plan, kind, "cold", [cold], [_number(floor.ask("round"))])
        peak = cold.peak_pss
        for name, share in (("warm", 0.0), ("warm5", TICK)):
            ours, least = [], []
            for _ in range(ROUNDS):
                if share:
                    farm.ask(f"tick {share}")
                farm.ask("stats")
                ours.append(service.cycle(urls))
                asked = farm.ask("stats")
                assert isinstance(asked, dict)
                if asked["requests"] != len(urls):
                    raise RuntimeError(f"{asked['requests']} requests for {len(urls)} feeds")
                least.append(_number(floor.ask("round")))
            peak = max(peak, *(cycle.peak_pss for cycle in ours))
            yield _cycle_row(plan, kind, name, ours, least)
        note = f"{service.pss():.0f} MB after the last cycle"
        yield Row(f"{kind}: memory of the whole tree at its highest", f"{peak:.0f} MB", "400 MB", note=note)


def _cycle_row(plan: Plan, kind: str, name: str, ours: list[Cycle], least: list[float]) -> Row:
    targets = TARGETS[kind.partition(",")[0]]
    cpu, floor = statistics.median(cycle.cpu.tree for cycle in ours), statistics.median(least)
    parent = statistics.median(cycle.cpu.parent for cycle in ours)
    found = plan.peers.get((PEER_PHASES[name], kind.startswith("HTTPS")), {})
    peers = ", ".join(f"{peer} {value * plan.scale:.2f}" for peer, value in sorted(found.items(), key=lambda p: p[1]))
    what = {"cold": "everything new", "warm": "nothing new (304)", "warm5": "5% of the feeds with one new item"}[name]
    return Row(
        f"{kind}: {what}, CPU s",
        f"{cpu:.2f}",
        f"{targets[name] * plan.scale:g}" if name in targets else "",
        f"{floor:.2f} (x{cpu / max(floor, 0.001):.1f})",
        peers,
        f"{ours[-1].articles} articles; {parent:.2f} s in the parent; last feed done after {ours[-1].wall:.1f} s",
    )


def silent(plan: Plan) -> Iterator[Row]:
    """100 feeds of which 3 never answer."""
    with _farm("--feeds", "97", "--hosts", "97", "--silent", "3") as (farm, sites):
        yield from _beside_hostile(plan, farm, sites, "100 feeds, 3 never answer")


def hostile(plan: Plan) -> Iterator[Row]:
    """A fifth of the feeds drips, hangs, fails or bombs."""
    each = round(plan.feeds * HOSTILE_SHARE / 4)
    options = [text for name in ("silent", "drip", "error", "bomb") for text in (f"--{name}", str(each))]
    with _farm("--feeds", str(plan.feeds - 4 * each), "--hosts", str(plan.hosts), *options) as (farm, sites):
        yield from _beside_hostile(plan, farm, sites, f"{plan.feeds} feeds, {4 * each} turn hostile")


def _beside_hostile(plan: Plan, farm: Helper, sites: list[tuple[str, str]], name: str) -> Iterator[Row]:
    """All were honest once; then the hostile ones turn, in the midst of the others."""
    everyone = [url for url, _ in sites]
    healthy = [url for url, behaviour in sites if behaviour == "honest"]
    with running(plan.folder / "hostile", everyone) as service:
        farm.ask("open")
        service.cycle(everyone)
        calm = service.cycle(everyone)
        farm.ask("turn")
        rounds = [service.cycle(healthy) for _ in range(ROUNDS)]
        last = service.cycle(everyone)
    late, usual = max(cycle.wall for cycle in rounds), calm.wall
    yield Row(f"{name}: the latest of the others", f"{late:.1f} s", "", note=f"{usual:.1f} s before they turned")
    peak = max(cycle.peak_pss for cycle in (*rounds, last))
    yield Row(f"{name}: memory", f"{peak:.0f} MB", "", note=f"{calm.peak_pss:.0f} MB before they turned")


def scale(plan: Plan) -> Iterator[Row]:
    """Memory and CPU with five times the feeds. Their items are short: only their number counts here."""
    sizes = (plan.feeds, 5 * plan.feeds)
    memory, cpu = [], []
    for size in sizes:
        with _farm("--feeds", str(size), "--hosts", str(size // 4), "--words", "20") as (farm, sites):
            urls = [url for url, _ in sites]
            with running(plan.folder / f"scale{size}", urls) as service:
                farm.ask("open")
                service.cycle(urls)
                cycles = [service.cycle(urls) for _ in range(ROUNDS)]
                cpu.append(statistics.median(cycle.cpu.tree for cycle in cycles))
                memory.append(max(cycle.peak_pss for cycle in cycles))
    more = (memory[1] - memory[0]) * 1024 / (sizes[1] - sizes[0])
    name = f"{sizes[1]} feeds, nothing new"
    yield Row(f"{name}: CPU s", f"{cpu[1]:.2f}", note=f"{cpu[0]:.2f} for {sizes[0]}: x{cpu[1] / cpu[0]:.1f}")
    yield Row(f"{name}: memory", f"{memory[1]:.0f} MB", note=f"{memory[0]:.0f} MB for {sizes[0]}")
    yield Row("memory for each further feed", f"{more:.1f} kB", "10 kB")


def idle(plan: Plan) -> Iterator[Row]:
    """Nothing is due."""
    with _farm("--feeds", str(plan.feeds), "--hosts", str(plan.hosts), "--words", "20") as (farm, sites):
        urls = [url for url, _ in sites]
        with running(plan.folder / "idle", urls) as service:
            farm.ask("open")
            service.cycle(urls)
            yield Row("nothing due: CPU of one core", f"{service.idle_share(IDLE_SECONDS):.2%}", "0.5%")


SCENARIOS: Mapping[str, Callable[[Plan], Iterator[Row]]] = {
    "http": http,
    "https": https,
    "silent": silent,
    "hostile": hostile,
    "scale": scale,
    "idle": idle,
}


def _number(value: object) -> float:
    assert isinstance(value, float)
    return value


def _read_peers(files: Sequence[Path]) -> Mapping[tuple[str, bool], Mapping[str, float]]:
    """Median CPU seconds for 1,000 feeds by (phase, TLS) and peer."""
    found: dict[tuple[str, bool], dict[str, list[float]]] = {}
    for file in files:
        for line in file.read_text("utf-8").splitlines():
            row = json.loads(line)
            of_phase = found.setdefault((row["phase"], bool(row.get("tls"))), {})
            of_phase.setdefault(row["peer"], []).append(row["cpu"] * 1000 / row["n"])
    return {key: {peer: statistics.median(all_) for peer, all_ in of.items()} for key, of in found.items()}


def _table(rows: Sequence[Row]) -> str:
    lines = ["| what | this project | target | bare aiohttp | peers | notes |", "|---|---|---|---|---|---|"]
    lines += [f"| {r.scenario} | {r.value} | {r.target} | {r.floor} | {r.peers} | {r.note} |" for r in rows]
    return "\n".join(lines)


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()}, Python {platform.python_version()}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenarios", nargs="*", choices=[[], *SCENARIOS], help="which; all of them without")
    parser.add_argument("--feeds", type=int, default=1000)
    parser.add_argument("--hosts", type=int, default=250)
    parser.add_argument("--peers", type=Path, nargs="*", default=[])
    parser.add_argument("--results", type=Path, help="the file to write the table into")
    chosen = parser.parse_args()
    rows = []
    for name in chosen.scenarios or SCENARIOS:
        with tempfile.TemporaryDirectory(prefix="monitor-benchmark-") as folder:
            plan = Plan(chosen.feeds, min(chosen.hosts, chosen.feeds), Path(folder), _read_peers(chosen.peers))
            for row in SCENARIOS[name](plan):
                rows.append(row)
                print(f"{row.scenario}: {row.value}; floor {row.floor or '-'}; {row.note}", file=sys.stderr)
    table = _table(rows)
    print(table)
    if chosen.results:
        before = chosen.results.read_text("utf-8").partition(HEADING)[0]
        when = f"{datetime.now(UTC):%Y-%m-%d}, {_machine()}; {chosen.feeds} feeds on {chosen.hosts} hosts."
        chosen.results.write_text(f"{before}{HEADING}\n\n{when}\n\n{table}\n", "utf-8")


if __name__ == "__main__":
    main()
