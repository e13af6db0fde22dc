"""The only way out to addresses that people typed: public hosts only, limits on everything, no way into the house."""
