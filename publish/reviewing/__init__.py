"""People's work inside Datasette: who they are, the queue, what they enter. 人工复核"""
