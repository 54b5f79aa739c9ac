"""The software's version; a record names it."""

VERSION = "0.1.0"
