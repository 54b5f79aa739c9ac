"""The spine of one person as SVG: a drawing of what is known, not an image of the body."""
