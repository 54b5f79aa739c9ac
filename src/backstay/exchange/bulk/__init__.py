"""Folders of a bulk export (`*.ndjson`), read person by person with bounded memory."""

from backstay.exchange.bulk.reading import Rest, read_folder

__all__ = ["Rest", "read_folder"]
