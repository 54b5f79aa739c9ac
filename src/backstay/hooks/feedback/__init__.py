"""What was done with a card, stored once however often it is told."""
