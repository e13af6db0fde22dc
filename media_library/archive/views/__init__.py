"""The archive's screens in the admin."""
