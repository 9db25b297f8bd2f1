"""4: article -> assessments. Rules as files become one index; an article is scanned once, however many rules there are.

schema, fields, outcomes   what may be written      load     files -> LoadedPack, every mistake named (check, lint)
terms, patterns, morphology, index                  compile  LoadedPack -> Pack: one phrase index for all rules
match    article -> hits                            reading  all found in an article, for everyone who judges it
gazetteer, places   names -> places                 contexts what only sounds like a real, new event
evidence, conditions, score   hits -> the best alternative of a rule, with its reasons
assess   article -> assessments                     explain  why, and what was missing
selftest a rule's own examples                      classifier, features, modelled  what a trained model adds
status, slots, gist, describe   what the event is, told in a sentence
"""
