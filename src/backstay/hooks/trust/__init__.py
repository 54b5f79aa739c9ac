"""Who may ask: tokens of clients, their keys, and tokens that were used already."""
