"""Tags that templates about cases load."""
