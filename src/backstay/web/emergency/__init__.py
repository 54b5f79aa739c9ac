"""The page for an emergency: no sign-in, nothing stored."""
