"""The ways a notice reaches a person, behind one port."""
