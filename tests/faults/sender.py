"""A sender as a process of its own: `sender.py FOLDER PORT [full]`. It sends all that is due and ends.

With `full`, the disk is full from its start on for two simulated minutes: no file may grow. It prints what it saw.
"""

import asyncio
import json
import resource
import sys
from pathlib import Path

for folder in ("", "delivery"):
    sys.path.insert(0, str(Path(__file__).parents[1] / folder))

from outbox_on_disk import Post  # noqa: E402 - found by the lines above

from monitor.errors import StoreError  # noqa: E402 - as above
from monitor.notify.channels import ChannelSettings  # noqa: E402 - as above
from monitor.store import outbox  # noqa: E402 - as above
from monitor.store.folder import DATABASE  # noqa: E402 - as above


async def full(post: Post, folder: Path) -> dict[str, object]:
    began = post.clock()
    size = folder.joinpath(f"{DATABASE}-wal").stat().st_size
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        post.tell("refused")
        accepted = True
    except StoreError:
        accepted = False
    alarmed = None
    for _ in range(24):
        await post.deliver()
        if alarmed is None and post.courier._alarmed:
            alarmed = (post.clock() - began).total_seconds()
        post.clock.pass_(seconds=5)
    during = post.states("ops").count("sent")
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    return {"accepted": accepted, "alarmed": alarmed, "recorded_during": during}


async def main(folder: Path, port: int, mode: str) -> None:
    names = ("ops", "desk")
    post = Post(folder, [ChannelSettings(name, f"json://127.0.0.1:{port}/{name}/?rto=5") for name in names])
    post.write(outbox.release)
    seen = await full(post, folder) if mode == "full" else {}
    await post.courier.flush(20.0)
    await post.courier.flush(20.0)
    await post.close()
    sys.stdout.write(json.dumps(seen))


asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else ""))
