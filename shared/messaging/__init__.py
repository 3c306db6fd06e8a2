"""Reliable messaging for nameko services: nothing lost, nothing counted twice. See docs/messaging.md."""
