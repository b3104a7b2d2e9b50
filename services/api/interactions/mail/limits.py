"""How much of one mail is taken apart. What lies beyond stays in the stored raw bytes and is named as a defect."""

MAX_HEADER_BYTES = 256 * 1024
"""Of one header block. Real mail stays under 64 kB, even with long chains of `Received` and `References`."""

MAX_ALL_HEADER_BYTES = 1024 * 1024
"""Of the header blocks of all parts together."""

MAX_PARAMETER_CHARS = 4 * 1024
"""Of a header with parameters: the standard library's parameter parser is quadratic in quotes and semicolons."""

MAX_ADDRESS_CHARS = 64 * 1024
"""Of one address header."""

MAX_ADDRESSES = 500
"""Kept of one address header."""

MAX_REFERENCES = 200
"""Message ids kept of `References`: the first (the root of the thread) and the newest."""

MAX_DEPTH = 16
"""Levels of multiparts within multiparts."""

MAX_PARTS = 1_000
"""Parts of one mail, over all levels."""

MAX_TEXT_CHARS = 500_000
"""Of the text shown on the timeline."""

MAX_HTML_CHARS = 500_000
"""Of the HTML that is sanitised. Longer HTML is not shown as HTML; its text is."""

MAX_ATTACHMENTS = 200
"""Attachments that are listed."""

MAX_NAME_CHARS = 255
"""Of a person's or a file's name."""

MAX_SUBJECT_CHARS = 998
"""Of a subject: the longest line RFC 5322 allows."""
