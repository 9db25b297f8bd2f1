"""What is learned or built ahead of time: the model and its evaluation, replay, suggestions, the gazetteer."""
