"""What a client asks: the request, its prefetched data, what must still be fetched, and whose data it is."""

from backstay.exchange.smart.gathering import Access, Fetched, Query
from backstay.hooks.asked.call import Call
from backstay.hooks.asked.person import case_of
from backstay.hooks.asked.prefetch import with_fetched
from backstay.hooks.asked.request import open_call

__all__ = ["Access", "Call", "Fetched", "Query", "case_of", "open_call", "with_fetched"]
