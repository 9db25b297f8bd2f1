"""One try to send, from the event loop: in a thread of its own, with an end, and with one kind of failure."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from functools import partial
from threading import Thread
from typing import TypeVar

from monitor.errors import ChannelError
from monitor.models import Message
from monitor.notify import webhook
from monitor.notify.channels import send
from monitor.notify.means import Means
from monitor.notify.settings import ChannelSettings

T = TypeVar("T")


async def attempt(
    settings: ChannelSettings, message: Message, taken: set[str], patience: float, *, means: Means, now: datetime
) -> str:
    """Send within `patience` seconds and give where it went; whatever goes wrong is a `ChannelError`.

    `taken` are the recipients that have this message already; those that take it now are added, even when others fail.
    """
    try:
        return await asyncio.wait_for(_way(settings, message, taken, means, now), patience)
    except ChannelError:
        raise
    except TimeoutError as error:
        sentence = f"channel {settings.name}: no answer within {patience:.0f} s"
        raise ChannelError("timeout", sentence) from error
    except Exception as error:  # noqa: BLE001  whatever a plugin raises is this channel's failure, not ours
        # The text of a foreign exception may hold the channel's URL.
        sentence = f"channel {settings.name}: {type(error).__name__} while sending"
        raise ChannelError("fault", sentence) from None


def _way(settings: ChannelSettings, message: Message, taken: set[str], means: Means, now: datetime) -> Awaitable[str]:
    """Webhooks are our own requests and pass the way out; all else blocks, in a thread."""
    if settings.hook and means.post:
        return webhook.post(settings.hook, message, means.post, now)
    return _in_thread(lambda: send(settings, message, taken))


def _in_thread(work: Callable[[], T]) -> "asyncio.Future[T]":
    """Run it in a thread that does not hold up the program's end, as a pool's thread would."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()

    def run() -> None:
        try:
            settle = partial(future.set_result, work())
        except BaseException as error:  # noqa: BLE001  it belongs to whoever waits
            settle = partial(future.set_exception, error)
        # The loop is closed when the program ended meanwhile.
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(lambda: None if future.done() else settle())

    Thread(target=run, name="send", daemon=True).start()
    return future
