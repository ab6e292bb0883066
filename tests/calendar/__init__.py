"""A year in the life of invented portals, planted and judged: what is found must be what was planted."""
