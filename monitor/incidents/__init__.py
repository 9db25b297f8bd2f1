"""Which event is this? Pure decisions over rows that the store hands in."""
