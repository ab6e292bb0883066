"""The monthly notice: computed from what is kept, issued once, written again from what was issued. 通报表"""
