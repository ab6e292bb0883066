"""Findings → people: the published database, Datasette, exports. 发布"""
