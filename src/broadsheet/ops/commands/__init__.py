"""One module a command of ours: its docstring is its help, ``run`` returns its exit code."""
