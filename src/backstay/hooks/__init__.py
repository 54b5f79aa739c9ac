"""CDS Hooks as plain functions, a request in and cards out, and the small service around them.

    body -> asked (what is asked, about whom, with which data) -> cards -> body

`trust` knows who may ask, `feedback` keeps what was done with a card, `smart` opens the assessment from the record,
and `service` is the only part that knows HTTP.
"""
