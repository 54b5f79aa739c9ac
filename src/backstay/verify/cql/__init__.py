"""The knowledge as CQL, so that a compiler and an engine that others wrote can judge ours.

knowledge -> library text        what is exported
evaluation -> parameters         one patient, as the library takes it
evaluation -> answers            what our engine says, under the names of the library's expressions
"""

from backstay.verify.cql.answers import answers
from backstay.verify.cql.export import library_text
from backstay.verify.cql.inputs import parameters

__all__ = ["answers", "library_text", "parameters"]
