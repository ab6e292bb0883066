"""The ``gongkai`` command: the only room that wires the others, reads the clock and the environment."""
