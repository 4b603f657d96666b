"""Upkeep: how does an index come about, follow its folder, and keep its promises?"""
