"""`monitor demo`: the real service on bundled sample feeds, without network or configuration. Nothing is sent."""

import asyncio
import json
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.logs import set_up
from monitor.cli.run import summary
from monitor.config import load_config
from monitor.daemon.service import Service
from monitor.demo import feeds
from monitor.snapshot import build

_CONFIG = """\
version: 1
instance: {{name: demo}}
feeds:
  defaults: {{allow_private: true, baseline: false}}
  list: {feeds}
channels:
  terminal: {{url: "terminal:"}}
log: {{level: warning}}
"""


def demo(
    keep: Annotated[Path | None, typer.Option(help="Keep the demo's folder here, to look around in it.")] = None,
) -> int:
    """Serve sample feeds in ten languages on this machine, run the real service on them, and print its alerts."""
    began = time.monotonic()
    with _folder(keep) as folder, _server() as address:
        path = folder / "config.yaml"
        served = feeds(datetime.now(UTC))
        listed = [{"url": f"{address}/{name}", "name": name.partition(".")[0]} for name in served]
        path.write_text(_CONFIG.format(feeds=json.dumps(listed)), "utf-8")
        set_up("warning", "auto", load_config(path).secrets.seen)
        tally = asyncio.run(Service(build(path), clock=lambda: datetime.now(UTC)).run_once())
    typer.echo(f"\n{summary(tally)} in {time.monotonic() - began:.0f} s. Nothing left this machine.", err=True)
    if keep:
        typer.echo(f"Look around: monitor incidents list --config {keep / 'config.yaml'}", err=True)
    typer.echo("Next: monitor init DIR", err=True)
    return 0 if tally.alerts else 1


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        yield keep
        return
    with tempfile.TemporaryDirectory(prefix="monitor-demo-") as folder:
        yield Path(folder)


@contextmanager
def _server() -> Iterator[str]:
    """The sample feeds on a loopback port that the system chooses."""
    served = feeds(datetime.now(UTC))

    class Handler(BaseHTTPRequestHandler):
        """Answers with a sample feed by its name."""

        def do_GET(self) -> None:
            """Serve the feed, or 404."""
            content_type, body = served.get(self.path.removeprefix("/"), ("", b""))
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", content_type or "text/plain")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Stay quiet: the demo's output is its alerts."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
