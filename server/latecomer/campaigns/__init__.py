"""Campaigns: steps that run by themselves when a member attends, changes status or registers."""
