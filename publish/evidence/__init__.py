"""The evidence pack: what an evaluator takes away, and how anybody proves that it is whole. 证据包"""
