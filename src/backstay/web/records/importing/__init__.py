"""Facts from elsewhere: a bundle that is uploaded, a record that is asked, a list of medicines that is pasted.

What was read is shown beside what is recorded, travels in the form itself, and is stored only when confirmed.
"""

from backstay.web.records.importing.left import unread

__all__ = ["unread"]
