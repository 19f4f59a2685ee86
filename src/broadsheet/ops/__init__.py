"""Operations: command line, supervisor, demo paper and health.

Promises that one person can start, look at and stop a paper with one command.
Never decides anything about news: it calls the other parts' acts and reads.
"""
