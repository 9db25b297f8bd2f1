"""What normalise, detect and search share about text: folding, words, sentences, language. Pure, no other room's types."""
