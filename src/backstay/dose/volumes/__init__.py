"""Schedules, target volumes, and what they cost and gain: fracture and local control."""
