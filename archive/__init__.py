"""What is on disk: visit files, the ledger and its migrations. 存储"""
