"""The timekeeper: an asyncio process that sends what is due. Nothing here is imported by the nameko service."""
