"""4: article -> assessments. Rules as files become one index; an article is scanned once, however many rules there are.

schema  what may be written        load     files -> LoadedPack, with every mistake named (check, lint)
terms, patterns, morphology        compile  LoadedPack -> Pack: one phrase index for all rules
match   article -> hits            reading  all that is found in an article, for everyone who judges it
gazetteer, places   places         evidence, score   hits -> the best alternative of a rule, with its reasons
assess  article -> assessments     selftest a rule's own examples
"""
