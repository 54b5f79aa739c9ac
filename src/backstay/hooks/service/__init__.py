"""The service: routes, limits, logs and metrics around the functions of this room."""
