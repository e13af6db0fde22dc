"""A press office in which random people do random things in random order, and the stranger who comes to look."""
