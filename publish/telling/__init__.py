"""Telling people what changed: one digest a time, never one message a finding. 通知"""
