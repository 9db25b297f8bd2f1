"""What normalise, detect and search share about text: folding, words, sentences, language."""
