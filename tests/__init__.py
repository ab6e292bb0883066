"""Behaviour of the program; mirrors the tree. 测试"""
