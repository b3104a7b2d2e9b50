"""What the writer of a reply wrote: without the history below, the introduction of a quote, signatures, notices.

Everything works on lines: `lines` says what each of them is, `reply` decides from that which ones stay. Patterns look
at one line, or at four joined ones, of bounded length, so the time is linear in the length of the mail.
"""
