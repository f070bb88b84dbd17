"""Read places from other people's gazetteers: one source format a module."""
