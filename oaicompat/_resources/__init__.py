"""The familiar spelling, `client.chat.completions.create(...)`: a module a family, and nothing else in it."""
