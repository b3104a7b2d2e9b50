"""Everything Rapport knows of the programs that post to it, one file each.

To add one: write `<name>.py` with a class that is a `Provider`, and enter it in `registry.py`.
"""
