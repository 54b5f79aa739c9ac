"""Whether a plan keeps to the limits of its organs."""
