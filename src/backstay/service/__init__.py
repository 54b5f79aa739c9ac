"""What every server of ours shares: where it listens, and what its logs may say. No web framework is known here."""
