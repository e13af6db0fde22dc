"""Transport without state: each module carries one message to one recipient and says what became of it."""
