"""The only way out of this process: feeds, article pages, webhooks and the heartbeat all pass here.

urls       which addresses a person or a server may name: scheme, port, no tricks in the text
addresses  which IP addresses we connect to: public ones, and private ones where the feed's owner allowed it
names      host names to checked addresses, in threads of their own
admission  who may start: two at a time per host, a small lane of its own for feeds that failed last time
backoff    hosts that asked us to wait
decoding   gzip and deflate, one layer, never more than the cap
failures   what went wrong, as a stable word and a sentence
client     Egress: deadline, redirects, caps, one request from beginning to end

What stands here costs nothing: the client, and with it aiohttp, is imported from its own file by those who go out.
"""

from monitor.egress.limits import Limits
from monitor.egress.request import Answer

__all__ = ["Answer", "Limits"]
