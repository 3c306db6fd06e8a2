"""Plumbing of the asyncio processes: broker (pika), questions to nameko services, database (Motor), health,
start and stop.
"""
