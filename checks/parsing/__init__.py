"""Bytes → text → tree → lines and links. Knows HTML and Chinese text, nothing of rules. 页面解析"""
