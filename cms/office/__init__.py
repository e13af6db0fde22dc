"""One way to build a screen of the admin: frame, ways back, permission, ledgers, refusals."""
