"""Who hears what when (policy), how it reads (render, limits), how it is sent (channels)."""
