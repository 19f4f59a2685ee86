"""Pressed pages against nginx serving the same bytes from files."""
