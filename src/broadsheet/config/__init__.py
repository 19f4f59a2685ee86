"""Settings and addresses: what a machine needs to start the paper. Imported by no part."""
