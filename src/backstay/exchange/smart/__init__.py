"""SMART App Launch and the reading that follows it, without a socket: what is asked, allowed, and made of answers.

`hooks` and `web` each bring their own way of asking. Nothing here opens a connection or knows a framework.
"""
