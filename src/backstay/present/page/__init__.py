"""A plan as one self-contained HTML page: no script, no style attribute, nothing loaded."""
