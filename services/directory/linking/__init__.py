"""The chats that members are reached by."""
