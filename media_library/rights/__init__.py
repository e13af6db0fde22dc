"""May this picture be used? Legal basis, licence, contract, consent (Law no. 6698), and taking down at once."""
