"""`python -m tests.bench`: the product beside a reference of its own, over the same rows."""
