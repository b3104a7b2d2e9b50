"""Talking about a record and following it: one mechanism for customers, projects, tasks and interactions.

It stands above interactions, because it points at all of them, and below communications. Which record is meant is
`{kind, id}`; in the tables each kind has a foreign key of its own, so what is deleted takes its comments and watchers
along, and no key leads into another workspace.
"""
