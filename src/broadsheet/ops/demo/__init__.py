"""The demo paper: an invented daily with its copy and its pictures."""
