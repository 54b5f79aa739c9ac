"""`backstay fhir ...`: each command in a module of its name."""

__all__: list[str] = []
