"""`backstay medicines ...`: each command in a module of its name."""
