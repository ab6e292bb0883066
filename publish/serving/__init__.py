"""Serving the published database: the programs around Datasette. 浏览服务"""
