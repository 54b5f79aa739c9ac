"""Patients, episodes, facts, who may see them, and how facts get in."""
