"""A case on one screen: parts that a page of an application puts together from the pieces of the report."""
