"""Stage 3: items to articles. Who an item is, what it says in plain text, in which language, and since when."""
