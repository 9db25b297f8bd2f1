"""Threat Monitor: the stages, in the order in which an article passes them.

    poll/        1  feed -> bytes            when to ask, how to ask, what the answer means for the feed
    parse/       2  bytes -> items           in a child that can be killed
    normalise/   3  item -> article          text, furniture, dates, identity
    detect/      4  article -> assessments   rules: load, compile, match, explain
    incidents/   5  assessments -> incident  which event is this?
    notify/      6  notice -> message        who hears it, how it reads, how it is sent
    store/       7  SQLite, the only SQL

Read `pipeline.py` first: one poll, end to end. `commit.py` is the one transaction, `delivery.py` what happens after it,
`daemon.py` what keeps all of it going, `cli/` where it is put together.
"""

__version__ = "0.1.0"
