"""Campaigns: something that happens by itself when somebody attends, changes status or registers."""
