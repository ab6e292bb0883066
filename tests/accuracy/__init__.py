"""Labelled pages of our own, and what the program makes of them."""
