"""The demo: a small believable workspace, loaded once through the services that people use.

Imports and who is told: the actor of an import has `is_import`, which every event carries in `actor.is_import`. The
notifier learns from such events (people, projects, customers) and tells nobody of them. So loading sends no mail and
fills no inbox, while what people do in the demo afterwards is told as ever.

Time: each step is taken under `clock.at(moment)`, so that records and events bear the day on which they would have
happened. The whole load is one transaction: it is there entirely or not at all.
"""
