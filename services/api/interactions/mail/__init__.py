"""Reading mail: bytes in, a `ParsedMail` out, whatever the bytes are.

Headers, encoded words, parameters, dates and transfer encodings go through the standard library's `email`. Only the
cutting of a body into parts is our own (`structure.py`), because `email.feedparser` walks a body line by line with
every open boundary in hand: 25 MiB of empty lines cost it seven seconds, and a thousand nested parts its stack.
"""
