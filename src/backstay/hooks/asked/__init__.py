"""What a client asks: the request, its prefetched data, what must still be fetched, and whose data it is."""
