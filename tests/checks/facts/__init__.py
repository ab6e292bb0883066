"""Tests of single readers of facts: what they must not say, and what they must."""
