"""How Rapport is run: the local stack, and the configuration that production shares with it."""
