"""The same page sent otherwise: another encoding, another script, other markup, a menu more. What is read on it stays the same."""
