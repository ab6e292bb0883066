"""Pages that no one would send on purpose: cut, flipped, malformed, endless. 残缺网页"""
