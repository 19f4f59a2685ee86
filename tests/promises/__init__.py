"""The promises of the README, each tried on a whole paper."""
