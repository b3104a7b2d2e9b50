"""The notifier: tells people, by the channel they chose, what they should know, once."""
