"""Stage 1, feed -> bytes: when to ask a feed, how to ask it, and what its answer means for it.

schedule   when next (pure)
fetch      one polite, conditional question
state      what polling has learned, and the sentence that a person reads (pure)
"""
