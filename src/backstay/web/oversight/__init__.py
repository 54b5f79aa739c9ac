"""Reading the audit: the search of an administrator, its export, and who opened one record."""
