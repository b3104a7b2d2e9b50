"""Which promise is shown by which test, and the figures that were seen: `docs/assurance.md`."""
