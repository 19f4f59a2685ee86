"""Programs that run inside a paper's folder, with its settings; each prints what it measured."""
