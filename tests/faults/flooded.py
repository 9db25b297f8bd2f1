"""A bad day: a channel is down for 24 h, and meanwhile there is a storm, a limit and a chain of reminders."""

from datetime import timedelta
from pathlib import Path

from accounts import Account, account
from mailboxes import Mailbox
from outbox_on_disk import Post
from services import mail_post

from monitor.models import Severity
from monitor.notify.routes import Chain, Limit, Route, Routing, Storm, When
from monitor.telling import merge_due, remind_due

HOURS = 24
CHAIN = Chain(timedelta(minutes=15), ("mail",))
ROUTING = Routing(
    (
        Route(1, ("mail",), When(min_severity=Severity.CRITICAL), chain=CHAIN),
        Route(2, ("mail",), limit=Limit(30, timedelta(hours=1))),
    ),
    storm=Storm(),
)


async def mail_down_in_a_storm(folder: Path) -> Account:
    """F15: 30 notices of one region an hour while the mail server refuses connections, five of them critical; nobody
    acknowledges any."""
    box = Mailbox()
    with mail_post(folder, box) as post:
        refs, critical = [], []
        for number in range(HOURS * 30):
            severity = Severity.CRITICAL if number % 150 == 0 else Severity.HIGH
            refs.append(post.tell(f"town{number}", severity=severity, routing=ROUTING))
            critical += refs[-1:] if severity is Severity.CRITICAL else []
            await see_through(post)
            post.clock.pass_(minutes=2)
        with box.open(post.clock):
            back = post.clock()
            while not set(refs) <= {ref for message in box.arrived for ref in message.refs(refs)}:
                await see_through(post)
                post.clock.pass_(seconds=10)
                assert post.clock() - back < timedelta(hours=1), post.log("mail")[-5:]
        alone = {message.key for message in box.arrived if not message.key.startswith("S-")}
        note = f"{len(box.arrived)} mails, all {len(alone.intersection(critical))} critical ones by themselves"
        result = account(box.arrived, refs, note=note)
        await post.close()
    return result


async def see_through(post: Post) -> None:
    """A second of the service's life."""
    now = post.clock()
    post.write(lambda db: (merge_due(db, now), remind_due(db, now, ROUTING)))
    await post.deliver()


SCENARIOS = {"F15 mail server down for 24 h in a storm": mail_down_in_a_storm}
