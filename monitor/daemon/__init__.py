"""The service that runs for months: it keeps the flow going and says when it cannot.

service.py     what is started, in which order, and how it ends
polling.py     due feeds -> workers -> batches of outcomes -> the writer
reload.py      a new snapshot whole, or the old one and a word to a person
chores.py      digest, retention, backup, heartbeat, feeds that fail for long
watchdog.py    does each part still make progress?
operations.py  what the control socket answers
"""
