"""Words of the knowledge in templates."""
