"""The composition root: the only reader of the environment and of the clock."""

__version__ = "0.1.0"
