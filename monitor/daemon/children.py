"""What every child finds loaded: imported by the server from which children are forked, and by nothing else.

Memory that is filled before the fork is shared by all children, and a child's processor budget is for hostile bytes,
not for our own loading. The model of languages alone is 85 MB and a third of a second.
"""

import gc

from monitor import pipeline
from monitor.text.language import detect

__all__ = ["pipeline"]

detect("A first sentence, so that the model is loaded.")
gc.collect()
gc.freeze()  # the collector would write into every shared page, and so copy it
