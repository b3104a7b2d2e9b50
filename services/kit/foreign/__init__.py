"""The one way to addresses that others name: whoever asks for them learns nothing of the network we stand in.

`addresses` reads them, `networks` says which are nobody's inside, `border` resolves and connects, `client` fetches.
"""
