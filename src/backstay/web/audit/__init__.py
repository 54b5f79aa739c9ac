"""Who did or read what, and when: a chain that is only ever added to."""
