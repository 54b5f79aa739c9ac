"""Thermal dose and distances in ablation."""
