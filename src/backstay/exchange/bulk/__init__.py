"""Bulk Data: folders of resources by kind, read patient by patient."""
