"""Contexts: whether evidence tells a real, new event, or something that only sounds like one.

scene      what a context is judged on: the sentences of the evidence, its hits; weighing cues there
clauses    whether a cue says something of the evidence, or of something else in the same sentence
dates      past dates, years and `years ago` in ten languages, relative to when the article was published
pages      contexts that may colour a whole page: a trial, a drill, fiction, sport, a portrait, history, an anniversary
sentences  contexts of the sentence alone: retrospective, metaphor, denial, hypothetical, warning
judge      all of them by name: `Contexts(reading).signs("trial", scene)` -> the cues, none when the context is absent

A context is judged on the sentences of the evidence, so a report of a new attack that recalls an old one still alerts.
A page that is of one kind as a whole says so in title and lead; that counts only where the evidence's own sentence does
not date its event to these days. Cues are terms of `lists/context-<name>`; a weight below 1 does not suffice alone.
"""
