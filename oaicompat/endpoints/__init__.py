"""The endpoints: each is a pure function from keywords to a `Call` or a `StreamCall`, described only here."""
